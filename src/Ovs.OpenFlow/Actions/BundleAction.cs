using System;
using System.Collections.Generic;
using Ovs.Flow.Fields;
using Ovs.OpenFlow.Errors;
using Ovs.OpenFlow.Oxm;
using Ovs.OpenFlow.Text;
using Ovs.OpenFlow.Versions;
using Ovs.OpenFlow.Wire;
using Ovs.Runtime.Logging;

namespace Ovs.OpenFlow.Actions;

/// <summary>How a bundle chooses among its live members.</summary>
public enum BundleAlgorithm : ushort
{
    ActiveBackup,

    /// <summary>Highest random weight.</summary>
    Hrw,
}

/// <summary>Sends the packet to one of several ports, or stores that port's number in a field.</summary>
public sealed class BundleAction(
    HashFields fields, ushort basis, BundleAlgorithm algorithm, OfPort[] members, SubField? destination) : OfAction
{
    private const int MaxMembers = 2048;
    private const int MinDestinationBits = 16;
    private const int FixedBytes = 32;

    private static readonly LogModule s_log = LogModule.Define("bundle");

    public override ActionKind Kind => ActionKind.Bundle;

    public HashFields Fields { get; } = fields;

    public ushort Basis { get; } = basis;

    public BundleAlgorithm Algorithm { get; } = algorithm;

    public ReadOnlySpan<OfPort> Members => members;

    /// <summary>Where the chosen port's number goes; null sends the packet there.</summary>
    public SubField? Destination { get; } = destination;

    internal static OfError Decode(ref OfReader body, ulong argument, ActionDecoder decoder) =>
        Decode(ref body, decoder, isLoad: false);

    internal static OfError DecodeLoad(ref OfReader body, ulong argument, ActionDecoder decoder) =>
        Decode(ref body, decoder, isLoad: true);

    internal static string? Parse(ReadOnlySpan<char> text, ActionParser parser) => Parse(text, parser, isLoad: false);

    internal static string? ParseLoad(ReadOnlySpan<char> text, ActionParser parser) => Parse(text, parser, isLoad: true);

    internal override void Encode(OfWriter writer, OfVersion version)
    {
        var raw = Destination is null ? RawAction.Bundle : RawAction.BundleLoad;
        var start = ActionTable.Begin(writer, version, raw);
        writer.Put16((ushort)Algorithm);
        writer.Put16((ushort)Fields);
        writer.Put16(Basis);
        writer.Put32(OxmEntries.NxmHeader(FieldTable.Get(FieldId.InPort)));
        writer.Put16((ushort)members.Length);
        writer.Put16(Destination is { } bits ? ActionDecoder.Pack(in bits) : (ushort)0);
        writer.Put32(Destination is { } destination ? OxmEntries.NxmHeader(destination.Field) : 0);
        writer.PutZeros(4);
        foreach (var member in members)
        {
            writer.Put16(member.Number);
        }

        ActionTable.End(writer, start);
    }

    internal override void Append(ActionPrinter printer)
    {
        var text = printer.Text;
        printer.Paren(Destination is null ? "bundle(" : "bundle_load(");
        var algorithmName = Algorithm switch
        {
            BundleAlgorithm.ActiveBackup => "active_backup",
            BundleAlgorithm.Hrw => "hrw",
            _ => "<unknown>",
        };
        text.Append($"{HashFieldsText.NameOf(Fields)},{Basis},{algorithmName},ofport,");
        if (Destination is { } bits)
        {
            bits.Append(text);
            text.Append(',');
        }

        printer.Param("members:");
        for (var i = 0; i < members.Length; i++)
        {
            text.Append(i > 0 ? "," : "");
            printer.Port(members[i]);
        }

        printer.Paren(")");
    }

    internal override OfError Check(ActionCheck check) => Check(check.MaxPort, check.Match);

    private static OfError Decode(ref OfReader body, ActionDecoder decoder, bool isLoad)
    {
        var algorithm = (BundleAlgorithm)body.Take16();
        var fields = (HashFields)body.Take16();
        var basis = body.Take16();
        var memberType = body.Take32();
        int memberCount = body.Take16();
        var packed = body.Take16();
        var header = body.Take32();
        var isZero = body.TakeZeros(4);
        var error = Validate(fields, memberCount, algorithm, memberType, isZero);
        SubField? destination = null;
        if (isLoad)
        {
            error = decoder.FindBits(header, packed, out var bits);
            if (error != OfError.None)
            {
                return error;
            }

            destination = bits;
            if (bits.Bits < MinDestinationBits)
            {
                ActionDecoder.Log.Warn(ActionDecoder.Limit, $"bundle_load action requires at least 16 bit destination.");
                error = OfError.BadActionBadArgument;
            }
        }
        else if (packed != 0 || header != 0)
        {
            ActionDecoder.Log.Warn(ActionDecoder.Limit, $"bundle action has nonzero reserved fields");
            error = OfError.BadActionBadArgument;
        }

        if (body.Left < memberCount * sizeof(ushort))
        {
            ActionDecoder.Log.Warn(ActionDecoder.Limit, $"Nicira action {(isLoad ? "bundle_load" : "bundle")} only has " +
                $"{body.Left} bytes allocated for members.  {memberCount * sizeof(ushort)} bytes are required for " +
                $"{memberCount} members.");
            return OfError.BadActionBadLen;
        }

        var members = new OfPort[memberCount];
        for (var i = 0; i < members.Length; i++)
        {
            members[i] = new OfPort(body.Take16());
        }

        var action = new BundleAction(fields, basis, algorithm, members, destination);
        decoder.Add(action);
        return error != OfError.None ? error : action.Check(new OfPort(OfPort.Limit), null);
    }

    private static OfError Validate(
        HashFields fields, int memberCount, BundleAlgorithm algorithm, uint memberType, bool isZero)
    {
        var why = !HashFieldsText.IsKnown(fields) ? $"unsupported fields {(int)fields}"
            : memberCount > MaxMembers ? "too many members"
            : algorithm is not (BundleAlgorithm.Hrw or BundleAlgorithm.ActiveBackup) ? $"unsupported algorithm {(int)algorithm}"
            : memberType != OxmEntries.NxmHeader(FieldTable.Get(FieldId.InPort)) ? $"unsupported member type {memberType}"
            : !isZero ? "reserved field is nonzero"
            : null;
        if (why is null)
        {
            return OfError.None;
        }

        ActionDecoder.Log.Warn(ActionDecoder.Limit, why);
        return OfError.BadActionBadArgument;
    }

    private static string? Parse(ReadOnlySpan<char> text, ActionParser parser, bool isLoad)
    {
        var words = new WordReader(text);
        words.Next(", ", out var fieldsText);
        words.Next(", ", out var basisText);
        words.Next(", ", out var algorithmText);
        words.Next(", ", out var memberType);
        ReadOnlySpan<char> destinationText = default;
        if (isLoad)
        {
            words.Next(", ", out destinationText);
        }

        if (!words.Next(": ", out var delimiter))
        {
            return $"{text}: not enough arguments to bundle action";
        }

        if (!delimiter.Equals("members", StringComparison.OrdinalIgnoreCase)
            && !delimiter.Equals("slaves", StringComparison.OrdinalIgnoreCase))
        {
            return $"{text}: missing member delimiter, expected `members', got `{delimiter}'";
        }

        var members = new List<OfPort>();
        while (words.Next(", []", out var member) && members.Count < MaxMembers)
        {
            if (!PortText.TryParse(member, parser.Ports, out var port))
            {
                return $"{member}: bad port number";
            }

            members.Add(port);
        }

        if (!HashFieldsText.TryParse(fieldsText, out var fields))
        {
            return $"{text}: unknown fields `{fieldsText}'";
        }

        BundleAlgorithm algorithm;
        if (algorithmText.Equals("active_backup", StringComparison.OrdinalIgnoreCase))
        {
            algorithm = BundleAlgorithm.ActiveBackup;
        }
        else if (algorithmText.Equals("hrw", StringComparison.OrdinalIgnoreCase))
        {
            algorithm = BundleAlgorithm.Hrw;
        }
        else
        {
            return $"{text}: unknown algorithm `{algorithmText}'";
        }

        if (!memberType.Equals("ofport", StringComparison.OrdinalIgnoreCase))
        {
            return $"{text}: unknown member_type `{memberType}'";
        }

        SubField? destination = null;
        if (isLoad)
        {
            if (SubField.Parse(destinationText, out SubField bits) is { } error)
            {
                return error;
            }

            if (OxmEntries.NxmHeader(bits.Field) == 0)
            {
                return $"{text}: experimenter OXM field '{destinationText}' not supported";
            }

            destination = bits;
        }

        var action = new BundleAction(
            fields, (ushort)ArgumentText.AtoI(basisText), algorithm, [.. members], destination);
        return parser.AddSized(action, FixedBytes + (members.Count * sizeof(uint)));
    }

    private OfError Check(OfPort maxPort, Flow.Match.FlowMatch? match)
    {
        if (Destination is { } bits && ActionCheck.Destination(in bits, match) is not OfError.None and var error)
        {
            return error;
        }

        foreach (var member in members)
        {
            if (member != OfPort.None && ActionCheck.OutputPort(member, maxPort) is not OfError.None and var portError)
            {
                s_log.Warn(ActionDecoder.Limit, $"invalid member {member.Number}");
                return portError;
            }

            if (member == OfPort.Controller)
            {
                s_log.Warn(ActionDecoder.Limit, $"unsupported controller member");
                return OfError.BadActionBadOutPort;
            }
        }

        return OfError.None;
    }
}
