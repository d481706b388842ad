using System;
using Ovs.Flow.Fields;
using Ovs.Flow.Headers;
using Ovs.Flow.Key;
using Ovs.Flow.Match;
using Ovs.OpenFlow.Errors;
using Ovs.OpenFlow.Versions;
using Ovs.OpenFlow.Wire;
using Ovs.Runtime.Logging;

namespace Ovs.OpenFlow.Oxm;

/// <summary>How an extended match is read.</summary>
[Flags]
internal enum OxmReading
{
    Strict = 0,

    /// <summary>Unknown fields and missing prerequisites are let pass.</summary>
    Loose = 1,

    /// <summary>Nicira's cookie entry is allowed.</summary>
    AllowCookie = 2,

    /// <summary>Only fields that a packet-out may set beside the packet.</summary>
    PipelineFieldsOnly = 4,
}

/// <summary>Extended matches: NXM (Nicira, for OpenFlow 1.0) and OXM (OpenFlow 1.2 and later).</summary>
internal static partial class OxmMatch
{
    private const int OxmType = 1;
    private const int HeaderBytes = 4;

    private static readonly LogModule s_log = LogModule.Define("nx_match");
    private static readonly LogRateLimit s_limit = new(1, 5);

    /// <summary>Reads <paramref name="length"/> bytes of entries and the padding behind them.</summary>
    public static OfError TakeNxm(
        ref OfReader reader, int length, OxmReading reading, TunnelOptionTable? options, FlowMatch match,
        out ulong cookie, out ulong cookieMask)
    {
        cookie = 0;
        cookieMask = 0;
        var padded = (length + 7) & ~7;
        if (!reader.Has(padded))
        {
            s_log.Dbg(s_limit, $"nx_match length {length}, rounded up to a multiple of 8, is longer than space in message " +
                $"(max length {reader.Left})");
            return OfError.BadMatchBadLen;
        }

        return TakeEntries(reader.Take(padded)[..length], reading, options, match, out cookie, out cookieMask);
    }

    /// <summary>Reads a match structure of OpenFlow 1.2 and later with its padding (OpenFlow 1.5.1 7.2.3.1).</summary>
    public static OfError TakeOxm(ref OfReader reader, OxmReading reading, TunnelOptionTable? options, FlowMatch match)
    {
        var peek = reader;
        var type = peek.Take16();
        var length = peek.Take16();
        if (peek.HasFailed || length < HeaderBytes)
        {
            return OfError.BadMatchBadLen;
        }

        if (type != OxmType)
        {
            return OfError.BadMatchBadType;
        }

        var padded = (length + 7) & ~7;
        if (!reader.Has(padded))
        {
            s_log.Dbg(s_limit, $"oxm length {length}, rounded up to a multiple of 8, is longer than space in message " +
                $"(max length {reader.Left})");
            return OfError.BadMatchBadLen;
        }

        return TakeEntries(reader.Take(padded)[HeaderBytes..length], reading, options, match, out _, out _);
    }

    /// <summary>Reads entries without any header.</summary>
    public static OfError TakeEntries(
        ReadOnlySpan<byte> entries, OxmReading reading, TunnelOptionTable? options, FlowMatch match, out ulong cookie,
        out ulong cookieMask)
    {
        cookie = 0;
        cookieMask = 0;
        match.Clear();
        match.OptionTable = options;
        var reader = new OfReader(entries);
        while (!reader.IsAtEnd)
        {
            var offset = entries.Length - reader.Left;
            var error = TakeEntry(ref reader, reading, match, ref cookie, ref cookieMask, out var why);
            if (error == OfError.BadMatchBadField && (reading & OxmReading.Loose) != 0)
            {
                continue;
            }

            if (error != OfError.None)
            {
                s_log.Dbg(s_limit, $"error parsing OXM at offset {offset} within match ({why ?? ErrorTable.NameOf(error)})");
                return error;
            }
        }

        match.OptionTable = null;
        return OfError.None;
    }

    /// <summary>The value of a field in a match that a packet-out or resume carries.</summary>
    public static bool IsPipelineField(FieldRow field) =>
        field.Id is FieldId.Metadata or FieldId.InPort or FieldId.InPortOxm or FieldId.PacketType
            or (>= FieldId.TunId and <= FieldId.TunFlags)
            or (>= FieldId.TunGbpId and <= FieldId.TunMetadata63)
            or (>= FieldId.Reg0 and <= FieldId.Xxreg7);

    private static OfError TakeEntry(
        ref OfReader reader, OxmReading reading, FlowMatch match, ref ulong cookie, ref ulong cookieMask, out string? why)
    {
        why = null;
        var allowCookie = (reading & OxmReading.AllowCookie) != 0;
        var error = OxmEntries.TakeEntry(
            ref reader, isAction: false, allowCookie, mayMask: true, match.OptionTable, out _, out var field,
            out var value, out var mask);
        if (error != OfError.None)
        {
            return error;
        }

        if (field is null)
        {
            if (cookieMask != 0)
            {
                return OfError.BadMatchDupField;
            }

            cookie = (ulong)value.Number;
            cookieMask = (ulong)mask.Number;
            return OfError.None;
        }

        if (!FieldParser.IsMaskValid(field, in mask))
        {
            s_log.Dbg(s_limit, $"bad mask for field {field.Name}");
            return OfError.BadMatchBadMask;
        }

        if (!FieldRules.IsValid(field, in value))
        {
            s_log.Dbg(s_limit, $"bad value for field {field.Name}");
            return OfError.BadMatchBadValue;
        }

        if ((reading & OxmReading.Loose) == 0 && !Prerequisites.Met(field, match))
        {
            return OfError.BadMatchBadPrereq;
        }

        if (!match.IsWild(field))
        {
            return OfError.BadMatchDupField;
        }

        if ((reading & OxmReading.PipelineFieldsOnly) != 0 && !IsPipelineField(field))
        {
            return OfError.BadRequestPipelineFieldsOnly;
        }

        why = match.Set(field, in value, in mask);
        if (why is not null)
        {
            return OfError.BadMatchBadValue;
        }

        match.AddEthernetPrerequisite(field);
        return OfError.None;
    }
}
