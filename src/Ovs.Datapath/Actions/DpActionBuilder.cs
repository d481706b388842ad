using System;

namespace Ovs.Datapath.Actions;

/// <summary>Collects actions; used again and again, it allocates only to grow.</summary>
public sealed class DpActionBuilder
{
    private DpAction[] _actions = new DpAction[16];
    private int _count;

    public int Count => _count;

    public ReadOnlySpan<DpAction> Actions => _actions.AsSpan(0, _count);

    public void Add(DpAction action)
    {
        if (_count == _actions.Length)
        {
            Array.Resize(ref _actions, 2 * _count);
        }

        _actions[_count++] = action;
    }

    public void Clear()
    {
        // Payloads are references: forget them too.
        _actions.AsSpan(0, _count).Clear();
        _count = 0;
    }

    /// <summary>Forgets all but the first <paramref name="count"/>.</summary>
    public void Truncate(int count)
    {
        _actions.AsSpan(count, _count - count).Clear();
        _count = count;
    }

    /// <summary>A list that later changes of the builder do not touch.</summary>
    public DpActions ToActions() => _count == 0 ? DpActions.Drop : new DpActions(Actions);
}
