using System.Collections.Generic;
using Ovs.Ovsdb.Data;

namespace Ovs.Ovsdb.Server.Transactions;

/// <summary>
/// Columns of rows by name, for tables that the server reads and writes itself. A schema may lack any of them or give them
/// another type; then there is nothing to read, and nothing is written.
/// </summary>
internal static class ColumnAccess
{
    public static string? ReadText(Row row, string column) => ReadText(row.Table, row.Fields, column);

    public static string? ReadText(Table table, Datum[] fields, string column) =>
        Read(table, fields, column, AtomicType.String)?.Text;

    public static long? ReadInteger(Row row, string column) => Read(row.Table, row.Fields, column, AtomicType.Integer)?.Integer;

    public static bool? ReadBoolean(Row row, string column) =>
        Read(row.Table, row.Fields, column, AtomicType.Boolean)?.Boolean;

    /// <summary>The elements of a column that holds any number of texts; null when there is no such column.</summary>
    public static Datum? ReadTexts(Row row, string column) =>
        row.Table.Schema.TryGetColumn(column, out var found)
        && found.Type is { Key.Type: AtomicType.String, Value.Type: AtomicType.Void, Max: ColumnType.Unlimited }
            ? row.Fields[found.Index]
            : null;

    /// <summary>The value under <paramref name="key"/> of a column that maps texts to texts.</summary>
    public static string? ReadText(Row row, string column, string key) => ReadText(row.Table, row.Fields, column, key);

    public static string? ReadText(Table table, Datum[] fields, string column, string key) =>
        TryFind(table, column, AtomicType.String, AtomicType.String, out var index)
        && fields[index].TryGetText(key, out var value)
            ? value
            : null;

    /// <summary>The row that is under <paramref name="key"/> in a column that maps texts to rows.</summary>
    public static Row? ReadRow(Row row, string column, string key) =>
        TryFind(row.Table, column, AtomicType.String, AtomicType.Uuid, out var index)
        && row.Fields[index].TryGetValue(new Atom(key), out var id)
        && row.Table.References[index].Value is { } table && table.TryGetRow(id.Uuid, out var found)
            ? found
            : null;

    /// <summary>Puts a value, or for null nothing, into a column that holds at most one atom.</summary>
    public static void Write(Table table, Datum[] fields, string column, Atom? value)
    {
        var type = value?.Type ?? TypeOf(table, column);
        if (TryFind(table, column, type, AtomicType.Void, out var index)
            && (value is not null || table.Schema.Columns[index].Type.Min == 0))
        {
            fields[index] = value is null ? Datum.Empty : Datum.Of(value.Value);
        }
    }

    /// <summary>Puts pairs into a column that maps texts to texts.</summary>
    public static void WriteMap(Table table, Datum[] fields, string column, IEnumerable<KeyValuePair<string, string>> pairs)
    {
        if (TryFind(table, column, AtomicType.String, AtomicType.String, out var index))
        {
            fields[index] = Datum.MapOf(pairs);
        }
    }

    private static Atom? Read(Table table, Datum[] fields, string column, AtomicType type) =>
        TryFind(table, column, type, AtomicType.Void, out var index) && !fields[index].IsEmpty
            ? fields[index].Key(0)
            : null;

    private static AtomicType TypeOf(Table table, string column) =>
        table.Schema.TryGetColumn(column, out var found) ? found.Type.Key.Type : AtomicType.Void;

    private static bool TryFind(Table table, string column, AtomicType key, AtomicType value, out int index)
    {
        index = -1;
        if (!table.Schema.TryGetColumn(column, out var found)
            || found.Type.Key.Type != key || found.Type.Value.Type != value
            || found.Type.Max != (value == AtomicType.Void ? 1 : ColumnType.Unlimited))
        {
            return false;
        }

        index = found.Index;
        return true;
    }
}
