using System;
using System.Collections.Generic;
using Ovs.Flow.Fields;
using Ovs.OpenFlow.Errors;
using Ovs.OpenFlow.Messages;
using Ovs.OpenFlow.Versions;
using Ovs.OpenFlow.Wire;
using Ovs.Runtime.Logging;

namespace Ovs.OpenFlow.Conntrack;

/// <summary>Which tracked connections a switch shall forget (Nicira extension).</summary>
public sealed record ConnectionFlush
{
    private static readonly LogModule s_log = LogModule.Define("ofp_ct");

    private enum Property : ushort
    {
        Original,
        Reply,
        Zone,
        Mark,
        MarkMask,
        Labels,
        LabelsMask,
    }

    public byte IpProto { get; set; }

    public ConnectionFamily Family { get; set; }

    public ConnectionTuple Original { get; set; } = new();

    public ConnectionTuple Reply { get; set; } = new();

    /// <summary>The zone, or null for all.</summary>
    public ushort? Zone { get; set; }

    public uint Mark { get; set; }

    public uint MarkMask { get; set; }

    public UInt128 Labels { get; set; }

    public UInt128 LabelsMask { get; set; }

    /// <summary>True if nothing but perhaps a zone is asked for.</summary>
    public bool IsZero =>
        IpProto == 0 && Family == ConnectionFamily.None && Original.IsZero(IpProto) && Reply.IsZero(IpProto)
        && MarkMask == 0 && LabelsMask == 0;

    /// <summary>True if exactly one connection can be meant.</summary>
    public bool IsFiveTuple =>
        Original.IsComplete(IpProto) && Reply.IsZero(IpProto) && MarkMask == 0 && LabelsMask == 0;

    public static OfError Decode(in RawMessage message, out ConnectionFlush flush)
    {
        var reader = new OfReader(message.Body);
        flush = new ConnectionFlush { IpProto = reader.Take8() };
        if (!reader.TakeZeros(7))
        {
            return OfError.NxBadRequestMustBeZero;
        }

        uint seen = 0;
        while (!reader.IsAtEnd)
        {
            var error = OfProperties.Take(ref reader, out var property);
            if (error == OfError.None)
            {
                error = flush.TakeProperty(in property);
            }

            if (error != OfError.None)
            {
                return error;
            }

            seen |= 1u << (int)property.Type;
        }

        if ((seen & (1 << (int)Property.Mark)) != 0 && (seen & (1 << (int)Property.MarkMask)) == 0)
        {
            flush.MarkMask = uint.MaxValue;
        }

        if ((seen & (1 << (int)Property.Labels)) != 0 && (seen & (1 << (int)Property.LabelsMask)) == 0)
        {
            flush.LabelsMask = UInt128.MaxValue;
        }

        return OfError.None;
    }

    public void Encode(OfWriter writer, OfVersion version, uint xid)
    {
        var start = MessageWriter.Begin(writer, MessageId.NxtCtFlush, version, xid);
        writer.Put8(IpProto);
        writer.PutZeros(7);
        Original.Put(writer, (ulong)Property.Original, IpProto);
        Reply.Put(writer, (ulong)Property.Reply, IpProto);
        if (Zone is { } zone)
        {
            OfProperties.Put16(writer, (ulong)Property.Zone, zone);
        }

        if (MarkMask != 0)
        {
            OfProperties.Put32(writer, (ulong)Property.Mark, Mark);
            if (MarkMask != uint.MaxValue)
            {
                OfProperties.Put32(writer, (ulong)Property.MarkMask, MarkMask);
            }
        }

        if (LabelsMask != 0)
        {
            OfProperties.Put128(writer, (ulong)Property.Labels, Labels);
            if (LabelsMask != UInt128.MaxValue)
            {
                OfProperties.Put128(writer, (ulong)Property.LabelsMask, LabelsMask);
            }
        }

        MessageWriter.End(writer, start);
    }

