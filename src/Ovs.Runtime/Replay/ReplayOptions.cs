using System.Collections.Generic;
using Ovs.Runtime.CommandLine;

namespace Ovs.Runtime.Replay;

/// <summary>The options `--record` and `--replay`.</summary>
public static class ReplayOptions
{
    public static IReadOnlyList<OptionRow> Rows() =>
    [
        new("record", OptionArgument.Optional, folder => ReplayJournal.Begin(ReplayMode.Record, folder))
        {
            Value = "DIR",
            Help = "turn on writing replay files",
        },
        new("replay", OptionArgument.Optional, folder => ReplayJournal.Begin(ReplayMode.Replay, folder))
        {
            Value = "DIR",
            Help = "run from replay files",
        },
    ];

    /// <summary>The section of `--help`.</summary>
    public static string Help() => OptionHelp.Section("Replay options", 28, Rows());
}
