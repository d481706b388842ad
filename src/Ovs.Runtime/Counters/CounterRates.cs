using System;

namespace Ovs.Runtime.Counters;

/// <summary>How a counter grew lately: twelve slots of five seconds, and sixty minutes.</summary>
internal sealed class CounterRates
{
    internal const int SlotMs = 5000;
    internal const int SlotsPerMinute = 12;
    internal const int Minutes = 60;

    private readonly uint[] _slots = new uint[SlotsPerMinute];
    private readonly uint[] _minutes = new uint[Minutes];
    private long _lastTotal;

    /// <summary>Sum over the last minute.</summary>
    public ulong LastMinute => Sum(_slots);

    /// <summary>Sum over the last hour.</summary>
    public ulong LastHour => Sum(_minutes);

    public uint SlotAt(int index) => _slots[index % SlotsPerMinute];

    /// <summary>Spreads what was counted since the last call over <paramref name="slotCount"/> slots from
    /// <paramref name="index"/> on.</summary>
    public void Advance(long total, int index, int slotCount)
    {
        var count = (ulong)(total - _lastTotal);
        _lastTotal = total;
        var portion = (uint)(count / (ulong)slotCount);
        for (var i = 0; i < slotCount; i++)
        {
            var slot = index % SlotsPerMinute;
            var minute = index / SlotsPerMinute;
            _slots[slot] = portion + (i == slotCount - 1 ? (uint)(count % (ulong)slotCount) : 0);
            _minutes[minute] = slot == 0 ? _slots[slot] : _minutes[minute] + _slots[slot];
            index = (index + 1) % (SlotsPerMinute * Minutes);
        }
    }

    private static ulong Sum(ReadOnlySpan<uint> values)
    {
        var sum = 0UL;
        foreach (var value in values)
        {
            sum += value;
        }

        return sum;
    }
}