    /// <summary>Reads "[zone=N] [mark=X[/M]] [labels=Y[/N]] [tuple [tuple]]"; null or the error's text.</summary>
    public static string? Parse(IReadOnlyList<string> arguments, out ConnectionFlush flush)
    {
        flush = new ConnectionFlush();
        var next = 0;
        if (TryCut(arguments, ref next, "zone=", out var text))
        {
            var scanner = new TextScanner(text);
            if (!scanner.TakeNumber(10, out var zone))
            {
                return "failed to parse zone";
            }

            flush.Zone = (ushort)zone;
        }

        if (TryCut(arguments, ref next, "mark=", out text))
        {
            if (!TryParseMasked(text, sizeof(uint), out var mark, out var markMask))
            {
                return "failed to parse mark";
            }

            flush.Mark = (uint)mark;
            flush.MarkMask = (uint)markMask;
        }

        if (TryCut(arguments, ref next, "labels=", out text))
        {
            if (!TryParseMasked(text, 16, out var labels, out var labelsMask))
            {
                return "failed to parse labels";
            }

            flush.Labels = labels;
            flush.LabelsMask = labelsMask;
        }

        var protocol = flush.IpProto;
        var family = flush.Family;
        for (var i = 0; i < 2 && next < arguments.Count; i++, next++)
        {
            var error = (i == 0 ? flush.Original : flush.Reply).Parse(arguments[next], ref protocol, ref family);
            if (error is not null && arguments[next].Length > 0)
            {
                return error;
            }
        }

        flush.IpProto = protocol;
        flush.Family = family;
        return next < arguments.Count ? "invalid arguments" : null;
    }

    internal void Append(TextBuffer text)
    {
        text.Append($" zone={Zone ?? 0} ");
        AppendMatch(text);
    }

    /// <summary>Appends what is asked for but the zone.</summary>
    public void AppendMatch(TextBuffer text)
    {
        if (MarkMask != 0)
        {
            text.Append("mark=").HexC(Mark);
            if (MarkMask != uint.MaxValue)
            {
                text.Append('/').HexC(MarkMask);
            }

            text.Append(' ');
        }

        if (LabelsMask != 0)
        {
            text.Append("labels=").Hex0X(Labels);
            if (LabelsMask != UInt128.MaxValue)
            {
                text.Append('/').Hex0X(LabelsMask);
            }

            text.Append(' ');
        }

        text.Append('\'');
        Original.Append(text, IpProto, Family);
        text.Append($",ct_nw_proto={IpProto}' '");
        Reply.Append(text, IpProto, Family);
        text.Append('\'');
    }

    private static bool TryCut(IReadOnlyList<string> arguments, ref int next, string prefix, out ReadOnlySpan<char> rest)
    {
        rest = default;
        if (next >= arguments.Count || !arguments[next].StartsWith(prefix, StringComparison.Ordinal))
        {
            return false;
        }

        rest = arguments[next++].AsSpan(prefix.Length);
        return true;
    }

    private static bool TryParseMasked(ReadOnlySpan<char> text, int bytes, out UInt128 value, out UInt128 mask)
    {
        Span<byte> buffer = stackalloc byte[bytes];
        value = 0;
        mask = UInt128.MaxValue;
        if (NumberText.ReadBytes(text, buffer, out var length) != NumberError.None)
        {
            return false;
        }

        value = FieldValue.ReadNumber(buffer);
        if (length < text.Length && text[length] == '/'
            && NumberText.ReadBytes(text[(length + 1)..], buffer, out _) == NumberError.None)
        {
            mask = FieldValue.ReadNumber(buffer);
        }

        return true;
    }

    private OfError TakeProperty(in OfProperty property)
    {
        OfError error;
        uint number;
        UInt128 large;
        var family = Family;
        switch (property.IsExperimenter ? (Property)ushort.MaxValue : (Property)property.Type)
        {
            case Property.Original:
                error = Original.Take(in property, ref family);
                Family = family;
                return error;
            case Property.Reply:
                error = Reply.Take(in property, ref family);
                Family = family;
                return error;
            case Property.Zone:
                error = property.To16(out var zone);
                Zone = zone;
                return error;
            case Property.Mark:
                error = property.To32(out number);
                Mark = number;
                return error;
            case Property.MarkMask:
                error = property.To32(out number);
                MarkMask = number;
                return error;
            case Property.Labels:
                error = property.To128(out large);
                Labels = large;
                return error;
            case Property.LabelsMask:
                error = property.To128(out large);
                LabelsMask = large;
                return error;
            default:
                return OfProperties.Unknown(s_log, isLoose: false, "NXT_CT_FLUSH", property.Type);
        }
    }
}
