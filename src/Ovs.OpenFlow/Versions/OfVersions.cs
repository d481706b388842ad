using System;
using System.Numerics;
using Ovs.Flow.Fields;

namespace Ovs.OpenFlow.Versions;

/// <summary>Sets of versions as bitmaps (bit N is the version whose byte is N), and their text.</summary>
public static class OfVersions
{
    public const OfVersion First = OfVersion.OpenFlow10;
    public const OfVersion Last = OfVersion.OpenFlow15;

    /// <summary>All versions that are implemented, and allowed unless something else is said.</summary>
    public const uint All = 0x7e;

    public static bool IsKnown(OfVersion version) => version is >= First and <= Last;

    /// <summary>"OpenFlow13".</summary>
    public static string NameOf(OfVersion version) => version switch
    {
        OfVersion.OpenFlow10 => "OpenFlow10",
        OfVersion.OpenFlow11 => "OpenFlow11",
        OfVersion.OpenFlow12 => "OpenFlow12",
        OfVersion.OpenFlow13 => "OpenFlow13",
        OfVersion.OpenFlow14 => "OpenFlow14",
        OfVersion.OpenFlow15 => "OpenFlow15",
        _ => throw new ArgumentOutOfRangeException(nameof(version)),
    };

    /// <summary>"OpenFlow 1.3".</summary>
    public static string TitleOf(OfVersion version) => $"OpenFlow 1.{version - OfVersion.OpenFlow10}";

    /// <summary>The version of a name such as "OpenFlow13", in any case; None if there is no such version.</summary>
    public static OfVersion Parse(ReadOnlySpan<char> name)
    {
        for (var version = First; version <= Last; version++)
        {
            if (name.Equals(NameOf(version), StringComparison.OrdinalIgnoreCase))
            {
                return version;
            }
        }

        return OfVersion.None;
    }

    /// <summary>Reads names separated by commas or blanks; false with the first that is unknown.</summary>
    public static bool TryParseList(string list, out uint versions, out string unknown)
    {
        versions = 0;
        unknown = "";
        foreach (var name in list.Split([',', ' ', '\t', '\n', '\v', '\f', '\r'], StringSplitOptions.RemoveEmptyEntries))
        {
            var version = Parse(name);
            if (version == OfVersion.None)
            {
                unknown = name;
                return false;
            }

            versions |= 1u << (int)version;
        }

        return true;
    }

    /// <summary>Appends "0x01, 0x04".</summary>
    public static void AppendNumbers(TextBuffer text, uint versions)
    {
        for (var left = versions; left != 0; left &= left - 1)
        {
            text.Append("0x").Hex((ulong)BitOperations.TrailingZeroCount(left), 2);
            text.Append((left & (left - 1)) != 0 ? ", " : "");
        }
    }

    /// <summary>"OpenFlow10, OpenFlow13".</summary>
    public static string Names(uint versions)
    {
        var text = new TextBuffer();
        for (var left = versions; left != 0; left &= left - 1)
        {
            text.Append(NameOf((OfVersion)BitOperations.TrailingZeroCount(left)));
            text.Append((left & (left - 1)) != 0 ? ", " : "");
        }

        return text.ToString();
    }
}
