using System;
using System.Collections.Generic;
using System.IO;
using System.Linq;
using System.Text.RegularExpressions;

namespace Ovs.House.Tests;

/// <summary>Habits of the house that no analyzer checks.</summary>
public sealed class SourceTests
{
    [Fact]
    public void System_calls_are_declared_in_Native_only() =>
        Assert.DoesNotContain(
            Matching("src", @"\[(LibraryImport|DllImport)\("),
            file => !file.StartsWith("src/Ovs.Native/", StringComparison.Ordinal));

    [Fact]
    public void No_code_is_left_for_later() =>
        Assert.Empty(Matching("src", "NotImplementedException|\\bTODO\\b|\\bFIXME\\b"));

    [Fact]
    public void No_exception_is_caught_and_ignored() =>
        Assert.Empty(Matching("src", @"catch(\s*\([^)]*\))?(\s*when\s*\([^)]*\))?\s*\{\s*\}"));

    [Fact]
    public void Every_test_asserts()
    {
        var silent = new List<string>();
        foreach (var file in Repository.SourceFiles("tests"))
        {
            var text = File.ReadAllText(file);
            foreach (Match test in Regex.Matches(text, @"\[(Fact|Theory)[^\]]*\]\s*(\[[^\]]*\]\s*)*public [\w<> ]+ (\w+)\("))
            {
                if (!Regex.IsMatch(text[test.Index..], @"Assert|QuickCheck|Check\.|Expect|Verify|Require"))
                {
                    silent.Add($"{Path.GetFileName(file)}: {test.Groups[3].Value}");
                }
            }
        }

        Assert.Empty(silent);
    }

    private static IEnumerable<string> Matching(string folder, string pattern) =>
        Repository.SourceFiles(folder)
            .Where(file => Regex.IsMatch(File.ReadAllText(file), pattern))
            .Select(file => Path.GetRelativePath(Repository.Root, file));
}
