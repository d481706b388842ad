using System;
using System.IO;
using System.Linq;
using System.Text;

namespace Ovs.Scenarios.Tests;

/// <summary>Every file of tests/scenarios, in every mix that it names.</summary>
public sealed class ScenarioTests
{
    private static string Folder => Path.Combine(Stage.Repository, "tests/scenarios");

    public static TheoryData<string, string> Rows()
    {
        var rows = new TheoryData<string, string>();
        foreach (var path in Directory.GetFiles(Folder, "*.md").Order())
        {
            foreach (var mix in Scenario.Load(path).Mixes)
            {
                rows.Add(Path.GetFileNameWithoutExtension(path), mix.Name);
            }
        }

        return rows;
    }

    [Theory]
    [MemberData(nameof(Rows))]
    public void Commands_print_and_return_what_the_scenario_says(string name, string mixName)
    {
        var mix = Mix.Named(mixName);
        Assert.SkipUnless(File.Exists(Path.Combine(Stage.OurPrograms, "ovs")), "the programs are not built: run ./build");
        Assert.SkipUnless(Environment.UserName == "root", "a network namespace needs root");
        Assert.SkipWhen(mix.NeedsTheirs && !Stage.HaveTheirs, "the original is not installed");
        var scenario = Scenario.Load(Path.Combine(Folder, name + ".md"));
        using var stage = new Stage(mix);
        var results = stage.Run(scenario);
        var report = new StringBuilder();
        foreach (var (step, (output, status)) in scenario.Steps.Zip(results))
        {
            if (status < 0)
            {
                report.Append(output);
                break;
            }

            if (status != step.ExitStatus || !ScenarioText.Matches(step.Expected, output))
            {
                report.Append($"{name}.md:{step.Line} ({mixName}): $ {step.Command}\n--- expected (status {step.ExitStatus})\n")
                    .Append(step.Expected).Append($"--- printed (status {status})\n").Append(output);
            }
        }

        Assert.True(report.Length == 0, report.ToString());
    }
}
