using System.Collections.Generic;
using Ovs.Ovsdb.Client;
using Ovs.Ovsdb.Schema;

namespace Ovs.Tools.DbCtl;

/// <summary>What a tool knows of its database: tables, how users name rows, and what `show` shows.</summary>
/// <param name="names">How rows are named, apart from their identifiers.</param>
/// <param name="shown">The tables of `show`; it begins with the rows of the first.</param>
internal sealed class CtlDatabase(
    DatabaseModel model, IReadOnlyDictionary<TableSchema, RowName> names, params ShownTable[] shown)
{
    public DatabaseModel Model => model;

    public DatabaseSchema Schema => model.Schema;

    public IReadOnlyList<ShownTable> Shown => shown;

    /// <summary>How users name rows of the table, or null when only by identifier.</summary>
    public RowName? NameOf(TableSchema table) => names.GetValueOrDefault(table);

    /// <summary>Finds a table by a name that may be shortened; gives null or what is wrong.</summary>
    public string? FindTable(string name, out TableSchema table)
    {
        table = null!;
        var found = NameMatch.Find(Schema.Tables, static one => one.Name, name, out var matches);
        if (found is not null)
        {
            table = found;
            return null;
        }

        return matches.Count == 0
            ? $"unknown table \"{name}\""
            : $"\"{name}\" matches multiple table names: {string.Join(", ", matches)}";
    }

    /// <summary>Finds a column by a name that may be shortened; gives null or what is wrong.</summary>
    public static string? FindColumn(TableSchema table, string name, out ColumnSchema column)
    {
        column = null!;
        var found = NameMatch.Find(
            table.Columns, static one => one.IsImplicit ? "" : one.Name, name, out var matches);
        if (found is not null)
        {
            column = found;
            return null;
        }

        return matches.Count == 0
            ? $"{table.Name} does not contain a column whose name matches \"{name}\""
            : $"{table.Name} contains more than one column whose name matches \"{name}\": "
                + string.Join(", ", matches);
    }
}

/// <summary>
/// Rows of one table go by the name that a row of <paramref name="Table"/> has in <paramref name="Name"/>: the row
/// itself, or with <paramref name="Reference"/> the row that this column of the named row refers to.
/// </summary>
internal sealed record RowName(TableSchema Table, ColumnSchema Name, ColumnSchema? Reference = null);

/// <summary>A table as `show` shows it: its name column (null: the identifier), then other columns.</summary>
internal sealed class ShownTable(TableSchema table, ColumnSchema? name, params ColumnSchema[] columns)
{
    public TableSchema Table => table;

    public ColumnSchema? Name => name;

    public IReadOnlyList<ColumnSchema> Columns => columns;
}
