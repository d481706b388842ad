using System;
using System.Collections.Generic;

namespace Ovs.Ovsdb.Server.Replication;

/// <summary>The tables that a backup does not take over from its source, as `--sync-exclude-tables` names them.</summary>
internal static class ExcludedTables
{
    private static readonly char[] s_separators = [' ', ','];

    /// <summary>What is wrong with a list of DB:TABLE, or null.</summary>
    public static string? Check(string list)
    {
        foreach (var name in Split(list))
        {
            if (name.TrimStart(':').IndexOf(':') < 0)
            {
                return $"Can't parse excluded table: {name}";
            }
        }

        return null;
    }

    /// <summary>The tables of <paramref name="database"/>; a name without a database counts for each.</summary>
    public static IReadOnlySet<string> Of(string database, string? list)
    {
        var tables = new SortedSet<string>(StringComparer.Ordinal);
        foreach (var name in Split(list ?? ""))
        {
            var colon = name.IndexOf(':');
            if (colon < 0)
            {
                tables.Add(name);
            }
            else if (name[..colon] == database)
            {
                tables.Add(name[(colon + 1)..]);
            }
        }

        return tables;
    }

    public static string[] Split(string list) => list.Split(s_separators, StringSplitOptions.RemoveEmptyEntries);
}
