using System;
using System.Numerics;
using Ovs.Flow.Fields;
using Ovs.Flow.Key;
using Ovs.OpenFlow.Errors;
using Ovs.OpenFlow.Oxm;
using Ovs.OpenFlow.Text;
using Ovs.OpenFlow.Versions;
using Ovs.OpenFlow.Wire;

namespace Ovs.OpenFlow.Actions;

/// <summary>Sets a field or some of its bits: set-field of OpenFlow 1.2 and later, and Nicira's load.</summary>
/// <remarks>A load (<see cref="RawAction.RegLoad"/>) is shown as one, and sent as one to peers before 1.5; one load
/// for each run of bits in the mask.</remarks>
public sealed partial class SetFieldAction(FieldRow field, FieldValue value, FieldValue mask) : OfAction
{
    private const int LoadBits = 64;

    public override ActionKind Kind => ActionKind.SetField;

    public FieldRow Field { get; } = field;

    public FieldValue Value { get; } = value;

    /// <summary>Which bits are set.</summary>
    public FieldValue Mask { get; } = mask;

    /// <summary>Whether packets have a VLAN tag when they come here; known after the check.</summary>
    public bool FlowHasVlan { get; internal set; }

    internal static OfError Decode12(ref OfReader body, ulong argument, ActionDecoder decoder) =>
        Decode(ref body, decoder, mayMask: false);

    internal static OfError Decode15(ref OfReader body, ulong argument, ActionDecoder decoder) =>
        Decode(ref body, decoder, mayMask: true);

    internal static OfError DecodeLoad(ref OfReader body, ulong argument, ActionDecoder decoder)
    {
        var packed = body.Take16();
        var error = decoder.FindBits(body.Take32(), packed, out var bits);
        if (error == OfError.None)
        {
            error = ActionCheck.Destination(in bits, null);
        }

        if (error != OfError.None)
        {
            return error;
        }

        var number = body.Take64();
        if (bits.Bits < LoadBits && number >> bits.Bits != 0)
        {
            return OfError.BadActionBadArgument;
        }

        return decoder.Add(Load(in bits, number));
    }

    internal static OfError DecodeLoad2(ref OfReader body, ulong argument, ActionDecoder decoder)
    {
        body.Skip(6);
        var error = OxmEntries.TakeEntry(
            ref body, isAction: true, allowCookie: false, mayMask: true, decoder.Options, out _, out var field,
            out var value, out var mask);
        if (error != OfError.None)
        {
            return error;
        }

        if (!OfReader.IsZero(body.Rest))
        {
            return OfError.BadActionBadSetArgument;
        }

        if (!field!.IsWritable)
        {
            ActionDecoder.Log.Warn(ActionDecoder.Limit, $"destination field {field.Name} is not writable");
            return OfError.BadActionBadSetArgument;
        }

        return decoder.Add(new SetFieldAction(field, value, mask) { Raw = RawAction.RegLoad2 });
    }

    /// <summary>A load of a number into some bits.</summary>
    internal static SetFieldAction Load(in SubField bits, UInt128 number) =>
        new(bits.Field, FieldBits.Place(in bits, number), FieldBits.Place(in bits, FieldBits.Ones(bits.Bits)))
        {
            Raw = RawAction.RegLoad,
        };

    internal static string? Parse(ReadOnlySpan<char> text, ActionParser parser)
    {
        if (Split(text, out var valueText, out var fieldName) is { } syntaxError)
        {
            return syntaxError;
        }

        var field = FieldTable.Find(fieldName);
        if (field is null)
        {
            return $"{fieldName} is not a valid OXM field name";
        }

        if (!field.IsWritable)
        {
            return $"{fieldName} is read-only";
        }

        if (FieldParser.Parse(field, valueText, parser.Ports, out var value, out var mask) is { } error)
        {
            return error;
        }

        if (!FieldRules.IsValid(field, in value))
        {
            return $"{valueText} is not a valid value for field {fieldName}";
        }

        parser.Usable &= FieldProtocols.Of(field.Exact);
        return parser.Add(new SetFieldAction(field, value, mask));
    }

