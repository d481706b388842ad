using System;
using Ovs.OpenFlow.Errors;
using Ovs.OpenFlow.Text;
using Ovs.OpenFlow.Versions;
using Ovs.OpenFlow.Wire;

namespace Ovs.OpenFlow.Actions;

/// <summary>Sends the packet to controllers, with more to choose than OpenFlow's own output has.</summary>
public sealed class ControllerAction : OfAction
{
    /// <summary>No meter in particular limits the messages.</summary>
    public const uint NoMeter = uint.MaxValue;

    private const ushort MaxLengthProperty = 0;
    private const ushort IdProperty = 1;
    private const ushort ReasonProperty = 2;
    private const ushort UserDataProperty = 3;
    private const ushort PauseProperty = 4;
    private const ushort MeterProperty = 5;
    private const int ExperimenterHeaderPadding = 6;

    public override ActionKind Kind => ActionKind.Controller;

    public ushort MaxLength { get; private set; } = ushort.MaxValue;

    /// <summary>Which controllers: those that gave themselves this number.</summary>
    public ushort ControllerId { get; private set; }

    public PacketInReason Reason { get; private set; } = PacketInReason.Action;

    /// <summary>Sent along with the packet.</summary>
    public byte[] UserData { get; private set; } = [];

    /// <summary>The pipeline stops until a controller resumes it.</summary>
    public bool Pauses { get; private set; }

    public uint Meter { get; private set; } = NoMeter;

    private bool IsPlain =>
        Reason == PacketInReason.Action && ControllerId == 0 && UserData.Length == 0 && !Pauses && Meter == NoMeter;

    internal static OfError Decode(ref OfReader body, ulong argument, ActionDecoder decoder) =>
        decoder.Add(new ControllerAction
        {
            Raw = RawAction.Controller,
            MaxLength = body.Take16(),
            ControllerId = body.Take16(),
            Reason = (PacketInReason)body.Take8(),
        });

    internal static OfError Decode2(ref OfReader body, ulong argument, ActionDecoder decoder)
    {
        if (!body.TakeZeros(ExperimenterHeaderPadding))
        {
            return OfError.NxBadRequestMustBeZero;
        }

        var action = new ControllerAction { Raw = RawAction.Controller2 };
        while (!body.IsAtEnd)
        {
            var error = OfProperties.Take(ref body, out var property);
            if (error == OfError.None)
            {
                error = action.Take(property);
            }

            if (error != OfError.None)
            {
                return error;
            }
        }

        return decoder.Add(action);
    }

    internal static string? Parse(ReadOnlySpan<char> text, ActionParser parser)
    {
        var action = new ControllerAction();
        var hasUserData = false;
        if (text.IsEmpty)
        {
            // All defaults.
        }
        else if (!text.ContainsAnyExceptInRange('0', '9'))
        {
            if (ArgumentText.ToUInt16(text, "max_len", out var maxLength) is { } error)
            {
                return error;
            }

            action.MaxLength = maxLength;
        }
        else
        {
            var pairs = new KeyValueReader(text);
            while (pairs.Next(out var key, out var value))
            {
                if (action.ParseArgument(key, value) is { } error)
                {
                    return error;
                }

                hasUserData |= key is "userdata";
            }
        }

        return action.IsPlain && !hasUserData
            ? parser.Add(new OutputAction(Flow.Fields.OfPort.Controller, action.MaxLength))
            : parser.AddSized(action, action.UserData.Length);
    }

