using System;
using System.Collections.Generic;
using System.IO;

namespace Ovs.House.Tests;

/// <summary>The checkout that the tests look at.</summary>
internal static class Repository
{
    public static string Root { get; } = Find();

    public static IEnumerable<string> SourceFiles(string folder) =>
        Directory.EnumerateFiles(Path.Combine(Root, folder), "*.cs", SearchOption.AllDirectories);

    private static string Find()
    {
        var folder = new DirectoryInfo(AppContext.BaseDirectory);
        while (!File.Exists(Path.Combine(folder!.FullName, "Ovs.slnx")))
        {
            folder = folder.Parent;
        }

        return folder.FullName;
    }
}
