using System;
using System.Collections.Generic;
using Ovs.Flow.Fields;
using Ovs.Flow.Match;
using Ovs.OpenFlow.Errors;
using Ovs.OpenFlow.Text;

namespace Ovs.OpenFlow.Actions;

/// <summary>Flags of <see cref="LearnAction"/>.</summary>
[Flags]
public enum LearnFlags : ushort
{
    None = 0,
    SendFlowRemoved = 1,

    /// <summary>Flows that were learned go when the flow with the action goes.</summary>
    DeleteLearned = 2,

    /// <summary>Whether learning worked (the limit was not reached) is stored in a field.</summary>
    WriteResult = 4,
}

/// <summary>Adds or refreshes a flow that is made from the packet.</summary>
public sealed partial class LearnAction : OfAction
{
    private const byte NoTable = 255;

    public override ActionKind Kind => ActionKind.Learn;

    public ushort IdleTimeoutSeconds { get; private set; }

    public ushort HardTimeoutSeconds { get; private set; }

    public ushort FinIdleTimeoutSeconds { get; private set; }

    public ushort FinHardTimeoutSeconds { get; private set; }

    public ushort Priority { get; private set; } = MatchPrinter.DefaultPriority;

    public byte Table { get; private set; } = 1;

    public LearnFlags Flags { get; private set; }

    public ulong Cookie { get; private set; }

    /// <summary>The most flows that may be learned; 0 is no limit.</summary>
    public uint Limit { get; private set; }

    /// <summary>The bit that says whether learning worked.</summary>
    public SubField? ResultDestination { get; private set; }

    public IReadOnlyList<LearnSpec> Specs { get; private set; } = [];

    internal override void Append(ActionPrinter printer)
    {
        var text = printer.Text;
        text.Append($"{TextColors.Learn}learn({TextColors.End}");
        printer.Special("table=");
        printer.Table(Table);
        AppendNumber(text, "idle_timeout", IdleTimeoutSeconds);
        AppendNumber(text, "hard_timeout", HardTimeoutSeconds);
        AppendNumber(text, "fin_idle_timeout", FinIdleTimeoutSeconds);

        // These two have the comma inside the colour.
        if (FinHardTimeoutSeconds != 0)
        {
            text.Append($"{TextColors.Param},fin_hard_timeout={TextColors.End}{FinHardTimeoutSeconds}");
        }

        if (Priority != MatchPrinter.DefaultPriority)
        {
            text.Append($"{TextColors.Special},priority={TextColors.End}{Priority}");
        }

        if ((Flags & LearnFlags.SendFlowRemoved) != 0)
        {
            text.Append($",{TextColors.Value}send_flow_rem{TextColors.End}");
        }

        if ((Flags & LearnFlags.DeleteLearned) != 0)
        {
            text.Append($",{TextColors.Value}delete_learned{TextColors.End}");
        }

        if (Cookie != 0)
        {
            text.Append($",{TextColors.Param}cookie={TextColors.End}").HexC(Cookie);
        }

        AppendNumber(text, "limit", Limit);
        if ((Flags & LearnFlags.WriteResult) != 0)
        {
            text.Append($",{TextColors.Param}result_dst={TextColors.End}");
            ResultDestination?.Append(text);
        }

        foreach (var spec in Specs)
        {
            text.Append(',');
            AppendSpec(printer, spec);
        }

        text.Append($"{TextColors.Learn}){TextColors.End}");
    }

    internal override OfError Check(ActionCheck check)
    {
        var learned = new FlowMatch();
        foreach (var spec in Specs)
        {
            if (spec.Source is { } source && ActionCheck.Source(in source, check.Match) is not OfError.None and var error)
            {
                return error;
            }

            if (spec.Destination is not { } destination)
            {
                continue;
            }

            error = spec.Target == LearnTarget.Match
                ? ActionCheck.Source(in destination, learned)
                : ActionCheck.Destination(in destination, learned);
            if (error != OfError.None)
            {
                return error;
            }

            // What the learned flow matches is what later parts may rely on.
            if (spec.Target == LearnTarget.Match && spec.Immediate is not null)
            {
                SetBits(learned, in destination, spec);
            }
        }

        return OfError.None;
    }

    private static void SetBits(FlowMatch match, in SubField bits, LearnSpec spec)
    {
        var field = bits.Field;
        var value = match.ValueOf(field);
        var mask = match.MaskOf(field);
        if (field.IsVariableLength)
        {
            return;
        }

        var ones = FieldBits.Ones(bits.Bits) << bits.Offset;
        var number = (FieldValue.ReadNumber(spec.Immediate) << bits.Offset) & ones;
        var newMask = mask.Number | ones;
        var whole = FieldBits.Ones(field.Bits);
        _ = match.Set(
            field, new((value.Number & ~ones) | number), new((newMask & whole) == whole ? field.AllBits : newMask));
    }

    private static void AppendNumber(TextBuffer text, string name, uint value)
    {
        if (value != 0)
        {
            text.Append($",{TextColors.Param}{name}={TextColors.End}{value}");
        }
    }

    private static void AppendSpec(ActionPrinter printer, LearnSpec spec)
    {
        var text = printer.Text;
        switch (spec.Target)
        {
            case LearnTarget.Match when spec.Immediate is not null && spec.Destination is { } destination:
                if (destination.IsWhole)
                {
                    printer.Param(destination.Field.Name + "=");
                    FieldPrinter.Append(text, destination.Field, spec.ImmediateValue(destination.Field), printer.Ports);
                }
                else
                {
                    text.Append(TextColors.Param);
                    destination.Append(text);
                    text.Append($"={TextColors.End}").Hex0X(spec.Immediate);
                }

                break;
            case LearnTarget.Match when spec is { Destination: { } destination, Source: { } source }:
                text.Append(TextColors.Param);
                destination.Append(text);
                text.Append(TextColors.End);
                if (source.Field.Id != destination.Field.Id || source.Offset != destination.Offset)
                {
                    printer.Param("=");
                    source.Append(text);
                }

                break;
            case LearnTarget.Load when spec.Destination is { } destination:
                printer.Special("load:");
                if (spec.Source is { } loaded)
                {
                    loaded.Append(text);
                }
                else
                {
                    text.Hex0X(spec.Immediate);
                }

                printer.Special("->");
                destination.Append(text);
                break;
            default:
                printer.Special("output:");
                spec.Source?.Append(text);
                break;
        }
    }
}
