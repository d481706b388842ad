using System;
using System.Collections.Generic;

namespace Ovs.Flow.Fields;

/// <summary>
/// All match fields. The codecs of extended matches, the parser and the printer of flows, actions on fields and the
/// documentation all walk these rows.
/// </summary>
/// <remarks>To add a field: an id, a row, and the bytes in <see cref="FlowFields"/> (or in the datapath's key).</remarks>
public static partial class FieldTable
{
    // Rows note where their fields lie in this one; its values are never used.
    private static FlowFields s_layout;

    private static readonly FieldRow[] s_rows = BuildRows(ref s_layout);
    private static readonly Dictionary<string, FieldRow> s_byName = IndexNames();
    private static readonly Dictionary<string, OxmCode> s_codesByName = new();
    private static readonly Dictionary<ulong, OxmCode> s_codesByKey = IndexCodes();

    /// <summary>The rows, in the order of <see cref="FieldId"/>.</summary>
    public static ReadOnlySpan<FieldRow> Rows => s_rows;

    public static FieldRow Get(FieldId id) => s_rows[(int)id];

    /// <summary>Finds a field by a name of text, such as "nw_src".</summary>
    public static FieldRow? Find(ReadOnlySpan<char> name) =>
        s_byName.GetAlternateLookup<ReadOnlySpan<char>>().TryGetValue(name, out var row) ? row : null;

    /// <summary>Finds a code by its name, such as "NXM_OF_IP_SRC".</summary>
    public static OxmCode? FindCode(ReadOnlySpan<char> name) =>
        s_codesByName.GetAlternateLookup<ReadOnlySpan<char>>().TryGetValue(name, out var code) ? code : null;

    /// <summary>Finds a code by a header from the wire; its length must fit the field.</summary>
    public static OxmCode? FindCode(OxmHeader header)
    {
        var exact = header.Exact;
        return s_codesByKey.TryGetValue(exact.Key, out var code)
            && (exact.Length == code.Header.Length || Get(code.Field).IsVariableLength)
            ? code
            : null;
    }

    /// <summary>As <see cref="FindCode(OxmHeader)"/>, whatever the length.</summary>
    public static OxmCode? FindCodeOfAnyLength(OxmHeader header) => s_codesByKey.GetValueOrDefault(header.Key);

    private static Dictionary<string, FieldRow> IndexNames()
    {
        var names = new Dictionary<string, FieldRow>(s_rows.Length * 2);
        foreach (var row in s_rows)
        {
            names.Add(row.Name, row);
            if (row.OtherName is not null)
            {
                names.Add(row.OtherName, row);
            }
        }

        return names;
    }

    private static Dictionary<ulong, OxmCode> IndexCodes()
    {
        var codes = new Dictionary<ulong, OxmCode>(s_rows.Length * 2);
        foreach (var row in s_rows)
        {
            for (var i = 0; i < row.Codes.Length; i++)
            {
                var code = row.Codes[i];
                code = code with { Header = code.Header.Sized(row.Bytes, hasMask: false), Field = row.Id };
                row.Codes[i] = code;
                codes.Add(code.Header.Key, code);
                s_codesByName.Add(code.Name, code);
            }
        }

        return codes;
    }
}
