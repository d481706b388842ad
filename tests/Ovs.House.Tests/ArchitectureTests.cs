using System;
using System.Collections.Generic;
using System.IO;
using System.Linq;
using System.Text.RegularExpressions;
using System.Xml.Linq;

namespace Ovs.House.Tests;

/// <summary>Holds the project files against docs/architecture.md.</summary>
public sealed class ArchitectureTests
{
    private static readonly string[] s_unsafeRooms = ["Ovs.Native", "Ovs.Flow", "Ovs.Datapath"];

    [Fact]
    public void Project_references_are_the_solid_arrows_of_the_picture()
    {
        var drawn = DrawnArrows();
        var built = BuiltArrows();
        Assert.Equal(drawn.Order(), built.Order());
    }

    [Fact]
    public void The_picture_has_no_cycle()
    {
        var arrows = DrawnArrows().Select(arrow => arrow.Split(" --> ")).ToLookup(pair => pair[0], pair => pair[1]);
        foreach (var room in arrows.Select(group => group.Key))
        {
            Assert.DoesNotContain(room, Reachable(room, arrows));
        }
    }

    [Fact]
    public void Unsafe_code_is_allowed_only_where_the_architecture_says()
    {
        var rooms = Projects("src")
            .Where(project => XDocument.Load(project).Descendants("AllowUnsafeBlocks").Any(flag => flag.Value == "true"))
            .Select(Path.GetFileNameWithoutExtension);
        Assert.Equal(s_unsafeRooms.Order(), rooms.Order());
    }

    [Fact]
    public void Every_project_is_in_the_solution()
    {
        var solution = File.ReadAllText(Path.Combine(Repository.Root, "Ovs.slnx"));
        foreach (var project in Projects("src").Concat(Projects("tests")).Concat(Projects("bench")))
        {
            Assert.Contains(Path.GetRelativePath(Repository.Root, project), solution);
        }
    }

    [Fact]
    public void Namespaces_equal_folders()
    {
        var wrong = new List<string>();
        foreach (var file in Repository.SourceFiles("src"))
        {
            var declared = Regex.Match(File.ReadAllText(file), @"^namespace ([\w.]+);", RegexOptions.Multiline).Groups[1].Value;
            var folder = Path.GetRelativePath(Path.Combine(Repository.Root, "src"), Path.GetDirectoryName(file)!).Replace('/', '.');
            if (declared.Length > 0 && declared != folder)
            {
                wrong.Add($"{file}: {declared}, not {folder}");
            }
        }

        Assert.Empty(wrong);
    }

    private static HashSet<string> Reachable(string from, ILookup<string, string> arrows)
    {
        var seen = new HashSet<string>();
        var left = new Stack<string>(arrows[from]);
        while (left.TryPop(out var room))
        {
            if (seen.Add(room))
            {
                foreach (var next in arrows[room])
                {
                    left.Push(next);
                }
            }
        }

        return seen;
    }

    private static HashSet<string> DrawnArrows()
    {
        var text = File.ReadAllText(Path.Combine(Repository.Root, "docs/architecture.md"));
        var picture = Regex.Match(text, "```mermaid\n(.*?)```", RegexOptions.Singleline).Groups[1].Value;
        var titles = Regex.Matches(picture, @"(\w+)\[([\w.]+)\]").ToDictionary(match => match.Groups[1].Value, match => match.Groups[2].Value);
        var arrows = new HashSet<string>();
        foreach (Match line in Regex.Matches(picture, @"^\s*(\S+) --> (.+)$", RegexOptions.Multiline))
        {
            foreach (var target in line.Groups[2].Value.Split('&', StringSplitOptions.TrimEntries))
            {
                arrows.Add($"{Title(line.Groups[1].Value)} --> {Title(target)}");
            }
        }

        return arrows;

        string Title(string node)
        {
            var name = Regex.Replace(node, @"\[.*\]", "");
            name = titles.GetValueOrDefault(name, name);
            return name == "Ovs" ? name : "Ovs." + name;
        }
    }

    private static HashSet<string> BuiltArrows()
    {
        var arrows = new HashSet<string>();
        foreach (var project in Projects("src"))
        {
            foreach (var reference in XDocument.Load(project).Descendants("ProjectReference"))
            {
                if (reference.Attribute("OutputItemType")?.Value != "Analyzer")
                {
                    var target = Path.GetFileNameWithoutExtension(reference.Attribute("Include")!.Value);
                    arrows.Add($"{Path.GetFileNameWithoutExtension(project)} --> {target}");
                }
            }
        }

        return arrows;
    }

    private static string[] Projects(string folder)
    {
        var path = Path.Combine(Repository.Root, folder);
        return Directory.Exists(path) ? Directory.GetFiles(path, "*.csproj", SearchOption.AllDirectories) : [];
    }
}
