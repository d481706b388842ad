using System;
using System.Collections.Generic;

namespace Ovs.Ofproto.Bundles;

/// <summary>An immutable set of VLAN numbers, 0 to 4095; 0 stands for untagged packets.</summary>
public sealed class VlanSet : IEquatable<VlanSet>
{
    private const int VlanCount = 4096;

    private readonly ulong[] _bits;

    private VlanSet(ulong[] bits) => _bits = bits;

    public static VlanSet None { get; } = new(new ulong[VlanCount / 64]);

    public static VlanSet All { get; } = MakeAll();

    /// <summary>The set of those <paramref name="vlans"/> that are VLAN numbers.</summary>
    public static VlanSet Of(IEnumerable<long> vlans)
    {
        var bits = new ulong[VlanCount / 64];
        foreach (var vlan in vlans)
        {
            if (vlan is >= 0 and < VlanCount)
            {
                bits[vlan / 64] |= 1UL << (int)(vlan % 64);
            }
        }

        return new VlanSet(bits);
    }

    public bool Contains(ushort vlan) => vlan < VlanCount && ((_bits[vlan / 64] >> (vlan % 64)) & 1) != 0;

    /// <summary>The same set with, or without, <paramref name="vlan"/>.</summary>
    public VlanSet With(ushort vlan, bool isMember)
    {
        ArgumentOutOfRangeException.ThrowIfGreaterThanOrEqual(vlan, VlanCount);
        var bits = (ulong[])_bits.Clone();
        var bit = 1UL << (vlan % 64);
        bits[vlan / 64] = isMember ? bits[vlan / 64] | bit : bits[vlan / 64] & ~bit;
        return new VlanSet(bits);
    }

    public bool Equals(VlanSet? other) => other is not null && _bits.AsSpan().SequenceEqual(other._bits);

    public override bool Equals(object? obj) => Equals(obj as VlanSet);

    public override int GetHashCode()
    {
        var hash = default(HashCode);
        foreach (var word in _bits)
        {
            hash.Add(word);
        }

        return hash.ToHashCode();
    }

    private static VlanSet MakeAll()
    {
        var bits = new ulong[VlanCount / 64];
        bits.AsSpan().Fill(ulong.MaxValue);
        return new VlanSet(bits);
    }
}
