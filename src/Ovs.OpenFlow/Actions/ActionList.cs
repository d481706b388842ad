using System;
using System.Collections;
using System.Collections.Generic;
using Ovs.Flow.Fields;

namespace Ovs.OpenFlow.Actions;

/// <summary>Actions in order; immutable. Two lists are equal if they read the same.</summary>
public sealed class ActionList : IReadOnlyList<OfAction>, IEquatable<ActionList>
{
    public static readonly ActionList Empty = new([]);

    private readonly OfAction[] _actions;

    public ActionList(params ReadOnlySpan<OfAction> actions) => _actions = actions.ToArray();

    public int Count => _actions.Length;

    public ReadOnlySpan<OfAction> Span => _actions;

    public OfAction this[int index] => _actions[index];

    public static ActionList From(List<OfAction> actions, int first = 0) =>
        actions.Count == first
            ? Empty
            : new ActionList(System.Runtime.InteropServices.CollectionsMarshal.AsSpan(actions)[first..]);

    public bool Equals(ActionList? other)
    {
        if (other is null || other._actions.Length != _actions.Length)
        {
            return false;
        }

        var mine = new TextBuffer();
        var theirs = new TextBuffer();
        new ActionPrinter(mine, null, null).Append(this);
        new ActionPrinter(theirs, null, null).Append(other);
        return mine.Span.SequenceEqual(theirs.Span);
    }

    public override bool Equals(object? obj) => Equals(obj as ActionList);

    public override int GetHashCode() => _actions.Length == 0 ? 0 : HashCode.Combine(_actions.Length, _actions[0].Kind);

    public override string ToString()
    {
        var text = new TextBuffer();
        new ActionPrinter(text, null, null).Append(this);
        return text.ToString();
    }

    public IEnumerator<OfAction> GetEnumerator() => ((IEnumerable<OfAction>)_actions).GetEnumerator();

    IEnumerator IEnumerable.GetEnumerator() => _actions.GetEnumerator();
}
