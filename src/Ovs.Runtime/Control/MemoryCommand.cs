using System;
using System.Collections.Generic;
using System.Text;

namespace Ovs.Runtime.Control;

/// <summary>`memory/show`: what takes memory, counted by each part of the process that has much of it.</summary>
public sealed class MemoryCommand
{
    private readonly List<Action<IDictionary<string, long>>> _reports = [];

    internal MemoryCommand(ControlCommands commands) => commands.Register("memory/show", Show);

    /// <summary>Adds a part that fills in its counts when asked.</summary>
    public void Add(Action<IDictionary<string, long>> report) => _reports.Add(report);

    private string Show()
    {
        var usage = new SortedDictionary<string, long>(StringComparer.Ordinal);
        foreach (var report in _reports)
        {
            report(usage);
        }

        var text = new StringBuilder();
        foreach (var (name, count) in usage)
        {
            text.Append(text.Length > 0 ? " " : "").Append($"{name}:{count}");
        }

        return text.ToString();
    }
}
