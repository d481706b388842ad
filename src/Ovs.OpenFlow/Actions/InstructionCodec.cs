using System;
using Ovs.Flow.Match;
using Ovs.OpenFlow.Errors;
using Ovs.OpenFlow.Versions;
using Ovs.OpenFlow.Wire;

namespace Ovs.OpenFlow.Actions;

/// <summary>Instructions on the wire (OpenFlow 1.5.1 7.2.5); in OpenFlow 1.0 they are actions or nothing.</summary>
internal static class InstructionCodec
{
    public const ushort GotoTableType = 1;
    public const ushort WriteMetadataType = 2;
    public const ushort WriteActionsType = 3;
    public const ushort ApplyActionsType = 4;
    public const ushort ClearActionsType = 5;
    public const ushort MeterType = 6;

    private const ushort ExperimenterType = 0xffff;
    private const int HeaderBytes = 4;
    private const int ShortBytes = 8;
    private const int WriteMetadataBytes = 24;

    /// <summary>Reads instructions, or actions in OpenFlow 1.0, into one list in the order of execution.</summary>
    public static OfError Take(
        ref OfReader reader, int length, OfVersion version, TunnelOptionTable? options, out ActionList actions)
    {
        actions = ActionList.Empty;
        var decoder = new ActionDecoder(version, options);
        if (version == OfVersion.OpenFlow10)
        {
            return decoder.Take(ref reader, length, InstructionSet.All, ActionKind.None, out actions);
        }

        if (length % 8 != 0)
        {
            ActionDecoder.Log.Warn(ActionDecoder.Limit, $"OpenFlow message instructions length {length} is not a multiple of 8");
            return OfError.BadInstructionBadLen;
        }

        if (!reader.Has(length))
        {
            ActionDecoder.Log.Warn(ActionDecoder.Limit, $"OpenFlow message instructions length {length} exceeds remaining " +
                $"message length ({reader.Left})");
            return OfError.BadInstructionBadLen;
        }

        var bytes = reader.Take(length);
        Span<Range> found = stackalloc Range[InstructionSet.KindCount];
        var error = Find(bytes, version, found, out var present);
        if (error != OfError.None)
        {
            return error;
        }

        for (var kind = InstructionKind.Meter; kind <= InstructionKind.GotoTable; kind++)
        {
            if (present.Has(kind))
            {
                error = TakeOne(kind, bytes[found[(int)kind]], decoder);
                if (error != OfError.None)
                {
                    return error;
                }
            }
        }

        var list = ActionList.From(decoder.Actions);
        error = ActionRules.Verify(list, version, InstructionSet.All, ActionKind.None, out var why);
        if (why is not null)
        {
            ActionDecoder.Log.Warn(why);
        }

        actions = error == OfError.None ? list : ActionList.Empty;
        return error;
    }

    /// <summary>Writes a flow's actions and instructions.</summary>
    public static void Put(OfWriter writer, OfVersion version, ActionList actions)
    {
        if (version == OfVersion.OpenFlow10)
        {
            ActionTable.PutAll(writer, version, actions);
            return;
        }

        for (var i = 0; i < actions.Count;)
        {
            if (ActionRules.InstructionOf(actions[i].Kind, version) != InstructionKind.ApplyActions)
            {
                actions[i++].Encode(writer, version);
                continue;
            }

            var start = Begin(writer, ApplyActionsType);
            do
            {
                actions[i++].Encode(writer, version);
            }
            while (i < actions.Count && ActionRules.InstructionOf(actions[i].Kind, version) == InstructionKind.ApplyActions);

            EndActions(writer, start);
        }
    }

    public static void PutActions(OfWriter writer, OfVersion version, ushort type, ActionList actions)
    {
        var start = Begin(writer, type);
        ActionTable.PutAll(writer, version, actions);
        EndActions(writer, start);
    }

    public static void PutMeter(OfWriter writer, uint meter)
    {
        writer.Put16(MeterType);
        writer.Put16(ShortBytes);
        writer.Put32(meter);
    }

    public static void PutClearActions(OfWriter writer)
    {
        writer.Put16(ClearActionsType);
        writer.Put16(ShortBytes);
        writer.PutZeros(4);
    }

    public static void PutWriteMetadata(OfWriter writer, ulong metadata, ulong mask)
    {
        writer.Put16(WriteMetadataType);
        writer.Put16(WriteMetadataBytes);
        writer.PutZeros(4);
        writer.Put64(metadata);
        writer.Put64(mask);
    }

    public static void PutGotoTable(OfWriter writer, byte table)
    {
        writer.Put16(GotoTableType);
        writer.Put16(ShortBytes);
        writer.Put8(table);
        writer.PutZeros(3);
    }

