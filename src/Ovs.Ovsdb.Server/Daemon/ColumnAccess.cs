using System.Collections.Generic;
using Ovs.Ovsdb.Data;
using Ovs.Ovsdb.Server.Transactions;

namespace Ovs.Ovsdb.Server.Daemon;

/// <summary>
/// Columns of rows by name, for tables that the server reads and writes itself. A schema may lack any of them or give them
/// another type; then there is nothing to read, and nothing is written.
/// </summary>
internal static class ColumnAccess
{
    public static string? ReadText(Row row, string column) => Read(row, column, AtomicType.String)?.Text;

    public static long? ReadInteger(Row row, string column) => Read(row, column, AtomicType.Integer)?.Integer;

    public static bool? ReadBoolean(Row row, string column) => Read(row, column, AtomicType.Boolean)?.Boolean;

    /// <summary>The value under <paramref name="key"/> of a column that maps texts to texts.</summary>
    public static string? ReadText(Row row, string column, string key) =>
        TryFind(row.Table, column, AtomicType.String, AtomicType.String, out var index)
        && row.Fields[index].TryGetText(key, out var value)
            ? value
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

    private static Atom? Read(Row row, string column, AtomicType type) =>
        TryFind(row.Table, column, type, AtomicType.Void, out var index) && !row.Fields[index].IsEmpty
            ? row.Fields[index].Key(0)
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
