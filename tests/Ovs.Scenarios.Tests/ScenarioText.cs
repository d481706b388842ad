using System.Text;
using System.Text.RegularExpressions;

namespace Ovs.Scenarios.Tests;

/// <summary>Compares output with what a scenario expects, in which some words stand for what differs from run to run.</summary>
internal static class ScenarioText
{
    private static readonly (string Word, string Pattern)[] s_words =
    [
        ("<uuid>", "[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}"),
        ("<version>", @"[0-9]+\.[0-9]+\.[0-9]+"),
        ("<dir>", "/tmp/ovs-scenario-[A-Za-z0-9]+"),
        ("<mac>", "([0-9a-f]{2}:){5}[0-9a-f]{2}"),
        ("<time>", @"[0-9]{4}-[0-9]{2}-[0-9]{2}[T ][0-9]{2}:[0-9]{2}:[0-9]{2}(\.[0-9]{3})?Z?"),
        ("<pid>", "[0-9]+"),
        ("<n>", "[0-9]+"),
        ("<any>", ".*"),
    ];

    /// <summary>True when the output is the expected text, word patterns applied; trailing blanks of lines do not count.</summary>
    public static bool Matches(string expected, string output) =>
        Regex.IsMatch(Trim(output), "^" + Pattern(Trim(expected)) + "$", RegexOptions.CultureInvariant);

    private static string Pattern(string expected)
    {
        var pattern = new StringBuilder(Regex.Escape(expected));
        foreach (var (word, replacement) in s_words)
        {
            pattern.Replace(Regex.Escape(word), replacement);
        }

        return pattern.ToString();
    }

    private static string Trim(string text) => Regex.Replace(text, "[ \t]+(?=\n|$)", "").TrimEnd('\n');
}
