using System;
using System.Collections.Generic;

namespace Ovs.Runtime.Control;

/// <summary>One command of the control socket. A null usage hides it from `list-commands`.</summary>
public sealed record ControlCommand(
    string Name, string? Usage, int MinArguments, int MaxArguments, Action<ControlRequest> Run);

/// <summary>The commands that a process answers on its control socket; rooms register theirs when they start.</summary>
public sealed class ControlCommands
{
    private readonly SortedDictionary<string, ControlCommand> _commands = new(StringComparer.Ordinal);

    public IReadOnlyCollection<ControlCommand> All => _commands.Values;

    /// <summary>Adds a command; the first of a name stays, as with the original.</summary>
    /// <param name="usage">Its arguments as `list-commands` shows them; null hides the command.</param>
    /// <param name="maxArguments">int.MaxValue for any number.</param>
    public void Register(string name, string? usage, int minArguments, int maxArguments, Action<ControlRequest> run) =>
        _commands.TryAdd(name, new ControlCommand(name, usage, minArguments, maxArguments, run));

    /// <summary>Adds a command without arguments that answers at once.</summary>
    public void Register(string name, Func<string> answer) =>
        Register(name, "", 0, 0, request => request.Reply(answer()));

    public ControlCommand? Find(string name) => _commands.GetValueOrDefault(name);
}
