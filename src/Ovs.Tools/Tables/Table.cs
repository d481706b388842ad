using System.Collections.Generic;
using Ovs.Ovsdb.Data;
using Ovs.Runtime.Json;

namespace Ovs.Tools.Tables;

/// <summary>Rows of cells under headings, for <see cref="TablePrinter"/>.</summary>
internal sealed class Table(params string[] headings)
{
    private readonly List<string> _headings = [.. headings];
    private readonly List<TableCell[]> _rows = [];
    private int _nextColumn;

    public IReadOnlyList<string> Headings => _headings;

    public IReadOnlyList<TableCell[]> Rows => _rows;

    /// <summary>A line above the table, or null.</summary>
    public string? Caption { get; set; }

    public bool HasTimestamp { get; set; }

    /// <summary>Adds a column to the right; there must be no row yet.</summary>
    public void AddColumn(string heading) => _headings.Add(heading);

    /// <summary>Begins a row; its cells are empty until they are added, left to right.</summary>
    public void AddRow()
    {
        _rows.Add(new TableCell[_headings.Count]);
        _nextColumn = 0;
    }

    /// <summary>Adds a text that no style changes.</summary>
    public void AddCell(string text) => Add(new TableCell(text, null, null));

    /// <summary>Adds a database value; one that does not fit the type shows as JSON.</summary>
    public void AddCell(JsonValue json, ColumnType? type) => Add(new TableCell(null, json, type));

    public void AddCell(Datum datum, ColumnType type) => Add(new TableCell(null, datum.ToJson(type), type));

    public void AddEmptyCell() => Add(default);

    private void Add(TableCell cell) => _rows[^1][_nextColumn++] = cell;
}

/// <summary>A fixed text, a database value, or nothing.</summary>
internal readonly record struct TableCell(string? Text, JsonValue? Json, ColumnType? Type)
{
    public string Format(TableStyle style)
    {
        if (Text is not null)
        {
            return Text;
        }

        if (Json is null)
        {
            return "";
        }

        if (style.Cells == CellFormat.Json || Type is null || Datum.Parse(Json, Type, null, out var datum) is not null)
        {
            return JsonWriter.ToText(Json, JsonStyle.Sorted);
        }

        return style.Cells == CellFormat.Text ? datum.ToText(Type) : datum.ToBareText();
    }
}
