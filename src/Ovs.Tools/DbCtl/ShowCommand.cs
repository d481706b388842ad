using System;
using System.Collections.Generic;
using System.Text;
using Ovs.Ovsdb.Client;
using Ovs.Ovsdb.Data;
using Ovs.Ovsdb.Schema;

namespace Ovs.Tools.DbCtl;

/// <summary>`show`: the rows of the first shown table, and below each the rows that it refers to, indented.</summary>
internal sealed class ShowCommand
{
    private const int Indent = 4;

    private readonly CtlContext _context;
    private readonly StringBuilder _output;
    private readonly ShowFilter _filter;
    private readonly HashSet<ShownTable> _open = [];

    private ShowCommand(CtlContext context, ShowFilter filter)
    {
        _context = context;
        _output = context.Output;
        _filter = filter;
    }

    public static string? Prepare(CtlContext context)
    {
        foreach (var shown in context.Database.Shown)
        {
            context.Replica[shown.Table].Monitor();
            if (shown.Name is not null)
            {
                context.Monitor(shown.Table, shown.Name);
            }

            foreach (var column in shown.Columns)
            {
                context.Monitor(shown.Table, column);
            }
        }

        return null;
    }

    public static string? Run(CtlContext context)
    {
        if (ShowFilter.Parse(context.Database, context.Option("--filter"), out var filter) is { } error)
        {
            return error;
        }

        var command = new ShowCommand(context, filter);
        foreach (var row in context.Replica[context.Database.Shown[0].Table].Rows)
        {
            command.ShowRow(row, 0);
        }

        return null;
    }

    private ShownTable? ShownAs(TableSchema table)
    {
        foreach (var shown in _context.Database.Shown)
        {
            if (shown.Table == table)
            {
                return shown;
            }
        }

        return null;
    }

    /// <summary>How rows are shown that values of this type refer to; null when they are not.</summary>
    private ShownTable? ShownAs(BaseType type) =>
        type.RefTable is { } name && _context.Database.Schema.TryGetTable(name, out var table) ? ShownAs(table) : null;

    private void ShowRow(Row row, int level)
    {
        var shown = ShownAs(row.Table.Schema);
        var start = _output.Length;
        _output.Append(' ', level * Indent);
        if (shown?.Name is { } name)
        {
            _output.Append(shown.Table.Name).Append(' ').Append(row[name].ToText(name.Type));
        }
        else
        {
            _output.Append(row.Uuid.ToString());
        }

        _output.Append('\n');

        // A table within itself would be a circle: its rows' names are enough there.
        if (shown is null || !_open.Add(shown))
        {
            return;
        }

        foreach (var column in shown.Columns)
        {
            ShowColumn(row, column, level + 1);
        }

        _open.Remove(shown);
        _filter.Apply(shown.Table, _output, start);
    }

    private void ShowColumn(Row row, ColumnSchema column, int level)
    {
        var value = row[column];
        if (ShownAs(column.Type.Key) is { } children)
        {
            for (var i = 0; i < value.Count; i++)
            {
                if (_context.Replica[children.Table].Find(value.Key(i).Uuid) is { } child)
                {
                    ShowRow(child, level);
                }
            }
        }
        else if (ShownAs(column.Type.Value) is { Name: { } name } named)
        {
            ShowNames(column, value, named.Table, name, level);
        }
        else if (!value.IsDefault(column.Type))
        {
            _output.Append(' ', level * Indent)
                .Append(column.Name).Append(": ").Append(value.ToText(column.Type)).Append('\n');
        }
    }

    /// <summary>A map to rows: each key with its row's name.</summary>
    private void ShowNames(ColumnSchema column, Datum value, TableSchema table, ColumnSchema name, int level)
    {
        _output.Append(' ', level * Indent).Append(column.Name).Append(":\n");
        for (var i = 0; i < value.Count; i++)
        {
            var target = _context.Replica[table].Find(value.Value(i).Uuid);
            _output.Append(' ', (level + 1) * Indent).Append(value.Key(i).ToText()).Append('=')
                .Append(target is null ? "\"<null>\"" : target[name].ToText(name.Type)).Append('\n');
        }
    }
}