    internal override void Encode(OfWriter writer, OfVersion version)
    {
        if (UserData.Length == 0 && !Pauses && Meter == NoMeter && Raw != RawAction.Controller2)
        {
            var plain = ActionTable.Begin(writer, version, RawAction.Controller);
            writer.Put16(MaxLength);
            writer.Put16(ControllerId);
            writer.Put8((byte)Reason);
            ActionTable.End(writer, plain);
            return;
        }

        var start = ActionTable.Begin(writer, version, RawAction.Controller2);
        writer.PutZeros(ExperimenterHeaderPadding);
        if (MaxLength != ushort.MaxValue)
        {
            OfProperties.Put16(writer, MaxLengthProperty, MaxLength);
        }

        if (ControllerId != 0)
        {
            OfProperties.Put16(writer, IdProperty, ControllerId);
        }

        if (Reason != PacketInReason.Action)
        {
            OfProperties.Put8(writer, ReasonProperty, (byte)Reason);
        }

        if (UserData.Length > 0)
        {
            OfProperties.Put(writer, UserDataProperty, UserData);
        }

        if (Pauses)
        {
            OfProperties.PutFlag(writer, PauseProperty);
        }

        if (Meter != NoMeter)
        {
            OfProperties.Put32(writer, MeterProperty, Meter);
        }

        ActionTable.End(writer, start);
    }

    internal override void Append(ActionPrinter printer)
    {
        var text = printer.Text;
        if (IsPlain)
        {
            printer.Special("CONTROLLER:");
            text.Decimal(MaxLength);
            return;
        }

        printer.Paren("controller(");
        if (Reason != PacketInReason.Action)
        {
            printer.Param("reason=");
            text.Append(PacketInReasons.NameOf(Reason)).Append(',');
        }

        if (MaxLength != ushort.MaxValue)
        {
            printer.Param("max_len=");
            text.Decimal(MaxLength).Append(',');
        }

        if (ControllerId != 0)
        {
            printer.Param("id=");
            text.Decimal(ControllerId).Append(',');
        }

        if (UserData.Length > 0)
        {
            printer.Param("userdata=");
            ArgumentText.AppendDotted(text, UserData);
            text.Append(',');
        }

        if (Pauses)
        {
            printer.Value("pause");
            text.Append(',');
        }

        if (Meter != NoMeter)
        {
            printer.Param("meter_id=");
            text.Decimal(Meter).Append(',');
        }

        text.Chomp(',');
        printer.Paren(")");
    }

    private OfError Take(OfProperty property)
    {
        switch (property.Type)
        {
            case MaxLengthProperty:
                var error = property.To16(out var maxLength);
                MaxLength = maxLength;
                return error;
            case IdProperty:
                error = property.To16(out var id);
                ControllerId = id;
                return error;
            case ReasonProperty:
                error = property.To8(out var reason);
                Reason = (PacketInReason)reason;
                return error;
            case UserDataProperty:
                UserData = property.Value.ToArray();
                return OfError.None;
            case PauseProperty:
                Pauses = true;
                return OfError.None;
            case MeterProperty:
                error = property.To32(out var meter);
                Meter = meter;
                return error;
            default:
                return OfProperties.Unknown(ActionDecoder.Log, isLoose: false, "NXAST_RAW_CONTROLLER2", property.Type);
        }
    }

    private string? ParseArgument(ReadOnlySpan<char> key, ReadOnlySpan<char> value)
    {
        string? error = null;
        switch (key)
        {
            case "reason":
                if (!PacketInReasons.TryParse(value, out var reason))
                {
                    return $"unknown reason \"{value}\"";
                }

                Reason = reason;
                break;
            case "max_len":
                error = ArgumentText.ToUInt16(value, "max_len", out var maxLength);
                MaxLength = maxLength;
                break;
            case "id":
                error = ArgumentText.ToUInt16(value, "id", out var id);
                ControllerId = id;
                break;
            case "userdata":
                var bytes = new OfWriter();
                if (!ArgumentText.TakeHex(value, bytes).IsEmpty)
                {
                    return "bad hex digit in `controller' action `userdata'";
                }

                UserData = bytes.ToArray();
                break;
            case "pause":
                Pauses = true;
                break;
            case "meter_id":
                error = ArgumentText.ToUInt32(value, out var meter);
                Meter = meter;
                break;
            default:
                return $"unknown key \"{key}\" parsing controller action";
        }

        return error;
    }
}
