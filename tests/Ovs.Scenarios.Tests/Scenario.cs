using System;
using System.Collections.Generic;
using System.IO;
using System.Linq;

namespace Ovs.Scenarios.Tests;

/// <summary>One command of a scenario: what is typed, what must be printed (standard output and error together), and the
/// exit status.</summary>
public sealed record ScenarioStep(int Line, string Command, string Expected, int ExitStatus);

/// <summary>
/// A scenario file: prose with ```console blocks of commands and what they print. It is documentation that runs: against
/// our programs, against the original's where installed, and against mixes of both.
/// </summary>
/// <remarks>
/// In a block, `$ ` begins a command and `&gt; ` continues it; `? N` after the output states an exit status other than 0;
/// every other line is expected output. `&lt;uuid&gt;`, `&lt;version&gt;`, `&lt;dir&gt;`, `&lt;pid&gt;`, `&lt;time&gt;` and `&lt;n&gt;` in expected output
/// stand for what differs from run to run. A comment `&lt;!-- daemons: ovsdb-server ovs-vswitchd; mixes: ours theirs; --&gt;`
/// sets the scene.
/// </remarks>
public sealed class Scenario
{
    private Scenario(string name, IReadOnlyList<string> daemons, IReadOnlyList<Mix> mixes, IReadOnlyList<ScenarioStep> steps)
    {
        Name = name;
        Daemons = daemons;
        Mixes = mixes;
        Steps = steps;
    }

    public string Name { get; }

    /// <summary>Daemons that run before the first command.</summary>
    public IReadOnlyList<string> Daemons { get; }

    public IReadOnlyList<Mix> Mixes { get; }

    public IReadOnlyList<ScenarioStep> Steps { get; }

    public static Scenario Load(string path)
    {
        var settings = new Dictionary<string, string>();
        var steps = new List<ScenarioStep>();
        var lines = File.ReadAllLines(path);
        for (var i = 0; i < lines.Length; i++)
        {
            if (lines[i].StartsWith("<!--", StringComparison.Ordinal))
            {
                ReadSettings(lines[i], settings);
            }
            else if (lines[i].StartsWith("```console", StringComparison.Ordinal))
            {
                i = ReadBlock(lines, i + 1, steps);
            }
        }

        if (steps.Count == 0)
        {
            throw new InvalidDataException($"{path}: no commands");
        }

        var daemons = Words(settings.GetValueOrDefault("daemons", ""));
        var mixes = Words(settings.GetValueOrDefault("mixes", "ours theirs"));
        return new Scenario(Path.GetFileNameWithoutExtension(path), daemons, [.. mixes.Select(Mix.Named)], steps);
    }

    private static void ReadSettings(string line, Dictionary<string, string> settings)
    {
        foreach (var item in line.Replace("<!--", "").Replace("-->", "").Split(';', StringSplitOptions.RemoveEmptyEntries))
        {
            var pair = item.Split(':', 2);
            if (pair.Length == 2)
            {
                settings[pair[0].Trim()] = pair[1].Trim();
            }
        }
    }

    private static int ReadBlock(string[] lines, int start, List<ScenarioStep> steps)
    {
        var i = start;
        while (i < lines.Length && lines[i] != "```")
        {
            if (!lines[i].StartsWith("$ ", StringComparison.Ordinal))
            {
                throw new InvalidDataException($"line {i + 1}: expected '$ command', found: {lines[i]}");
            }

            var line = i + 1;
            var command = lines[i++][2..];
            while (i < lines.Length && lines[i].StartsWith("> ", StringComparison.Ordinal))
            {
                command += "\n" + lines[i++][2..];
            }

            var output = "";
            var status = 0;
            while (i < lines.Length && lines[i] != "```" && !lines[i].StartsWith("$ ", StringComparison.Ordinal))
            {
                if (lines[i].StartsWith("? ", StringComparison.Ordinal))
                {
                    status = int.Parse(lines[i++][2..]);
                    break;
                }

                output += lines[i++] + "\n";
            }

            steps.Add(new ScenarioStep(line, command, output, status));
        }

        return i;
    }

    private static string[] Words(string text) => text.Split(' ', StringSplitOptions.RemoveEmptyEntries);
}
