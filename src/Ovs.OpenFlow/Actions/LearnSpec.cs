using System;
using Ovs.Flow.Fields;

namespace Ovs.OpenFlow.Actions;

/// <summary>What a learned flow does with some bits.</summary>
public enum LearnTarget : byte
{
    /// <summary>It matches on them.</summary>
    Match,

    /// <summary>It loads them into a field.</summary>
    Load,

    /// <summary>It outputs to the port that they are the number of.</summary>
    Output,
}

/// <summary>One part of a learned flow.</summary>
/// <param name="Bits">How many.</param>
/// <param name="Source">Where the bits come from; null if they are <paramref name="Immediate"/>.</param>
/// <param name="Destination">The field that is matched or loaded; null for output.</param>
/// <param name="Immediate">Fixed bits, right-aligned in whole bytes, in the order of the wire.</param>
public sealed record LearnSpec(
    LearnTarget Target, int Bits, SubField? Source, SubField? Destination, byte[]? Immediate)
{
    /// <summary>The fixed bits as the value of the whole destination field, if that is what they are.</summary>
    internal FieldValue ImmediateValue(FieldRow field) => FieldValue.Read(field, Immediate.AsSpan());
}
