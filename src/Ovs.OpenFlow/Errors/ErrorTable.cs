using System;
using System.Collections.Generic;
using Ovs.OpenFlow.Versions;

namespace Ovs.OpenFlow.Errors;

/// <summary>All errors: names, and numbers by version in both directions.</summary>
public static partial class ErrorTable
{
    private static Dictionary<(OfVersion Version, uint Experimenter, int Type, int Code), OfError>? s_byCode;

    public static ReadOnlySpan<ErrorRow> Rows => s_rows;

    /// <summary>The error's name, such as "OFPBRC_BAD_LEN".</summary>
    public static string NameOf(OfError error) => error is OfError.None or OfError.Malformed ? "<invalid>" : Get(error).Name;

    public static ErrorRow Get(OfError error) => s_rows[(int)error - 1];

    public static OfError FindByName(string name)
    {
        foreach (var row in s_rows)
        {
            if (row.Name == name)
            {
                return row.Id;
            }
        }

        return OfError.None;
    }

    /// <summary>What a peer of <paramref name="version"/> means by its numbers; None if nothing known.</summary>
    public static OfError FindByCode(OfVersion version, uint experimenter, ushort type, ushort code) =>
        (s_byCode ??= IndexCodes()).GetValueOrDefault((version, experimenter, type, code));

    private static Dictionary<(OfVersion Version, uint Experimenter, int Type, int Code), OfError> IndexCodes()
    {
        var index = new Dictionary<(OfVersion Version, uint Experimenter, int Type, int Code), OfError>();
        foreach (var row in s_rows)
        {
            for (var version = OfVersions.First; version <= OfVersions.Last; version++)
            {
                if (row.TryGetCode(version, out var code))
                {
                    index.TryAdd((version, code.Experimenter, code.Type, code.Code), row.Id);
                }
            }
        }

        return index;
    }
}
