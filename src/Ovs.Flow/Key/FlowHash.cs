using System.Numerics;
using System.Runtime.CompilerServices;

namespace Ovs.Flow.Key;

/// <summary>The hash of flow keys: CRC32C over 64-bit words, by instruction where the processor has one, with the same
/// result by table where it has not.</summary>
public static class FlowHash
{
    /// <summary>Hash of the first <paramref name="extent"/> words of <paramref name="key"/>.</summary>
    public static uint Of(in FlowKey key, int extent)
    {
        // Two independent chains: the instruction takes three cycles and the processor starts one each cycle.
        var even = (uint)extent;
        var odd = 0x9e37_79b9u;
        var i = 0;
        for (; i + 1 < extent; i += 2)
        {
            even = Add(even, FlowKey.Word(in key, i));
            odd = Add(odd, FlowKey.Word(in key, i + 1));
        }

        if (i < extent)
        {
            even = Add(even, FlowKey.Word(in key, i));
        }

        return Add(even, odd);
    }

    /// <summary>Adds one word to a running hash.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static uint Add(uint hash, ulong word) => BitOperations.Crc32C(hash, word);
}