    /// <summary>The number of an instruction in bitmaps of table features, or -1 if the version has none.</summary>
    public static int TypeOf(InstructionKind kind, OfVersion version) => kind switch
    {
        InstructionKind.GotoTable => GotoTableType,
        InstructionKind.WriteMetadata => WriteMetadataType,
        InstructionKind.WriteActions => WriteActionsType,
        InstructionKind.ApplyActions => ApplyActionsType,
        InstructionKind.ClearActions => ClearActionsType,
        _ => version is OfVersion.OpenFlow13 or OfVersion.OpenFlow14 ? MeterType : -1,
    };

    private static int Begin(OfWriter writer, ushort type)
    {
        var start = writer.Length;
        writer.Put16(type);
        writer.Put16(ShortBytes);
        writer.PutZeros(4);
        return start;
    }

    // An instruction whose actions the version cannot say is left out.
    private static void EndActions(OfWriter writer, int start)
    {
        if (writer.Length == start + ShortBytes)
        {
            writer.Truncate(start);
        }
        else
        {
            writer.Patch16(start + 2, (ushort)(writer.Length - start));
        }
    }

    private static OfError Find(ReadOnlySpan<byte> bytes, OfVersion version, Span<Range> found, out InstructionSet present)
    {
        present = default;
        var reader = new OfReader(bytes);
        while (!reader.IsAtEnd)
        {
            var offset = bytes.Length - reader.Left;
            var peek = reader;
            var type = peek.Take16();
            int length = peek.Take16();
            if (length % 8 != 0 || length < ShortBytes || !reader.Has(length))
            {
                ActionDecoder.Log.Warn(ActionDecoder.Limit, $"bad instruction format at offset {offset}");
                return OfError.BadInstructionBadLen;
            }

            var error = KindOf(type, length, version, out var kind);
            if (error != OfError.None)
            {
                return error;
            }

            if (present.Has(kind))
            {
                return OfError.BadInstructionDupInst;
            }

            present = new InstructionSet((byte)(present.Bits | InstructionSet.Only(kind).Bits));
            found[(int)kind] = (offset + HeaderBytes)..(offset + length);
            reader.Skip(length);
        }

        return OfError.None;
    }

    private static OfError KindOf(ushort type, int length, OfVersion version, out InstructionKind kind)
    {
        var isLengthRight = length == ShortBytes;
        kind = default;
        switch (type)
        {
            case GotoTableType:
                kind = InstructionKind.GotoTable;
                break;
            case WriteMetadataType:
                kind = InstructionKind.WriteMetadata;
                isLengthRight = length == WriteMetadataBytes;
                break;
            case WriteActionsType:
                kind = InstructionKind.WriteActions;
                isLengthRight = true;
                break;
            case ApplyActionsType:
                kind = InstructionKind.ApplyActions;
                isLengthRight = true;
                break;
            case ClearActionsType:
                kind = InstructionKind.ClearActions;
                break;
            case MeterType:
                kind = InstructionKind.Meter;
                return !isLengthRight ? OfError.BadInstructionBadLen
                    : version >= OfVersion.OpenFlow15 ? OfError.BadInstructionUnknownInst
                    : OfError.None;
            case ExperimenterType:
                return OfError.BadInstructionBadExperimenter;
            default:
                return OfError.BadInstructionUnknownInst;
        }

        return isLengthRight ? OfError.None : OfError.BadInstructionBadLen;
    }

    // The bytes begin behind type and length.
    private static OfError TakeOne(InstructionKind kind, ReadOnlySpan<byte> bytes, ActionDecoder decoder)
    {
        var body = new OfReader(bytes);
        switch (kind)
        {
            case InstructionKind.Meter:
                return decoder.Add(new MeterAction(body.Take32()));
            case InstructionKind.ApplyActions:
                body.Skip(4);
                return decoder.Decode(body.Rest);
            case InstructionKind.ClearActions:
                return decoder.Add(SimpleAction.ClearActions);
            case InstructionKind.WriteActions:
                body.Skip(4);
                return TakeActionSet(body.Rest, decoder);
            case InstructionKind.WriteMetadata:
                body.Skip(4);
                return decoder.Add(new WriteMetadataAction(body.Take64(), body.Take64()));
            default:
                return decoder.Add(new GotoTableAction(body.Take8()));
        }
    }

    private static OfError TakeActionSet(ReadOnlySpan<byte> bytes, ActionDecoder decoder)
    {
        var first = decoder.Actions.Count;
        var error = decoder.Decode(bytes);
        if (error != OfError.None)
        {
            return error;
        }

        var set = ActionList.From(decoder.Actions, first);
        decoder.Actions.RemoveRange(first, decoder.Actions.Count - first);
        foreach (var action in set.Span)
        {
            if (!ActionSet.IsAllowed(action))
            {
                ActionDecoder.Log.Warn(ActionDecoder.Limit, $"disallowed action in action set");
                return OfError.BadActionBadType;
            }
        }

        return decoder.Add(new WriteActionsAction(set));
    }
}
