using System;
using System.Collections.Generic;
using System.Globalization;
using System.Text;
using Ovs.Ovsdb.Data;
using Ovs.Ovsdb.Schema;
using Ovs.Runtime.Json;

namespace Ovs.Tools.OvsdbTool;

/// <summary>Tells what transaction records do, in the order they are in the log. A row is called by its name column once it
/// has one, so what it was called before is remembered.</summary>
/// <param name="verbosity">0: date and comment; 1: also rows; 2: also the columns' values.</param>
internal sealed class ChangePrinter(DatabaseSchema schema, int verbosity)
{
    private const int ShortUuidLength = 8;

    private readonly Dictionary<string, string> _names = new(StringComparer.Ordinal);

    /// <summary>What stands behind "record N:", without the last line feed.</summary>
    public string Describe(JsonObject record)
    {
        var text = new StringBuilder();
        if (RecordDate.Of(record) is { } date)
        {
            text.Append(' ').Append(RecordDate.Format(date));
        }

        if (record["_comment"] is JsonString comment)
        {
            text.Append($" \"{comment.Value}\"");
        }

        if (verbosity > 0)
        {
            AppendTables(text, record);
        }

        return text.ToString();
    }

    private void AppendTables(StringBuilder text, JsonObject record)
    {
        var areDiffs = record["_is_diff"]?.Kind == JsonKind.True;
        var isFirst = true;
        foreach (var (name, json) in record.Members)
        {
            if (name.StartsWith('_') || json is not JsonObject rows)
            {
                continue;
            }

            text.Append(isFirst ? "\n" : "");
            isFirst = false;
            _ = schema.TryGetTable(name, out var table);
            foreach (var (id, row) in rows.Members)
            {
                text.Append($"  table {name}");
                AppendRow(text, table, id, row, areDiffs);
            }
        }
    }

    private void AppendRow(StringBuilder text, TableSchema? table, string id, JsonValue json, bool areDiffs)
    {
        var shortId = id[..Math.Min(ShortUuidLength, id.Length)];
        var columns = json as JsonObject;
        var newName = columns?["name"] is { } name ? JsonWriter.ToText(name, JsonStyle.Sorted) : null;
        var isKnown = _names.TryGetValue(id, out var oldName);
        text.Append((isKnown, newName) switch
        {
            (true, _) => $" row {oldName} ({shortId}){(areDiffs ? " diff" : "")}:\n",
            (false, null) => $" insert row {shortId}:\n",
            (false, _) => $" insert row {newName} ({shortId}):\n",
        });
        if (columns is null)
        {
            if (json.Kind == JsonKind.Null)
            {
                text.Append("    delete row\n");
                _names.Remove(id);
            }

            return;
        }

        if (verbosity > 1)
        {
            AppendColumns(text, table, columns);
        }

        if (newName is not null)
        {
            _names[id] = newName;
        }
        else
        {
            _names.TryAdd(id, shortId);
        }
    }

    private static void AppendColumns(StringBuilder text, TableSchema? table, JsonObject columns)
    {
        foreach (var (name, json) in columns.Members)
        {
            text.Append($"    {name}=");

            // A difference is not always a value of the column, and an old file may have columns that are gone.
            text.Append(table is not null
                && table.TryGetColumn(name, out var column)
                && Datum.Parse(json, column.Type, null, out var value) is null
                ? value.ToText(column.Type)
                : JsonWriter.ToText(json, JsonStyle.Sorted));
            text.Append('\n');
        }
    }
}
