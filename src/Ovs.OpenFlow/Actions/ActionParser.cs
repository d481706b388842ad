using System;
using System.Collections.Generic;
using Ovs.Flow.Fields;
using Ovs.OpenFlow.Text;
using Ovs.OpenFlow.Versions;

namespace Ovs.OpenFlow.Actions;

/// <summary>Reads the text of actions and instructions, as `ovs-ofctl add-flow` takes it.</summary>
public sealed class ActionParser(NameMap? ports, NameMap? tables)
{
    private const int MaxDepth = 100;
    private const int MaxBytes = ushort.MaxValue;

    private int _depth;
    private int _bytes;

    /// <summary>The formats that can carry what was read so far.</summary>
    public OfProtocols Usable { get; set; } = OfProtocols.Any;

    internal NameMap? Ports { get; } = ports;

    internal NameMap? Tables { get; } = tables;

    internal List<OfAction> Actions { get; private set; } = [];

    /// <summary>Reads actions only; null or the error's text.</summary>
    public string? ParseActions(ReadOnlySpan<char> text, out ActionList actions) =>
        Parse(text, allowsInstructions: false, out actions);

    /// <summary>Reads actions and instructions; null or the error's text.</summary>
    public string? ParseInstructions(ReadOnlySpan<char> text, out ActionList actions) =>
        Parse(text, allowsInstructions: true, out actions);

    /// <summary>Reads actions inside an action; what they can be carried by is taken from <see cref="Usable"/>.</summary>
    internal string? ParseNested(ReadOnlySpan<char> text, ActionKind outer, out ActionList actions)
    {
        actions = ActionList.Empty;
        if (_depth >= MaxDepth)
        {
            return "Action nested too deeply";
        }

        _depth++;
        var saved = Actions;
        Actions = [];
        var error = ParseList(text, allowsInstructions: false, outer);
        if (error is null)
        {
            actions = ActionList.From(Actions);
        }

        Actions = saved;
        _depth--;
        return error;
    }

    internal string? Add(OfAction action)
    {
        Actions.Add(action);
        return null;
    }

    /// <summary>Counts an action of variable size against what a list of actions may be in all.</summary>
    internal string? AddSized(OfAction action, int bytes)
    {
        _bytes += bytes;
        Actions.Add(action);
        return _bytes > MaxBytes ? "input too big" : null;
    }

    private string? Parse(ReadOnlySpan<char> text, bool allowsInstructions, out ActionList actions)
    {
        Usable = OfProtocols.Any;
        Actions.Clear();
        _bytes = 0;
        var error = ParseList(text, allowsInstructions, ActionKind.None);
        actions = error is null ? ActionList.From(Actions) : ActionList.Empty;
        return error;
    }

    private string? ParseList(ReadOnlySpan<char> text, bool allowsInstructions, ActionKind outer)
    {
        const int smallActionBytes = 16;
        var drop = false;
        var pairs = new KeyValueReader(text);
        while (pairs.Next(out var key, out var value))
        {
            if (ActionTable.FindByName(key) is { } row)
            {
                if (row.Parse(value, this) is { } error)
                {
                    return error;
                }

                if (row.Kind == ActionKind.Meter && !allowsInstructions)
                {
                    Usable &= OfProtocols.From15;
                }
            }
            else if (key.Equals("drop", StringComparison.OrdinalIgnoreCase))
            {
                drop = true;
            }
            else if (key.Equals("apply_actions", StringComparison.OrdinalIgnoreCase))
            {
                return "apply_actions is the default instruction";
            }
            else if (PortText.TryParse(key, Ports, out var port))
            {
                Add(new OutputAction(port, 0));
            }
            else
            {
                return $"unknown action {key}";
            }

            _bytes += smallActionBytes;
            if (_bytes > MaxBytes)
            {
                return "input too big";
            }
        }

        if (drop && Actions.Count > 0)
        {
            return "\"drop\" must not be accompanied by any other action or instruction";
        }

        // The rules of OpenFlow 1.1 for all: what they refuse could not be sent to a later version.
        var allowed = allowsInstructions ? InstructionSet.All : InstructionSet.ActionsOnly;
        _ = ActionRules.Verify(ActionList.From(Actions), OfVersion.OpenFlow11, allowed, outer, out var why);
        return why;
    }
}
