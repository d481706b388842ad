using System;

namespace Ovs.Datapath.Actions;

/// <summary>An immutable list of actions; equal lists are equal values.</summary>
public sealed class DpActions : IEquatable<DpActions>
{
    private readonly DpAction[] _actions;

    public DpActions(ReadOnlySpan<DpAction> actions) => _actions = actions.ToArray();

    /// <summary>The empty list, which drops.</summary>
    public static DpActions Drop { get; } = new([]);

    public int Count => _actions.Length;

    public ReadOnlySpan<DpAction> Span => _actions;

    public bool Equals(DpActions? other) => other is not null && Span.SequenceEqual(other.Span);

    public override bool Equals(object? obj) => Equals(obj as DpActions);

    public override int GetHashCode()
    {
        var hash = new HashCode();
        foreach (var action in _actions)
        {
            hash.Add(action);
        }

        return hash.ToHashCode();
    }

    /// <summary>The original's text, with port numbers: "push_vlan(vid=9,pcp=0),2", "drop".</summary>
    public override string ToString() => DpActionText.Format(_actions, null);
}
