using System;
using System.Collections.Generic;
using System.Globalization;
using Ovs.Flow.Fields;
using Ovs.Flow.Headers;
using Ovs.OpenFlow.Errors;
using Ovs.OpenFlow.Oxm;
using Ovs.OpenFlow.Text;
using Ovs.OpenFlow.Versions;
using Ovs.OpenFlow.Wire;

namespace Ovs.OpenFlow.Actions;

/// <summary>Flags of <see cref="CtAction"/>.</summary>
[Flags]
public enum CtFlags : ushort
{
    None = 0,

    /// <summary>The connection is kept.</summary>
    Commit = 1,

    /// <summary>A connection in the other direction is replaced.</summary>
    Force = 2,
}

/// <summary>Sends the packet through the connection tracker.</summary>
public sealed class CtAction : OfAction
{
    /// <summary>The packet does not come back.</summary>
    public const byte NoTable = 255;

    private const ushort FtpPort = 21;
    private const ushort TftpPort = 69;
    private const int ZoneBits = 16;
    private const uint StateInvalid = 0x10;

    public override ActionKind Kind => ActionKind.Ct;

    public CtFlags Flags { get; private set; }

    public ushort Zone { get; private set; }

    /// <summary>Where the zone comes from, if it is not fixed.</summary>
    public SubField? ZoneSource { get; private set; }

    /// <summary>The table in which the tracked packet goes on.</summary>
    public byte Table { get; private set; } = NoTable;

    /// <summary>The protocol whose extra connections are expected, by its port; 0 is none.</summary>
    public ushort Algorithm { get; private set; }

    /// <summary>Translation of addresses, and what is stored in the connection.</summary>
    public ActionList Actions { get; private set; } = ActionList.Empty;

    internal static OfError Decode(ref OfReader body, ulong argument, ActionDecoder decoder)
    {
        var action = new CtAction { Flags = (CtFlags)body.Take16() };
        if ((action.Flags & (CtFlags.Force | CtFlags.Commit)) == CtFlags.Force)
        {
            return OfError.BadActionBadArgument;
        }

        var header = body.Take32();
        var zone = body.Take16();
        if (header == 0)
        {
            action.Zone = zone;
        }
        else
        {
            var zoneError = decoder.FindBits(header, zone, out var source);
            if (zoneError == OfError.None)
            {
                zoneError = ActionCheck.Source(in source, null);
            }

            if (zoneError != OfError.None)
            {
                return zoneError;
            }

            if (source.Bits != ZoneBits)
            {
                ActionDecoder.Log.Warn(ActionDecoder.Limit, $"zone n_bits {source.Bits} not within valid range [16..16]");
                return OfError.BadActionBadSetLen;
            }

            action.ZoneSource = source;
        }

        action.Table = body.Take8();
        body.Skip(3);
        action.Algorithm = body.Take16();
        var error = decoder.TakeNested(ref body, ActionKind.Ct, out var actions);
        if (error != OfError.None)
        {
            return error;
        }

        action.Actions = actions;
        decoder.Add(action);
        if ((action.Flags & CtFlags.Commit) == 0)
        {
            foreach (var nested in actions.Span)
            {
                if (nested is not NatAction { IsPlain: true })
                {
                    ActionDecoder.Log.Warn(ActionDecoder.Limit, $"CT action requires commit flag if actions other than NAT " +
                        $"without arguments are specified.");
                    return OfError.BadActionBadArgument;
                }
            }
        }

        return OfError.None;
    }

    internal static string? Parse(ReadOnlySpan<char> text, ActionParser parser)
    {
        var action = new CtAction();
        var nested = new List<OfAction>();
        var pairs = new KeyValueReader(text);
        while (pairs.Next(out var key, out var value))
        {
            if (action.ParseArgument(key, value, parser, nested) is { } error)
            {
                return error;
            }
        }

        if ((action.Flags & (CtFlags.Force | CtFlags.Commit)) == CtFlags.Force)
        {
            return "\"force\" flag requires \"commit\" flag.";
        }

        action.Actions = ActionList.From(nested);
        return parser.Add(action);
    }

