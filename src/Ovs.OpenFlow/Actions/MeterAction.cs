using System;
using Ovs.OpenFlow.Errors;
using Ovs.OpenFlow.Text;
using Ovs.OpenFlow.Versions;
using Ovs.OpenFlow.Wire;

namespace Ovs.OpenFlow.Actions;

/// <summary>Lets a meter look at the packet: an instruction in OpenFlow 1.3 and 1.4, an action since 1.5.</summary>
public sealed class MeterAction(uint meter) : OfAction
{
    private const uint MaxMeter = 0xffff_0000;

    public override ActionKind Kind => ActionKind.Meter;

    public uint Meter { get; } = meter;

    internal static OfError Decode(ref OfReader body, ulong argument, ActionDecoder decoder) =>
        decoder.Add(new MeterAction((uint)argument));

    internal static string? Parse(ReadOnlySpan<char> text, ActionParser parser)
    {
        parser.Usable &= OfProtocols.From13;
        return ArgumentText.ToUInt32(text, out var meter) ?? parser.Add(new MeterAction(meter));
    }

    internal override void Encode(OfWriter writer, OfVersion version)
    {
        if (version is OfVersion.OpenFlow13 or OfVersion.OpenFlow14)
        {
            InstructionCodec.PutMeter(writer, Meter);
        }
        else if (version >= OfVersion.OpenFlow15)
        {
            ActionTable.Put(writer, version, RawAction.Meter, Meter);
        }
    }

    internal override void Append(ActionPrinter printer)
    {
        printer.Param("meter:");
        printer.Text.Decimal(Meter);
    }

    internal override OfError Check(ActionCheck check) =>
        Meter is 0 or > MaxMeter ? OfError.MeterModFailedInvalidMeter : OfError.None;
}
