using System;
using System.Collections.Generic;
using Ovs.Flow.Fields;
using Ovs.OpenFlow.Errors;
using Ovs.OpenFlow.Oxm;
using Ovs.OpenFlow.Versions;
using Ovs.OpenFlow.Wire;

namespace Ovs.OpenFlow.Actions;

/// <summary>The forms on the wire.</summary>
public sealed partial class LearnAction
{
    // Each part begins with 16 bits: how many bits, where they come from, what becomes of them.
    private const int BitsMask = 0x3ff;
    private const int ImmediateBit = 1 << 13;
    private const int TargetShift = 11;
    private const int TargetMask = 3;

    internal static OfError Decode(ref OfReader body, ulong argument, ActionDecoder decoder)
    {
        var action = new LearnAction { Raw = RawAction.Learn };
        var error = action.TakeFixed(ref body);
        if (error != OfError.None)
        {
            return error;
        }

        return (action.Flags & ~(LearnFlags.SendFlowRemoved | LearnFlags.DeleteLearned)) != 0
            ? OfError.BadActionBadArgument
            : action.TakeSpecs(ref body, decoder);
    }

    internal static OfError Decode2(ref OfReader body, ulong argument, ActionDecoder decoder)
    {
        var action = new LearnAction { Raw = RawAction.Learn2 };
        var error = action.TakeFixed(ref body);
        action.Limit = body.Take32();
        int offset = body.Take16();
        if (body.Take16() != 0)
        {
            return OfError.NxBadActionMustBeZero;
        }

        if (error != OfError.None)
        {
            return error;
        }

        if ((action.Flags & ~(LearnFlags.SendFlowRemoved | LearnFlags.DeleteLearned | LearnFlags.WriteResult)) != 0)
        {
            return OfError.BadActionBadArgument;
        }

        if ((action.Flags & LearnFlags.WriteResult) != 0)
        {
            error = decoder.TakeField(ref body, out var field);
            if (error != OfError.None)
            {
                return error;
            }

            if (!field.IsWritable)
            {
                return OfError.BadActionBadSetArgument;
            }

            action.ResultDestination = new SubField(field, offset, 1);
        }
        else if (offset != 0)
        {
            return OfError.BadActionBadArgument;
        }

        return action.TakeSpecs(ref body, decoder);
    }

    internal override void Encode(OfWriter writer, OfVersion version)
    {
        var isLong = Raw == RawAction.Learn2 || Limit != 0 || (Flags & LearnFlags.WriteResult) != 0;
        var start = ActionTable.Begin(writer, version, isLong ? RawAction.Learn2 : RawAction.Learn);
        writer.Put16(IdleTimeoutSeconds);
        writer.Put16(HardTimeoutSeconds);
        writer.Put16(Priority);
        writer.Put64(Cookie);
        writer.Put16((ushort)Flags);
        writer.Put8(Table);
        writer.PutZeros(1);
        writer.Put16(FinIdleTimeoutSeconds);
        writer.Put16(FinHardTimeoutSeconds);
        if (isLong)
        {
            writer.Put32(Limit);
            writer.Put16((ushort)(ResultDestination?.Offset ?? 0));
            writer.PutZeros(2);
            if (ResultDestination is { } result)
            {
                OxmEntries.PutField(writer, result.Field, OfVersion.None);
            }
        }

        foreach (var spec in Specs)
        {
            PutSpec(writer, spec);
        }

        ActionTable.End(writer, start);
    }

    private static void PutSpec(OfWriter writer, LearnSpec spec)
    {
        var header = spec.Bits | ((int)spec.Target << TargetShift) | (spec.Immediate is null ? 0 : ImmediateBit);
        writer.Put16((ushort)header);
        if (spec.Source is { } source)
        {
            writer.Put32(OxmEntries.NxmHeader(source.Field));
            writer.Put16((ushort)source.Offset);
        }
        else
        {
            var bytes = (spec.Bits + 15) / 16 * 2;
            writer.PutZeros(bytes - spec.Immediate!.Length);
            writer.Put(spec.Immediate);
        }

        if (spec.Destination is { } destination)
        {
            writer.Put32(OxmEntries.NxmHeader(destination.Field));
            writer.Put16((ushort)destination.Offset);
        }
    }

    private OfError TakeFixed(ref OfReader body)
    {
        IdleTimeoutSeconds = body.Take16();
        HardTimeoutSeconds = body.Take16();
        Priority = body.Take16();
        Cookie = body.Take64();
        Flags = (LearnFlags)body.Take16();
        Table = body.Take8();
        var padding = body.Take8();
        FinIdleTimeoutSeconds = body.Take16();
        FinHardTimeoutSeconds = body.Take16();
        return padding != 0 || Table == NoTable ? OfError.BadActionBadArgument : OfError.None;
    }

    private OfError TakeSpecs(ref OfReader body, ActionDecoder decoder)
    {
        var specs = new List<LearnSpec>();
        while (!body.IsAtEnd)
        {
            int header = body.Take16();
            if (header == 0)
            {
                break;
            }

            var error = TakeSpec(ref body, decoder, header, out var spec);
            if (error != OfError.None)
            {
                return error;
            }

            specs.Add(spec!);
        }

        Specs = specs;
        decoder.Add(this);
        return OfReader.IsZero(body.Rest) ? OfError.None : OfError.BadActionBadArgument;
    }

    private static OfError TakeSpec(ref OfReader body, ActionDecoder decoder, int header, out LearnSpec? spec)
    {
        const int fieldBytes = 6;
        spec = null;
        var bits = header & BitsMask;
        var isImmediate = (header & ImmediateBit) != 0;
        var target = (header >> TargetShift) & TargetMask;
        if (target > (int)LearnTarget.Output || (target == (int)LearnTarget.Output && isImmediate))
        {
            return OfError.BadActionBadArgument;
        }

        var immediateBytes = (bits + 15) / 16 * 2;
        var hasDestination = target != (int)LearnTarget.Output;
        if (!body.Has((isImmediate ? immediateBytes : fieldBytes) + (hasDestination ? fieldBytes : 0)))
        {
            return OfError.BadActionBadLen;
        }

        SubField? source = null;
        byte[]? immediate = null;
        if (isImmediate)
        {
            immediate = body.Take(immediateBytes)[^((bits + 7) / 8)..].ToArray();
        }
        else
        {
            var error = TakeBits(ref body, decoder, bits, out var found);
            if (error != OfError.None)
            {
                return error;
            }

            source = found;
        }

        SubField? destination = null;
        if (hasDestination)
        {
            var error = TakeBits(ref body, decoder, bits, out var found);
            if (error != OfError.None)
            {
                return error;
            }

            destination = found;
        }

        spec = new LearnSpec((LearnTarget)target, bits, source, destination, immediate);
        return OfError.None;
    }

    private static OfError TakeBits(ref OfReader body, ActionDecoder decoder, int bits, out SubField found)
    {
        var error = OxmEntries.FindField(body.Take32(), decoder.Options, out var field);
        found = new SubField(field, body.Take16(), bits);
        return error;
    }
}
