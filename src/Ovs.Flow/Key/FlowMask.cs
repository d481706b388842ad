using System;
using System.Collections.Generic;
using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;

namespace Ovs.Flow.Key;

/// <summary>Says which bits of a <see cref="FlowKey"/> matter: a one is "looked at", a zero is "anything".</summary>
/// <remarks>A translation starts with an empty mask and sets each bit that it looks at; the flow then matches exactly the
/// packets for which the translation would have gone the same way.</remarks>
[StructLayout(LayoutKind.Explicit, Size = FlowKey.SizeBytes)]
public struct FlowMask : IEquatable<FlowMask>
{
    /// <summary>The bits, by field: `mask.Bits.EthDst = EthAddress.Broadcast` looks at the whole destination.</summary>
    [FieldOffset(0)]
    public FlowKey Bits;

    public static bool operator ==(in FlowMask left, in FlowMask right) => left.Bits.Equals(right.Bits);

    public static bool operator !=(in FlowMask left, in FlowMask right) => !left.Bits.Equals(right.Bits);

    /// <summary>The key with everything that does not matter set to zero.</summary>
    public readonly FlowKey Apply(in FlowKey key)
    {
        Unsafe.SkipInit(out FlowKey masked);
        var words = masked.Words;
        for (var i = 0; i < FlowKey.WordCount; i++)
        {
            words[i] = FlowKey.Word(in key, i) & FlowKey.Word(in Bits, i);
        }

        return masked;
    }

    /// <summary>True if <paramref name="key"/> equals the already masked <paramref name="masked"/> in all bits that matter.</summary>
    public readonly bool Matches(in FlowKey key, in FlowKey masked)
    {
        var difference = 0UL;
        for (var i = 0; i < FlowKey.WordCount; i++)
        {
            difference |= (FlowKey.Word(in key, i) & FlowKey.Word(in Bits, i)) ^ FlowKey.Word(in masked, i);
        }

        return difference == 0;
    }

    /// <summary>Adds every bit of <paramref name="other"/>.</summary>
    public void Add(in FlowMask other)
    {
        var words = Bits.Words;
        for (var i = 0; i < words.Length; i++)
        {
            words[i] |= FlowKey.Word(in other.Bits, i);
        }
    }

    /// <summary>The positions of the words with at least one bit.</summary>
    public readonly byte[] UsedWords()
    {
        var used = new List<byte>();
        for (var i = 0; i < FlowKey.WordCount; i++)
        {
            if (FlowKey.Word(in Bits, i) != 0)
            {
                used.Add((byte)i);
            }
        }

        return [.. used];
    }

    public void Clear() => Bits = default;

    public readonly bool Equals(FlowMask other) => Bits.Equals(other.Bits);

    public override readonly bool Equals(object? obj) => obj is FlowMask other && Bits.Equals(other.Bits);

    public override readonly int GetHashCode() => Bits.GetHashCode();
}