    internal static string? ParseLoad(ReadOnlySpan<char> text, ActionParser parser)
    {
        if (Split(text, out var valueText, out var fieldName) is { } syntaxError)
        {
            return syntaxError;
        }

        if (SubField.Parse(fieldName, out SubField bits) is { } error)
        {
            return error;
        }

        // What follows the number is not looked at: the arrow stops it.
        Span<byte> bytes = stackalloc byte[bits.Field.Bytes];
        if (NumberText.ReadBytes(valueText, bytes, out _) != NumberError.None)
        {
            return $"{text}: cannot parse integer value";
        }

        var value = FieldValue.Read(bits.Field, bytes);
        if (!FieldBits.Fits(in value, bits.Bits))
        {
            var shown = new TextBuffer();
            FieldPrinter.Append(shown, bits.Field, in value, null);
            return $"{text}: value {shown.Span} does not fit into {bits.Bits} bits";
        }

        return parser.Add(new SetFieldAction(
            bits.Field, FieldBits.Place(in bits, in value), FieldBits.Place(in bits, FieldBits.AllOnes(bits.Bits)))
        {
            Raw = RawAction.RegLoad,
        });
    }

    /// <summary>Splits "value->field".</summary>
    internal static string? Split(ReadOnlySpan<char> text, out ReadOnlySpan<char> value, out ReadOnlySpan<char> field)
    {
        value = default;
        field = default;
        var arrow = text.IndexOf("->");
        if (arrow < 0)
        {
            return $"{text}: missing `->'";
        }

        value = text[..arrow];
        field = text[(arrow + 2)..];
        return field.IsEmpty ? $"{text}: missing field name following `->'" : null;
    }

    internal override void Append(ActionPrinter printer)
    {
        var text = printer.Text;
        if (Raw != RawAction.RegLoad)
        {
            printer.Special("set_field:");
            FieldPrinter.Append(text, Field, Value, Mask, printer.Ports);
            printer.Special("->");
            text.Append(Field.Name);
            return;
        }

        var bits = new SubField(Field, 0, 0);
        while (NextLoad(ref bits, out var number))
        {
            printer.Special("load:");
            text.HexC(number);
            printer.Special("->");
            bits.Append(text);
            text.Append(',');
        }

        text.Chomp(',');
    }

    internal override OfError Check(ActionCheck check)
    {
        ref var tag = ref check.Packet.Vlan0;
        if (!Flow.Match.Prerequisites.Met(Field, in check.Match.Value) || (Field.Id == FieldId.VlanVid && !tag.IsPresent))
        {
            ActionDecoder.Log.Warn(ActionDecoder.Limit, $"set_field {Field.Name} lacks correct prerequisites");
            return OfError.BadActionMatchInconsistent;
        }

        FlowHasVlan = tag.IsPresent;
        if (Field.Id == FieldId.VlanTci)
        {
            tag = new VlanTag((ushort)Value.Number, tag.Tpid);
        }

        return OfError.None;
    }

    private static OfError Decode(ref OfReader body, ActionDecoder decoder, bool mayMask)
    {
        var error = OxmEntries.TakeEntry(
            ref body, isAction: true, allowCookie: false, mayMask, decoder.Options, out _, out var field,
            out var value, out var mask);
        if (error != OfError.None)
        {
            return error == OfError.BadMatchBadMask ? OfError.BadActionBadSetMask : error;
        }

        if (!OfReader.IsZero(body.Rest) || field!.Id == FieldId.InPortOxm)
        {
            return OfError.BadActionBadSetArgument;
        }

        if (!field.IsWritable)
        {
            ActionDecoder.Log.Warn(ActionDecoder.Limit, $"destination field {field.Name} is not writable");
            return OfError.BadActionBadSetArgument;
        }

        // OpenFlow 1.5.1 7.2.6.7: the VLAN number comes with the bit that says "present".
        var isTag = field.Id == FieldId.VlanVid;
        if (!FieldRules.IsValid(field, in value)
            || (isTag && ((value.Number & mask.Number) & VlanTag.Present) == 0))
        {
            var shown = new TextBuffer();
            FieldPrinter.Append(shown, field, in value, null);
            ActionDecoder.Log.Warn(ActionDecoder.Limit, $"Invalid value for set field {field.Name}: {shown.ToString()}");
            return OfError.BadActionBadSetArgument;
        }

        return decoder.Add(new SetFieldAction(field, value, mask));
    }

    /// <summary>The next run of up to 64 bits in the mask, and the value's bits there.</summary>
    private bool NextLoad(ref SubField bits, out ulong number)
    {
        number = 0;
        var start = FieldBits.NextOne(Mask, bits.Offset + bits.Bits, Field.Bits);
        if (start >= Field.Bits)
        {
            return false;
        }

        var end = FieldBits.NextZero(Mask, start + 1, Math.Min(start + LoadBits, Field.Bits));
        bits = new SubField(Field, start, end - start);
        number = FieldBits.Read(Value, start, end - start);
        return true;
    }
}
