using System;
using System.Collections.Generic;
using Ovs.Ovsdb.Data;
using Ovs.Ovsdb.Schema;
using Ovs.Runtime.CommandLine;
using Ovs.Runtime.Json;
using Ovs.Tools.Databases;

namespace Ovs.Tools.Tables;

/// <summary>
/// Some columns of a table, to be asked for by one "select" operation and shown in an order that depends on the contents
/// only. A result that is none ends the program.
/// </summary>
internal sealed class TableDump
{
    private readonly TableSchema _table;
    private readonly List<ColumnSchema> _columns;

    /// <param name="columns">Null for all; _version is never shown, as it says nothing.</param>
    public TableDump(TableSchema table, IEnumerable<ColumnSchema>? columns = null)
    {
        _table = table;
        _columns = [.. columns ?? table.Columns];
        _columns.Remove(table.VersionColumn);
        _columns.Sort((a, b) => Utf8Text.Compare(a.Name, b.Name));
    }

    /// <summary>All of a database, tables by name.</summary>
    public static List<TableDump> OfAll(DatabaseSchema schema)
    {
        var tables = new List<TableSchema>(schema.Tables);
        tables.Sort((a, b) => Utf8Text.Compare(a.Name, b.Name));
        return tables.ConvertAll(table => new TableDump(table));
    }

    /// <summary>The parameters of a "transact" request that asks for all of <paramref name="dumps"/>.</summary>
    public static JsonArray Request(string database, IEnumerable<TableDump> dumps)
    {
        var request = new JsonArray(database);
        foreach (var dump in dumps)
        {
            request.Add(dump.SelectOperation());
        }

        return request;
    }

    /// <summary>The tables that the reply to <see cref="Request"/> holds.</summary>
    public static IEnumerable<Table> Tables(List<TableDump> dumps, JsonValue reply)
    {
        if (reply is not JsonArray results || results.Count != dumps.Count)
        {
            ProgramExit.Fatal($"reply is not array of {dumps.Count} elements: {reply}");
            yield break;
        }

        for (var i = 0; i < dumps.Count; i++)
        {
            yield return dumps[i].ToTable(results[i]);
        }
    }

    /// <summary>The rows of a "select" result.</summary>
    public static JsonArray SelectedRows(TableSchema table, JsonValue result)
    {
        if (result is not JsonObject members || members["rows"] is not JsonArray rows)
        {
            ProgramExit.Fatal($"{table.Name} table reply is not an object with a \"rows\" member array: {result}");
            return new JsonArray();
        }

        return rows;
    }

    private JsonObject SelectOperation()
    {
        var names = new JsonArray();
        foreach (var column in _columns)
        {
            names.Add(column.Name);
        }

        return new JsonObject(
            ("op", "select"), ("table", _table.Name), ("where", new JsonArray()), ("columns", names));
    }

    private Table ToTable(JsonValue result)
    {
        var rows = SelectedRows(_table, result);
        var data = new List<Datum[]>(rows.Count);
        for (var y = 0; y < rows.Count; y++)
        {
            if (rows[y] is JsonObject row)
            {
                data.Add(ReadRow(row, y));
            }
            else
            {
                ProgramExit.Fatal($"row {y} in table {_table.Name} response is not a JSON object: {rows[y]}");
            }
        }

        data.Sort(Compare);
        var output = new Table { Caption = $"{_table.Name} table" };
        _columns.ForEach(column => output.AddColumn(column.Name));
        foreach (var row in data)
        {
            output.AddRow();
            for (var x = 0; x < row.Length; x++)
            {
                output.AddCell(row[x], _columns[x].Type);
            }
        }

        return output;
    }

    private Datum[] ReadRow(JsonObject row, int index)
    {
        var values = new Datum[_columns.Count];
        for (var x = 0; x < values.Length; x++)
        {
            if (!row.TryGet(_columns[x].Name, out var json))
            {
                ProgramExit.Fatal($"row {index} in table {_table.Name} response lacks {_columns[x].Name} column");
            }

            FatalErrors.Check(Datum.Parse(json, _columns[x].Type.WithoutConstraints, null, out values[x]));
        }

        return values;
    }

    /// <summary>Identifiers are random, so they decide last.</summary>
    private int Compare(Datum[] a, Datum[] b)
    {
        foreach (var isUuid in (ReadOnlySpan<bool>)[false, true])
        {
            for (var x = 0; x < a.Length; x++)
            {
                if ((_columns[x].Type.Key.Type == AtomicType.Uuid) == isUuid)
                {
                    var order = a[x].CompareTo(b[x]);
                    if (order != 0)
                    {
                        return order;
                    }
                }
            }
        }

        return 0;
    }
}