    internal override void Encode(OfWriter writer, OfVersion version)
    {
        var start = ActionTable.Begin(writer, version, RawAction.Ct);
        writer.Put16((ushort)Flags);
        if (ZoneSource is { } source)
        {
            writer.Put32(OxmEntries.NxmHeader(source.Field));
            writer.Put16(ActionDecoder.Pack(in source));
        }
        else
        {
            writer.Put32(0);
            writer.Put16(Zone);
        }

        writer.Put8(Table);
        writer.PutZeros(3);
        writer.Put16(Algorithm);
        ActionTable.PutAll(writer, version, Actions);
        ActionTable.End(writer, start);
    }

    internal override void Append(ActionPrinter printer)
    {
        var text = printer.Text;
        printer.Paren("ct(");
        if ((Flags & CtFlags.Commit) != 0)
        {
            printer.Value("commit");
            text.Append(',');
        }

        if ((Flags & CtFlags.Force) != 0)
        {
            printer.Value("force");
            text.Append(',');
        }

        if (Table != NoTable)
        {
            printer.Special("table=");
            printer.Table(Table);
            text.Append(',');
        }

        if (ZoneSource is { } source)
        {
            printer.Param("zone=");
            source.Append(text);
            text.Append(',');
        }
        else if (Zone != 0)
        {
            printer.Param("zone=");
            text.Decimal(Zone).Append(',');
        }

        var rest = Actions;
        if (rest.Count > 0 && rest[0].Kind == ActionKind.Nat)
        {
            rest[0].Append(printer);
            text.Append(',');
            rest = new ActionList(rest.Span[1..]);
        }

        if (rest.Count > 0)
        {
            printer.Paren("exec(");
            printer.Append(rest);
            printer.Paren("),");
        }

        if (Algorithm != 0)
        {
            printer.Param("alg=");
            text.Append(Algorithm switch
            {
                FtpPort => "ftp",
                TftpPort => "tftp",
                _ => Algorithm.ToString(CultureInfo.InvariantCulture),
            });
            text.Append(',');
        }

        text.Chomp(',');
        printer.Paren(")");
    }

    internal override OfError Check(ActionCheck check)
    {
        ref readonly var packet = ref check.Packet;
        if (!check.IsIp
            || ((packet.CtState & StateInvalid) != 0 && (Flags & CtFlags.Commit) != 0)
            || (Algorithm == FtpPort && packet.IpProto != IpProtocols.Tcp)
            || (Algorithm == TftpPort && packet.IpProto != IpProtocols.Udp))
        {
            return OfError.BadActionMatchInconsistent;
        }

        return ZoneSource is { } source
            ? ActionCheck.Source(in source, check.Match)
            : check.CheckNested(Actions);
    }

    private string? ParseArgument(
        ReadOnlySpan<char> key, ReadOnlySpan<char> value, ActionParser parser,
        List<OfAction> nested)
    {
        switch (key)
        {
            case "commit":
                Flags |= CtFlags.Commit;
                return null;
            case "force":
                Flags |= CtFlags.Force;
                return null;
            case "table":
                var ok = ArgumentText.TryTable(value, parser.Tables, out var table);
                Table = table;
                return !ok ? $"unknown table {value}" : table == NoTable ? "invalid table 0xff" : null;
            case "zone":
                if (ArgumentText.ToUInt16(value, "zone", out var zone) is null)
                {
                    Zone = zone;
                    return null;
                }

                var error = SubField.Parse(value, out SubField source);
                ZoneSource = error is null ? source : null;
                return error;
            case "alg":
                Algorithm = value switch { "ftp" => FtpPort, "tftp" => TftpPort, _ => 0 };
                return Algorithm == 0 ? $"invalid conntrack helper \"{value}\"" : null;
            case "nat":
                error = NatAction.ParseArguments(value, out var nat);
                nested.Add(nat);
                return error;
            case "exec":
                var usable = parser.Usable;
                parser.Usable = OfProtocols.Any;
                error = parser.ParseNested(value, ActionKind.Ct, out var actions);
                parser.Usable &= usable;
                nested.AddRange(actions.Span);
                return error;
            default:
                return $"invalid argument to \"ct\" action: `{key}'";
        }
    }
}
