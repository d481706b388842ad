using System;
using System.Numerics;
using Ovs.Flow.Fields;

namespace Ovs.OpenFlow.Versions;

/// <summary>Names of flow formats, and how they belong to versions.</summary>
public static class OfProtocolNames
{
    private static readonly (OfProtocols Protocol, string Name)[] s_rows =
    [
        (OfProtocols.OpenFlow10Standard, "OpenFlow10-table_id"),
        (OfProtocols.OpenFlow10StandardWithTable, "OpenFlow10+table_id"),
        (OfProtocols.OpenFlow10Extended, "NXM-table_id"),
        (OfProtocols.OpenFlow10ExtendedWithTable, "NXM+table_id"),
        (OfProtocols.OpenFlow11, "OpenFlow11"),
        (OfProtocols.OpenFlow12, "OXM-OpenFlow12"),
        (OfProtocols.OpenFlow13, "OXM-OpenFlow13"),
        (OfProtocols.OpenFlow14, "OXM-OpenFlow14"),
        (OfProtocols.OpenFlow15, "OXM-OpenFlow15"),
    ];

    private static readonly (OfProtocols Protocols, string Name)[] s_abbreviations =
    [
        (OfProtocols.Any, "any"),
        (OfProtocols.AnyStandard10, "OpenFlow10"),
        (OfProtocols.AnyExtended10, "NXM"),
        (OfProtocols.From12, "OXM"),
    ];

    /// <summary>Formats in the order in which a dump of flows tries them.</summary>
    public static ReadOnlySpan<OfProtocols> ForDumps =>
    [
        OfProtocols.OpenFlow15, OfProtocols.OpenFlow14, OfProtocols.OpenFlow13, OfProtocols.OpenFlow12,
        OfProtocols.OpenFlow11, OfProtocols.OpenFlow10Extended, OfProtocols.OpenFlow10Standard,
    ];

    /// <summary>"NXM,OXM-OpenFlow13", or "none".</summary>
    public static string Text(OfProtocols protocols)
    {
        if (protocols == OfProtocols.None)
        {
            return "none";
        }

        var text = new TextBuffer();
        foreach (var (group, name) in s_abbreviations)
        {
            if ((protocols & group) == group)
            {
                text.Append(name).Append(',');
                protocols &= ~group;
            }
        }

        // An abbreviation of a group is always met before its members, so that order by bit is what remains.
        foreach (var (protocol, name) in s_rows)
        {
            if ((protocols & protocol) != 0)
            {
                text.Append(name).Append(',');
            }
        }

        text.Chomp(',');
        return text.ToString();
    }

    /// <summary>Reads names and abbreviations separated by commas; null or the error's text.</summary>
    public static string? Parse(string list, out OfProtocols protocols)
    {
        protocols = OfProtocols.None;
        foreach (var name in list.Split(',', StringSplitOptions.RemoveEmptyEntries))
        {
            var found = Find(name);
            if (found == OfProtocols.None)
            {
                return $"{name}: unknown flow protocol";
            }

            protocols |= found;
        }

        return protocols == OfProtocols.None ? $"{list}: no flow protocol specified" : null;
    }

    public static OfProtocols OfVersion(OfVersion version) => version switch
    {
        Versions.OfVersion.OpenFlow10 => OfProtocols.Any10,
        Versions.OfVersion.OpenFlow11 => OfProtocols.OpenFlow11,
        Versions.OfVersion.OpenFlow12 => OfProtocols.OpenFlow12,
        Versions.OfVersion.OpenFlow13 => OfProtocols.OpenFlow13,
        Versions.OfVersion.OpenFlow14 => OfProtocols.OpenFlow14,
        Versions.OfVersion.OpenFlow15 => OfProtocols.OpenFlow15,
        _ => OfProtocols.None,
    };

    /// <summary>The format that a connection of this version begins with.</summary>
    public static OfProtocols DefaultOf(OfVersion version) => Lowest(OfVersion(version));

    /// <summary>The version of a single format.</summary>
    public static OfVersion VersionOf(OfProtocols protocol) => protocol switch
    {
        OfProtocols.OpenFlow11 => Versions.OfVersion.OpenFlow11,
        OfProtocols.OpenFlow12 => Versions.OfVersion.OpenFlow12,
        OfProtocols.OpenFlow13 => Versions.OfVersion.OpenFlow13,
        OfProtocols.OpenFlow14 => Versions.OfVersion.OpenFlow14,
        OfProtocols.OpenFlow15 => Versions.OfVersion.OpenFlow15,
        _ => Versions.OfVersion.OpenFlow10,
    };

    /// <summary>The versions of some formats, as a bitmap.</summary>
    public static uint VersionsOf(OfProtocols protocols)
    {
        var versions = 0u;
        for (var left = protocols; left != 0; left &= left - 1)
        {
            versions |= 1u << (int)VersionOf(Lowest(left));
        }

        return versions;
    }

    /// <summary>The formats of some versions.</summary>
    public static OfProtocols OfVersions(uint versions)
    {
        var protocols = OfProtocols.None;
        for (var left = versions; left != 0; left &= left - 1)
        {
            protocols |= OfVersion((OfVersion)BitOperations.TrailingZeroCount(left));
        }

        return protocols;
    }

    /// <summary>The first format of a set, in order of the bits.</summary>
    public static OfProtocols Lowest(OfProtocols protocols) => protocols & (OfProtocols)(-(int)protocols);

    /// <summary>The same format with or without a table in flow-mods, where that can be chosen.</summary>
    public static OfProtocols SetTable(OfProtocols protocol, bool withTable) => protocol switch
    {
        OfProtocols.OpenFlow10Standard or OfProtocols.OpenFlow10StandardWithTable =>
            withTable ? OfProtocols.OpenFlow10StandardWithTable : OfProtocols.OpenFlow10Standard,
        OfProtocols.OpenFlow10Extended or OfProtocols.OpenFlow10ExtendedWithTable =>
            withTable ? OfProtocols.OpenFlow10ExtendedWithTable : OfProtocols.OpenFlow10Extended,
        _ => protocol,
    };

    /// <summary>The same format without a table in flow-mods, where that can be chosen.</summary>
    public static OfProtocols BaseOf(OfProtocols protocol) => SetTable(protocol, withTable: false);

    /// <summary>The name of a single format or of a group with one name.</summary>
    public static string? NameOf(OfProtocols protocol)
    {
        foreach (var (row, name) in s_rows)
        {
            if (row == protocol)
            {
                return name;
            }
        }

        foreach (var (group, name) in s_abbreviations)
        {
            if (group == protocol)
            {
                return name;
            }
        }

        return null;
    }

    private static OfProtocols Find(string name)
    {
        foreach (var (protocol, rowName) in s_rows)
        {
            if (name.Equals(rowName, StringComparison.OrdinalIgnoreCase))
            {
                return protocol;
            }
        }

        foreach (var (group, rowName) in s_abbreviations)
        {
            if (name.Equals(rowName, StringComparison.OrdinalIgnoreCase))
            {
                return group;
            }
        }

        return OfProtocols.None;
    }
}
