using Ovs.Flow.Fields;
using Ovs.OpenFlow.Errors;
using Ovs.OpenFlow.Versions;

namespace Ovs.OpenFlow.Actions;

/// <summary>What lists of actions must obey, whatever they match.</summary>
internal static class ActionRules
{
    /// <summary>The instruction that an action belongs to.</summary>
    public static InstructionKind InstructionOf(ActionKind kind, OfVersion version) => kind switch
    {
        ActionKind.Meter => version >= OfVersion.OpenFlow15 ? InstructionKind.ApplyActions : InstructionKind.Meter,
        ActionKind.ClearActions => InstructionKind.ClearActions,
        ActionKind.WriteActions => InstructionKind.WriteActions,
        ActionKind.WriteMetadata => InstructionKind.WriteMetadata,
        ActionKind.GotoTable => InstructionKind.GotoTable,
        _ => InstructionKind.ApplyActions,
    };

    /// <summary>Checks order, nesting and what is allowed.</summary>
    /// <param name="outer">The action that the list is in, or None.</param>
    /// <param name="why">The error in words, null if there is none.</param>
    public static OfError Verify(
        ActionList actions, OfVersion version, InstructionSet allowed, ActionKind outer, out string? why)
    {
        var instruction = InstructionKind.Meter;
        for (var i = 0; i < actions.Count; i++)
        {
            var action = actions[i];
            if (action.Kind == ActionKind.Conjunction)
            {
                return VerifyConjunction(actions, out why);
            }

            var error = VerifyNested(action, outer, out why);
            if (error != OfError.None)
            {
                return error;
            }

            var next = InstructionOf(action.Kind, version);
            if (i > 0 && (instruction == InstructionKind.ApplyActions ? next < instruction : next <= instruction))
            {
                why = next == instruction
                    ? $"duplicate {InstructionSet.NameOf(instruction)} instruction not allowed, for OpenFlow 1.1+ compatibility"
                    : $"invalid instruction ordering: {InstructionSet.NameOf(next)} must appear before " +
                        $"{InstructionSet.NameOf(instruction)}, for OpenFlow 1.1+ compatibility";
                return OfError.BadActionUnsupportedOrder;
            }

            if (!allowed.Has(next))
            {
                why = $"{InstructionSet.NameOf(next)} instruction not allowed here";
                return OfError.BadInstructionUnsupInst;
            }

            instruction = next;
        }

        why = null;
        return OfError.None;
    }

    /// <summary>The field that an action writes as a whole or in part, or null.</summary>
    public static FieldRow? WrittenField(OfAction action) => action switch
    {
        SetFieldAction set => set.Field,
        MoveAction move => move.Destination.Field,
        _ => null,
    };

    private static OfError VerifyConjunction(ActionList actions, out string? why)
    {
        foreach (var action in actions.Span)
        {
            if (action.Kind is not (ActionKind.Conjunction or ActionKind.Note))
            {
                why = "\"conjunction\" actions may be used along with \"note\" but not any other kind of action (such as " +
                    $"the \"{ActionTable.NameOf(action.Kind)}\" action used here)";
                return OfError.NxBadActionBadConjunction;
            }
        }

        why = null;
        return OfError.None;
    }

    private static OfError VerifyNested(OfAction action, ActionKind outer, out string? why)
    {
        why = null;
        var field = WrittenField(action);
        var isTracked = field?.Id is FieldId.CtMark or FieldId.CtLabel;
        if (isTracked && outer != ActionKind.Ct)
        {
            why = "cannot set CT fields outside of ct action";
            return OfError.BadActionBadSetArgument;
        }

        if (action.Kind == ActionKind.Nat)
        {
            why = outer != ActionKind.Ct ? "Cannot have NAT action outside of \"ct\" action" : null;
            return why is null ? OfError.None : OfError.BadActionBadSetArgument;
        }

        if ((outer == ActionKind.Ct && field is null) || (outer != ActionKind.None && action.Kind == ActionKind.Meter))
        {
            why = $"{ActionTable.NameOf(outer)} action doesn't support nested action {ActionTable.NameOf(action.Kind)}";
            return OfError.BadActionBadArgument;
        }

        if (outer == ActionKind.Ct && !isTracked)
        {
            why = $"{ActionTable.NameOf(outer)} action doesn't support nested modification of {field!.Name}";
            return OfError.BadActionBadArgument;
        }

        return OfError.None;
    }
}
