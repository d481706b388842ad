using System;
using System.Collections.Generic;

namespace Ovs.Scenarios.Tests;

/// <summary>Whose programs take part: each role is ours or the original's.</summary>
/// <remarks>Scenario files name a mix by <see cref="Name"/>; tools are everything that is not a daemon.</remarks>
public sealed record Mix(string Name, bool OurTools, bool OurDatabase, bool OurSwitch)
{
    private static readonly Dictionary<string, Mix> s_mixes = new()
    {
        ["ours"] = new("ours", true, true, true),
        ["theirs"] = new("theirs", false, false, false),
        ["our-tools"] = new("our-tools", true, false, false),
        ["our-database"] = new("our-database", false, true, false),
        ["our-switch"] = new("our-switch", false, false, true),
        ["their-tools"] = new("their-tools", false, true, true),
    };

    public bool NeedsTheirs => !(OurTools && OurDatabase && OurSwitch);

    public static Mix Named(string name) =>
        s_mixes.TryGetValue(name, out var mix) ? mix : throw new ArgumentException($"unknown mix '{name}'");

    /// <summary>True when the program of that name is ours in this mix.</summary>
    public bool IsOurs(string program) => program switch
    {
        "ovsdb-server" => OurDatabase,
        "ovs-vswitchd" => OurSwitch,
        _ => OurTools,
    };
}
