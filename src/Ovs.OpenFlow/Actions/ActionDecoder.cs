using System;
using System.Collections.Generic;
using Ovs.Flow.Fields;
using Ovs.Flow.Match;
using Ovs.OpenFlow.Errors;
using Ovs.OpenFlow.Oxm;
using Ovs.OpenFlow.Versions;
using Ovs.OpenFlow.Wire;
using Ovs.Runtime.Logging;

namespace Ovs.OpenFlow.Actions;

/// <summary>Reads actions and instructions of one version.</summary>
internal sealed class ActionDecoder(OfVersion version, TunnelOptionTable? options)
{
    internal static readonly LogModule Log = LogModule.Define("ofp_actions");
    internal static readonly LogRateLimit Limit = new(1, 5);

    private const ushort ExperimenterType = 0xffff;
    private const int StandardHeaderBytes = 4;
    private const int ExperimenterHeaderBytes = 10;
    private const int MinActionBytes = 8;
    private const int MinExperimenterBytes = 16;
    private const int MaxDepth = 64;

    private int _depth;

    public OfVersion Version { get; } = version;

    public TunnelOptionTable? Options { get; } = options;

    /// <summary>What has been read; nested lists are read into it and then cut off.</summary>
    public List<OfAction> Actions { get; private set; } = [];

    /// <summary>Reads <paramref name="length"/> bytes of actions, as packet-outs and buckets have them.</summary>
    public OfError TakeActions(ref OfReader reader, int length, out ActionList actions) =>
        Take(ref reader, length, InstructionSet.ActionsOnly, ActionKind.None, out actions);

    /// <summary>Reads actions inside an action.</summary>
    public OfError TakeNested(ref OfReader reader, ActionKind outer, out ActionList actions)
    {
        if (++_depth > MaxDepth)
        {
            actions = ActionList.Empty;
            _depth--;
            return OfError.BadActionBadArgument;
        }

        var saved = Actions;
        Actions = [];
        var error = Take(ref reader, reader.Left, InstructionSet.Only(InstructionKind.ApplyActions), outer, out actions);
        Actions = saved;
        _depth--;
        return error;
    }

    /// <summary>As <see cref="TakeActions"/>, with the instructions and the place that are allowed.</summary>
    public OfError Take(ref OfReader reader, int length, InstructionSet allowed, ActionKind outer, out ActionList actions)
    {
        actions = ActionList.Empty;
        if (length % 8 != 0)
        {
            Log.Warn(Limit, $"OpenFlow message actions length {length} is not a multiple of 8");
            return OfError.BadRequestBadLen;
        }

        if (!reader.Has(length))
        {
            Log.Warn(Limit, $"OpenFlow message actions length {length} exceeds remaining message length ({reader.Left})");
            return OfError.BadRequestBadLen;
        }

        var first = Actions.Count;
        var error = Decode(reader.Take(length));
        if (error == OfError.None)
        {
            actions = ActionList.From(Actions, first);
            error = ActionRules.Verify(actions, Version, allowed, outer, out var why);
            if (why is not null)
            {
                Log.Warn(why);
            }
        }

        Actions.RemoveRange(first, Actions.Count - first);
        return error;
    }

    /// <summary>Reads actions to the end and appends them to <see cref="Actions"/>; logs what is wrong.</summary>
    public OfError Decode(ReadOnlySpan<byte> bytes)
    {
        var reader = new OfReader(bytes);
        while (!reader.IsAtEnd)
        {
            var offset = bytes.Length - reader.Left;
            var error = DecodeOne(ref reader);
            if (error != OfError.None)
            {
                LogBad(bytes, offset, error);
                return error;
            }
        }

        return OfError.None;
    }

    public OfError Add(OfAction action)
    {
        Actions.Add(action);
        return OfError.None;
    }

    /// <summary>Reads the header of a field.</summary>
    public OfError TakeField(ref OfReader reader, out FieldRow field) => OxmEntries.TakeField(ref reader, Options, out field);

    /// <summary>Reads some bits of a field: a 32-bit header, and offset and width that were read before.</summary>
    public OfError FindBits(uint header, ushort packedBits, out SubField bits)
    {
        var error = OxmEntries.FindField(header, Options, out var field);
        bits = Unpack(field, packedBits);
        return error;
    }

    /// <summary>Nicira's packing of offset (10 bits) and width less one (6 bits).</summary>
    public static SubField Unpack(FieldRow field, ushort packed) => new(field, packed >> 6, (packed & 0x3f) + 1);

    public static ushort Pack(in SubField bits) => (ushort)((bits.Offset << 6) | (bits.Bits - 1));

    private OfError DecodeOne(ref OfReader reader)
    {
        if (reader.Left < MinActionBytes)
        {
            return OfError.BadActionBadLen;
        }

        var peek = reader;
        var type = peek.Take16();
        int length = peek.Take16();
        var experimenter = 0u;
        if (type == ExperimenterType)
        {
            experimenter = peek.Take32();
            if (experimenter is not (Experimenters.Nicira or Experimenters.Onf))
            {
                Log.Warn(Limit, $"OpenFlow action has unknown vendor {TextOf(experimenter)}");
                return OfError.BadActionBadVendor;
            }

            if (reader.Left < MinExperimenterBytes)
            {
                return OfError.BadActionBadLen;
            }

            type = peek.Take16();
        }

        var row = ActionTable.FindRaw(Version, experimenter, type);
        if (row is null)
        {
            Log.Warn(Limit, $"unknown {OfVersions.NameOf(Version)} action for vendor {TextOf(experimenter)} and type {type}");
            return experimenter != 0 ? OfError.BadActionBadVendorType : OfError.BadActionBadType;
        }

        if (row.IsDeprecated(Version))
        {
            Log.Info(Limit, $"{row.Name} is deprecated in {OfVersions.NameOf(Version)} (use Set-Field)");
        }

        if (length > reader.Left)
        {
            Log.Warn(Limit, $"OpenFlow action {row.Name} length {length} exceeds action buffer length {reader.Left}");
            return OfError.BadActionBadLen;
        }

        var (min, max) = row.Shape.Lengths(experimenter != 0);
        if (length < min || length > max)
        {
            Log.Warn(Limit, $"OpenFlow action {row.Name} length {length} not in valid range [{min},{max}]");
            return OfError.BadActionBadLen;
        }

        if (length % 8 != 0)
        {
            Log.Warn(Limit, $"OpenFlow action {row.Name} length {length} is not a multiple of 8");
            return OfError.BadActionBadLen;
        }

        var action = reader.Take(length);
        var argument = row.Shape.Argument(action, experimenter != 0);
        var body = new OfReader(action[(experimenter != 0 ? ExperimenterHeaderBytes : StandardHeaderBytes)..]);
        return row.Decode(ref body, argument, this);
    }

    private static void LogBad(ReadOnlySpan<byte> bytes, int offset, OfError error)
    {
        var text = new TextBuffer();
        text.Append($"bad action at offset {offset} ({ErrorTable.NameOf(error)}):\n");
        HexDump.Append(text, bytes, withCharacters: false);
        Log.Warn(Limit, text.ToString());
    }

    private static string TextOf(uint experimenter) => experimenter == 0 ? "0" : $"0x{experimenter:x}";
}
