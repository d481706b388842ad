using System;
using Ovs.Flow.Fields;
using Ovs.Flow.Match;
using Ovs.OpenFlow.Errors;
using Ovs.OpenFlow.Versions;
using Ovs.OpenFlow.Wire;
using Ovs.Runtime.Logging;

namespace Ovs.OpenFlow.Oxm;

/// <summary>
/// Single entries of extended matches (OpenFlow 1.5.1 7.2.3.2; Nicira's NXM has the same form): header, value, mask.
/// </summary>
/// <remarks>Actions that name fields use headers and entries too.</remarks>
internal static class OxmEntries
{
    /// <summary>Nicira's way to match on a flow's cookie inside an extended match.</summary>
    public static readonly OxmHeader Cookie = new(0, 1, 30, hasMask: false, 8);

    private static readonly OxmHeader s_maskedCookie = new(0, 1, 30, hasMask: true, 16);
    private static readonly LogModule s_log = LogModule.Define("nx_match");
    private static readonly LogRateLimit s_limit = new(1, 5);

    public static bool IsCookie(OxmHeader header) => header == Cookie || header == s_maskedCookie;

    /// <summary>Reads a header and finds its field.</summary>
    /// <param name="isAction">Whether an action names the field: then unknown fields are the action's error.</param>
    /// <param name="field">Null if the field is unknown (an error, but for the cookie if it is allowed).</param>
    public static OfError TakeHeader(
        ref OfReader reader, bool isAction, bool allowCookie, TunnelOptionTable? options, out OxmHeader header,
        out FieldRow? field)
    {
        field = null;
        header = default;
        if (!reader.Has(4))
        {
            s_log.Dbg(s_limit, $"encountered partial ({reader.Left}-byte) OXM entry");
            return OfError.BadMatchBadLen;
        }

        var peek = reader;
        header = new OxmHeader((ulong)peek.Take32() << 32);
        if (header.IsExperimenter)
        {
            if (!peek.Has(4))
            {
                s_log.Dbg(s_limit, $"encountered partial ({reader.Left}-byte) OXM entry");
                header = default;
                return OfError.BadMatchBadLen;
            }

            header = new OxmHeader(header.Value | peek.Take32());
        }

        if (header.Length < header.ExperimenterBytes)
        {
            s_log.Warn(s_limit, $"OXM header {Text(header)} has invalid length {header.Length} (minimum is {header.HeaderBytes})");
            header = default;
            return OfError.BadMatchBadLen;
        }

        reader = peek;
        var code = FieldTable.FindCode(header);
        if (code is null)
        {
            if (allowCookie && IsCookie(header))
            {
                return OfError.None;
            }

            s_log.Dbg(s_limit, $"OXM header {Text(header)} is unknown");
            return !isAction ? OfError.BadMatchBadField
                : header.Length > 0 && FieldTable.FindCodeOfAnyLength(header) is not null ? OfError.BadActionBadSetLen
                : OfError.BadActionBadSetType;
        }

        field = FieldTable.Get(code.Field);
        if (options is not null && field.IsVariableLength)
        {
            if (!options.IsMapped(field.OptionIndex))
            {
                return OfError.NxFlowModFailedInvalidTlvField;
            }

            field = options.FieldOf(field.OptionIndex);
        }

        return OfError.None;
    }

    /// <summary>Reads the header of a field that an action names; a mask is not allowed.</summary>
    public static OfError TakeField(ref OfReader reader, TunnelOptionTable? options, out FieldRow field)
    {
        var error = TakeHeader(ref reader, isAction: false, allowCookie: false, options, out var header, out var found);
        field = found!;
        return error != OfError.None ? error : header.HasMask ? OfError.BadMatchBadMask : OfError.None;
    }

    /// <summary>Finds the field of a 32-bit header inside a fixed structure.</summary>
    public static OfError FindField(uint header, TunnelOptionTable? options, out FieldRow field)
    {
        field = null!;
        if (FieldTable.FindCode(new OxmHeader((ulong)header << 32)) is not { } code)
        {
            return OfError.BadActionBadSetType;
        }

        field = FieldTable.Get(code.Field);
        if (options is not null && field.IsVariableLength)
        {
            if (!options.IsMapped(field.OptionIndex))
            {
                return OfError.NxFlowModFailedInvalidTlvField;
            }

            field = options.FieldOf(field.OptionIndex);
        }

        return OfError.None;
    }

