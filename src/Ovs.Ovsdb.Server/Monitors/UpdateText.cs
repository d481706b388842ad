using System;
using System.Collections.Generic;
using Ovs.Ovsdb.Data;
using Ovs.Ovsdb.Server.Transactions;
using Ovs.Runtime.Json;

namespace Ovs.Ovsdb.Server.Monitors;

/// <summary>
/// Writes &lt;table-updates&gt; (RFC 7047 4.1.6) and &lt;table-updates2&gt; (ovsdb-server(7) 4.1.14), straight to bytes: an
/// update may be the whole database.
/// </summary>
internal static class UpdateText
{
    /// <summary>The rows that are there now.</summary>
    public static ReadOnlyMemory<byte> ComposeInitial(
        MonitorGroup group, MonitorVersion version, MonitorConditions? conditions)
    {
        var writer = new TableWriter(version);
        foreach (var table in group.Tables)
        {
            writer.StartTable(table);
            if ((table.Kinds & ChangeKinds.Initial) == 0)
            {
                continue;
            }

            foreach (var row in table.Table.Rows)
            {
                if (conditions is null || conditions.Matches(table.Table, row.Fields))
                {
                    writer.WriteRow(row.Id, ChangeKinds.Initial, null, row.Fields);
                }
            }
        }

        return writer.Finish();
    }

    /// <summary>What changed; empty when none of it is to be told.</summary>
    public static ReadOnlyMemory<byte> Compose(
        ChangeSet changes, MonitorVersion version, MonitorConditions? conditions)
    {
        var writer = new TableWriter(version);
        foreach (var (table, rows) in changes.Tables)
        {
            writer.StartTable(table);
            foreach (var (id, change) in rows)
            {
                var kind = KindOf(table, change.Old, change.New, conditions, conditions);
                if ((table.Kinds & kind) != 0 && (kind != ChangeKinds.Modify || IsModified(table, change)))
                {
                    writer.WriteRow(id, kind, change.Old, change.New);
                }
            }
        }

        return writer.Finish();
    }

    /// <summary>The rows that come into view and go out of it when some tables' conditions change.</summary>
    public static ReadOnlyMemory<byte> ComposeConditionChange(
        MonitorGroup group, MonitorConditions before, MonitorConditions after)
    {
        var writer = new TableWriter(MonitorVersion.Conditional);
        foreach (var table in group.Tables)
        {
            if (!after.Contains(table.Table)
                || before[table.Table].CanonicalText == after[table.Table].CanonicalText)
            {
                continue;
            }

            writer.StartTable(table);
            foreach (var row in table.Table.Rows)
            {
                var kind = KindOf(table, row.Fields, row.Fields, before, after);
                if ((table.Kinds & kind) != 0 && kind != ChangeKinds.Modify)
                {
                    writer.WriteRow(row.Id, kind, row.Fields, row.Fields);
                }
            }
        }

        return writer.Finish();
    }

    /// <summary>What the change is to a client: a row that begins to meet its conditions is new to it.</summary>
    private static ChangeKinds KindOf(
        MonitorTable table, Datum[]? old, Datum[]? @new, MonitorConditions? before, MonitorConditions? after)
    {
        var wasSeen = old is not null && (before is null || before.Matches(table.Table, old));
        var isSeen = @new is not null && (after is null || after.Matches(table.Table, @new));
        return (wasSeen, isSeen) switch
        {
            (false, false) => ChangeKinds.None,
            (false, true) => ChangeKinds.Insert,
            (true, false) => ChangeKinds.Delete,
            _ => ChangeKinds.Modify,
        };
    }

    /// <summary>A row may have been changed and changed back since the client last heard.</summary>
    private static bool IsModified(MonitorTable table, in ChangeSet.Change change)
    {
        foreach (var column in table.Columns)
        {
            if (!change.Old![column.Column.Index].Equals(change.New![column.Column.Index]))
            {
                return true;
            }
        }

        return false;
    }

