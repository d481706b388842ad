using System;

namespace Ovs.Runtime.Loop;

/// <summary>A one-shot timer of an <see cref="EventLoop"/>; disposing it cancels it.</summary>
public sealed class LoopTimer : IDisposable
{
    private Action? _action;

    internal LoopTimer(long dueMs, Action action)
    {
        DueMs = dueMs;
        _action = action;
    }

    public long DueMs { get; }

    /// <summary>True once it fired or was cancelled.</summary>
    public bool IsCancelled => _action is null;

    public void Dispose() => _action = null;

    internal void Fire()
    {
        var action = _action;
        _action = null;
        action?.Invoke();
    }
}
