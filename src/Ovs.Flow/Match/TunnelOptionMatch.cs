using System;
using Ovs.Flow.Fields;

namespace Ovs.Flow.Match;

/// <summary>What a match says of one tunnel option: value and mask of the same length, in the order of the wire.</summary>
/// <param name="Index">The number N of `tun_metadataN`.</param>
/// <param name="IsMasked">Whether a mask was given; without one, the mask is of ones.</param>
public sealed record TunnelOptionMatch(int Index, byte[] Value, byte[] Mask, bool IsMasked)
{
    public FieldId Field => FieldId.TunMetadata0 + (byte)Index;

    public bool Equals(TunnelOptionMatch? other) =>
        other is not null && Index == other.Index
        && Value.AsSpan().SequenceEqual(other.Value) && Mask.AsSpan().SequenceEqual(other.Mask);

    public override int GetHashCode()
    {
        var hash = default(HashCode);
        hash.Add(Index);
        hash.AddBytes(Value);
        hash.AddBytes(Mask);
        return hash.ToHashCode();
    }
}