    /// <summary>Writes an object of tables, each an object of rows; tables without rows are left out.</summary>
    private sealed class TableWriter(MonitorVersion version)
    {
        private readonly Utf8Builder _output = new();
        private MonitorTable? _table;
        private bool _isInTable;

        public void StartTable(MonitorTable table)
        {
            EndTable();
            _table = table;
        }

        public void WriteRow(Uuid id, ChangeKinds kind, Datum[]? old, Datum[]? @new)
        {
            if (_isInTable)
            {
                _output.Append((byte)',');
            }
            else
            {
                _output.Append(_output.Count == 0 ? (byte)'{' : (byte)',');
                JsonWriter.AppendString(_output, _table!.Table.Name);
                _output.Append(":{"u8);
                _isInTable = true;
            }

            Span<char> text = stackalloc char[Uuid.TextLength];
            id.Format(text);
            JsonWriter.AppendString(_output, text);
            _output.Append((byte)':');
            if (version == MonitorVersion.Full)
            {
                WriteFull(kind, old, @new);
            }
            else
            {
                WriteDifference(kind, old, @new);
            }
        }

        /// <summary>The text; empty when no row was written.</summary>
        public ReadOnlyMemory<byte> Finish()
        {
            EndTable();
            if (_output.Count == 0)
            {
                return default;
            }

            _output.Append((byte)'}');
            return _output.ToArray();
        }

        private void EndTable()
        {
            if (_isInTable)
            {
                _output.Append((byte)'}');
                _isInTable = false;
            }
        }

        // RFC 7047 4.1.6, <row-update>: "old" has the columns that changed, "new" all of them.
        private void WriteFull(ChangeKinds kind, Datum[]? old, Datum[]? @new)
        {
            var hasOld = (kind & (ChangeKinds.Delete | ChangeKinds.Modify)) != 0;
            _output.Append((byte)'{');
            if (hasOld)
            {
                _output.Append("\"old\":"u8);
                WriteColumns(kind, old!, kind == ChangeKinds.Modify ? @new : null, Told.Values);
            }

            if (kind != ChangeKinds.Delete)
            {
                _output.Append(hasOld ? ",\"new\":"u8 : "\"new\":"u8);
                WriteColumns(kind, @new!, null, Told.Values);
            }

            _output.Append((byte)'}');
        }

        private void WriteDifference(ChangeKinds kind, Datum[]? old, Datum[]? @new)
        {
            switch (kind)
            {
                case ChangeKinds.Delete:
                    _output.Append("{\"delete\":null}"u8);
                    return;
                case ChangeKinds.Modify:
                    _output.Append("{\"modify\":"u8);
                    WriteColumns(kind, old!, @new, Told.Differences);
                    break;
                default:
                    _output.Append(kind == ChangeKinds.Initial ? "{\"initial\":"u8 : "{\"insert\":"u8);
                    WriteColumns(kind, @new!, null, Told.NotDefaults);
                    break;
            }

            _output.Append((byte)'}');
        }

        private void WriteColumns(ChangeKinds kind, Datum[] fields, Datum[]? others, Told told)
        {
            _output.Append((byte)'{');
            var isFirst = true;
            foreach (var column in _table!.Columns)
            {
                var schema = column.Column;
                var value = fields[schema.Index];
                if (!column.IsTold || (column.Kinds & kind) == 0
                    || (others is not null && value.Equals(others[schema.Index]))
                    || (told == Told.NotDefaults && value.IsDefault(schema.Type)))
                {
                    continue;
                }

                if (!isFirst)
                {
                    _output.Append((byte)',');
                }

                isFirst = false;
                JsonWriter.AppendString(_output, schema.Name);
                _output.Append((byte)':');
                var shown = told == Told.Differences ? value.Diff(others![schema.Index], schema.Type) : value;
                JsonWriter.Append(_output, shown.ToJson(schema.Type));
            }

            _output.Append((byte)'}');
        }

        private enum Told
        {
            Values,
            Differences,
            NotDefaults,
        }
    }
}