    /// <summary>
    /// Reads a whole entry. If the field is unknown the entry is skipped, and the error says so.
    /// </summary>
    /// <param name="mayMask">Whether a mask is allowed; without one, the mask is exact.</param>
    public static OfError TakeEntry(
        ref OfReader reader, bool isAction, bool allowCookie, bool mayMask, TunnelOptionTable? options,
        out OxmHeader header, out FieldRow? field, out FieldValue value, out FieldValue mask)
    {
        value = default;
        mask = default;
        var headerError = TakeHeader(ref reader, isAction, allowCookie, options, out header, out field);
        if (headerError is not (OfError.None or OfError.BadMatchBadField))
        {
            return headerError;
        }

        if (!reader.Has(header.PayloadBytes))
        {
            s_log.Dbg(s_limit, $"OXM header {Text(header)} calls for {header.PayloadBytes}-byte payload but only " +
                $"{reader.Left} bytes follow OXM header");
            return OfError.BadMatchBadLen;
        }

        var payload = reader.Take(header.PayloadBytes);
        var valueBytes = payload[..header.FieldBytes];
        var maskBytes = header.HasMask ? payload.Slice(header.FieldBytes, header.FieldBytes) : default;
        if (header.HasMask && !IsConsistent(valueBytes, maskBytes))
        {
            s_log.Warn(s_limit, $"Rejecting NXM/OXM entry {Text(header)} with 1-bits in value for bits wildcarded by the mask.");
            return OfError.BadMatchBadWildcards;
        }

        if (header.HasMask && !mayMask)
        {
            s_log.Dbg(s_limit, $"OXM header {Text(header)} includes mask but masked OXMs are not allowed here");
            return OfError.BadMatchBadMask;
        }

        if (field is not null)
        {
            value = FieldValue.Read(field, valueBytes);
            mask = header.HasMask ? FieldValue.Read(field, maskBytes) : FieldValue.Exact(field);
        }
        else if (IsCookie(header))
        {
            value = new(FieldValue.ReadNumber(valueBytes));
            mask = new(header.HasMask ? FieldValue.ReadNumber(maskBytes) : ulong.MaxValue);
        }

        return headerError;
    }

    /// <summary>Writes a header.</summary>
    public static void PutHeader(OfWriter writer, OxmHeader header)
    {
        writer.Put32((uint)(header.Value >> 32));
        if (header.IsExperimenter)
        {
            writer.Put32(header.Experimenter);
        }
    }

    /// <summary>Writes the header by which an action names a field.</summary>
    public static void PutField(OfWriter writer, FieldRow field, OfVersion version)
    {
        if (field.CodeFor((int)version) is { } code)
        {
            PutHeader(writer, code.Header.Sized(field.Bytes, hasMask: false));
        }
    }

    /// <summary>The 32-bit header of a field that fixed structures have room for; 0 if it needs more.</summary>
    public static uint NxmHeader(FieldRow field) =>
        field.CodeFor(0) is { Header.IsExperimenter: false } code
            ? (uint)(code.Header.Sized(field.Bytes, hasMask: false).Value >> 32)
            : 0;

    /// <summary>Writes an entry; the mask is left out if it is exact.</summary>
    public static void PutEntry(OfWriter writer, FieldRow field, OfVersion version, in FieldValue value, in FieldValue mask)
    {
        var isMasked = !mask.IsExact(field);
        var bytes = value.SignificantBytes(field);
        if (isMasked)
        {
            bytes = Math.Max(bytes, mask.SignificantBytes(field));
        }

        PutRaw(writer, field, version, in value, in mask, isMasked, bytes);
    }

    public static void PutRaw(
        OfWriter writer, FieldRow field, OfVersion version, in FieldValue value, in FieldValue mask, bool isMasked, int bytes)
    {
        if (field.CodeFor((int)version) is not { } code)
        {
            return;
        }

        PutHeader(writer, code.Header.Sized(bytes, isMasked));
        value.Write(writer.Reserve(bytes));
        if (isMasked)
        {
            mask.Write(writer.Reserve(bytes));
        }
    }

    /// <summary>"experimenter:class:field:has-mask:length", as log messages show a header.</summary>
    public static string Text(OxmHeader header) =>
        $"{(header.Experimenter == 0 ? "0" : $"0x{header.Experimenter:x}")}:{header.Class}:{header.Field}:{(header.HasMask ? 1 : 0)}:{header.Length}";

    private static bool IsConsistent(ReadOnlySpan<byte> value, ReadOnlySpan<byte> mask)
    {
        for (var i = 0; i < value.Length; i++)
        {
            if ((value[i] & ~mask[i]) != 0)
            {
                return false;
            }
        }

        return true;
    }
}
