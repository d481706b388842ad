using System;
using Ovs.Flow.Fields;
using Ovs.Flow.Match;
using Ovs.OpenFlow.Actions;
using Ovs.OpenFlow.Versions;

namespace Ovs.OpenFlow.Flows;

/// <summary>Reads "field=value" and "field[bits]=value" into a match.</summary>
internal static class FieldText
{
    /// <summary>Matches a field; an empty text matches nothing in particular. Null or the error's text.</summary>
    /// <param name="usable">The flow formats that can carry the match: those that cannot are taken out.</param>
    public static string? ParseField(
        FieldRow field, ReadOnlySpan<char> text, NameMap? ports, FlowMatch match, ref OfProtocols usable)
    {
        var error = FieldParser.Parse(field, text.IsEmpty ? "0/0" : text, ports, out var value, out var mask);
        if (error is null)
        {
            error = match.Set(field, in value, in mask);
            usable &= FieldProtocols.Of(field, in mask);
            match.AddEthernetPrerequisite(field);
        }

        return error;
    }

    /// <summary>Matches some bits of a field.</summary>
    public static string? ParseBits(
        ReadOnlySpan<char> name, ReadOnlySpan<char> text, FlowMatch match, ref OfProtocols usable)
    {
        var error = SubField.Parse(name, out var bits);
        if (error is not null)
        {
            return error;
        }

        var field = bits.Field;
        var bytes = new byte[field.Bytes];
        if (NumberText.ReadBytes(text, bytes, out var length) != NumberError.None || length != text.Length)
        {
            return $"{name}: cannot parse integer value: {text}";
        }

        var number = FieldValue.Read(field, bytes);
        if (!FieldBits.Fits(in number, bits.Bits))
        {
            var shown = new TextBuffer();
            FieldPrinter.Append(shown, field, in number, null);
            return $"{name}: value {shown} does not fit into {bits.Bits} bits";
        }

        var mask = Combine(match.MaskOf(field), FieldBits.Place(in bits, FieldBits.AllOnes(bits.Bits)), cleared: default);
        var value = Combine(
            match.ValueOf(field), FieldBits.Place(in bits, in number), FieldBits.Place(in bits, FieldBits.AllOnes(bits.Bits)));
        error = match.Set(field, in value, in mask);
        usable &= FieldProtocols.Of(field, in mask);
        match.AddEthernetPrerequisite(field);
        return error;
    }

    // Takes the bits of `cleared` out of the old value and puts the new ones in.
    private static FieldValue Combine(FieldValue old, FieldValue added, FieldValue cleared)
    {
        if (old.Option is null)
        {
            return new((old.Number & ~cleared.Number) | added.Number);
        }

        var bytes = new byte[old.Option.Length];
        for (var i = 0; i < bytes.Length; i++)
        {
            bytes[i] = (byte)((old.Option[i] & ~(cleared.Option?[i] ?? 0)) | added.Option![i]);
        }

        return new(0, bytes);
    }
}
