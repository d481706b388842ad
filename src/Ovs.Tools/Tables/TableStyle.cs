using System;
using System.Collections.Generic;
using System.Globalization;
using Ovs.Runtime.CommandLine;
using Ovs.Runtime.Json;

namespace Ovs.Tools.Tables;

internal enum TableFormat
{
    Table,
    List,
    Html,
    Csv,
    Json,
}

/// <summary>How cells that hold database values look.</summary>
internal enum CellFormat
{
    /// <summary>As command lines take values.</summary>
    Text,

    /// <summary>Without brackets and quotes.</summary>
    Bare,
    Json,
}

/// <summary>How tables look, as the output options of ovs-vsctl, ovsdb-client and vtep-ctl choose it.</summary>
internal sealed class TableStyle
{
    public TableFormat Format { get; set; } = TableFormat.List;

    public CellFormat Cells { get; set; } = CellFormat.Text;

    public bool HasHeadings { get; set; } = true;

    public JsonStyle Json { get; set; } = JsonStyle.Sorted;

    /// <summary>The most bytes of a cell that the table format shows; 0 shows all.</summary>
    public int MaxColumnWidth { get; set; }

    public TableStyle Clone() => (TableStyle)MemberwiseClone();

    public void SetFormat(string name)
    {
        switch (name)
        {
            case "table":
                Format = TableFormat.Table;
                break;
            case "list":
                Format = TableFormat.List;
                break;
            case "html":
                Format = TableFormat.Html;
                break;
            case "csv":
                Format = TableFormat.Csv;
                break;
            case "json":
                Format = TableFormat.Json;
                break;
            default:
                ProgramExit.Fatal($"unknown output format \"{name}\"");
                break;
        }
    }

    /// <summary>The output options.</summary>
    public IReadOnlyList<OptionRow> Rows() =>
    [
        new("format", 'f', OptionArgument.Required, value => SetFormat(value!))
        {
            Value = "FORMAT",
            Help = "set output formatting to FORMAT\n(\"table\", \"html\", \"csv\", or \"json\")",
        },
        new("data", 'd', OptionArgument.Required, value => SetCells(value!))
        {
            Value = "FORMAT",
            Help = "set table cell output formatting to\nFORMAT (\"string\", \"bare\", or \"json\")",
        },
        new("no-headings", () => HasHeadings = false) { Help = "omit table heading row" },
        new("pretty", () => Json |= JsonStyle.Pretty) { Help = "pretty-print JSON in output" },
        new("bare", SetBare) { Help = "equivalent to \"--format=list --data=bare --no-headings\"" },
        new("max-column-width", OptionArgument.Required, value => MaxColumnWidth = LeadingNumber(value!)),
    ];

    /// <summary>The section of `--help`.</summary>
    public string Help() => OptionHelp.Section("Output formatting options", 30, Rows());

    private void SetCells(string name)
    {
        switch (name)
        {
            case "string":
                Cells = CellFormat.Text;
                break;
            case "bare":
                Cells = CellFormat.Bare;
                break;
            case "json":
                Cells = CellFormat.Json;
                break;
            default:
                ProgramExit.Fatal($"unknown data format \"{name}\"");
                break;
        }
    }

    private void SetBare()
    {
        Format = TableFormat.List;
        Cells = CellFormat.Bare;
        HasHeadings = false;
    }

    /// <summary>The number that a text begins with, else 0, as atoi() reads it.</summary>
    private static int LeadingNumber(string text)
    {
        var end = text.StartsWith('-') ? 1 : 0;
        while (end < text.Length && char.IsAsciiDigit(text[end]))
        {
            end++;
        }

        return int.TryParse(text.AsSpan(0, end), CultureInfo.InvariantCulture, out var number) ? number : 0;
    }
}
