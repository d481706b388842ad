using System.Collections.Generic;
using Ovs.Ovsdb.Data;
using Ovs.Ovsdb.Schema;
using Ovs.Runtime.Json;

namespace Ovs.Ovsdb.Client;

public sealed partial class Replica
{
    /// <summary>Whether an update changed what is worth a look, nothing of it, or made no sense.</summary>
    private enum Outcome
    {
        Changed,
        Unchanged,
        Inconsistent,
    }

    private JsonObject ComposeMonitorRequests(JsonValue serverSchema)
    {
        var serverTables = ServerSchema.Parse(serverSchema);
        var requests = new JsonObject();
        foreach (var table in _tables)
        {
            var serverColumns = serverTables?.GetValueOrDefault(table.Schema.Name);
            table.SetServerColumns(serverColumns);
            if (!table.IsMonitoredAtAll)
            {
                continue;
            }

            if (serverTables is not null && serverColumns is null)
            {
                s_log.Warn($"{Schema.Name} database lacks {table.Schema.Name} table (database needs upgrade?)");
                continue;
            }

            var columns = ComposeColumns(table, serverColumns);
            requests[table.Schema.Name] = new JsonArray(new JsonObject(("columns", columns)));
        }

        return requests;
    }

    private JsonArray ComposeColumns(ReplicaTable table, HashSet<string>? serverColumns)
    {
        var columns = new JsonArray();
        foreach (var column in table.Schema.Columns)
        {
            if (!table.IsMonitored(column))
            {
                continue;
            }

            if (serverColumns is not null && !serverColumns.Contains(column.Name))
            {
                s_log.Warn($"{table.Schema.Name} table in {Schema.Name} database lacks {column.Name} column "
                    + "(database needs upgrade?)");
                continue;
            }

            columns.Add(column.Name);
        }

        return columns;
    }

    private void Apply(UpdateEvent update)
    {
        var before = Sequence;
        if (update.IsReply)
        {
            // The answer to a monitor request counts as news even when it holds no row.
            Sequence++;
        }

        var error = RowUpdate.Parse(update.Updates, update.Version, out var tables);
        if (error is null)
        {
            if (update.IsSnapshot)
            {
                Clear();
            }

            error = Apply(tables);
        }

        if (error is not null)
        {
            s_log.Warn(s_syntaxLimit, error.ToText());
        }

        if (Sequence != before)
        {
            Changed?.Invoke();
        }
    }

    private void Clear()
    {
        foreach (var table in _tables)
        {
            table.Clear();
        }

        Sequence++;
    }

    private OvsdbError? Apply(List<(string Table, List<RowUpdate> Rows)> tables)
    {
        foreach (var (name, rows) in tables)
        {
            if (!Schema.TryGetTable(name, out var schema))
            {
                return OvsdbError.Syntax(null, null, $"update to unknown table \"{name}\"");
            }

            foreach (var row in rows)
            {
                switch (Apply(this[schema], row))
                {
                    case Outcome.Changed:
                        Sequence++;
                        break;
                    case Outcome.Inconsistent:
                        _protocol.FlagInconsistency();
                        return new OvsdbError(
                            null,
                            "row update received for inconsistent IDL: reconnecting IDL and resync all data");
                    default:
                        break;
                }
            }
        }

        return null;
    }

    private Outcome Apply(ReplicaTable table, RowUpdate update)
    {
        var row = table.FindCommitted(update.Uuid);
        switch (update.Kind)
        {
            case RowUpdateKind.Insert when row is null:
                row = table.Make(update.Uuid);
                var values = table.NewValues();
                foreach (var (name, json) in update.Columns!.Members)
                {
                    Parse(table, row, name, json, RowUpdateKind.Update, values);
                }

                row.Load(values, Sequence + 1);
                table.ChangedAt = Sequence + 1;
                table.Changes?.NoteInserted(row);
                return Outcome.Changed;

            case RowUpdateKind.Insert:
                s_log.Err(s_semanticLimit, $"cannot add existing row {update.Uuid} to table {table.Schema.Name}");
                return Outcome.Inconsistent;

            case RowUpdateKind.Delete when row is not null:
                table.Remove(row);
                row.Unload();
                table.ChangedAt = Sequence + 1;
                table.Changes?.NoteDeleted(row);
                return Outcome.Changed;

            case RowUpdateKind.Delete:
                s_log.Err(s_semanticLimit, $"cannot delete missing row {update.Uuid} from table {table.Schema.Name}");
                return Outcome.Inconsistent;

            default:
                if (row is not null)
                {
                    return Modify(table, row, update);
                }

                s_log.Err(s_semanticLimit, $"cannot modify missing row {update.Uuid} in table {table.Schema.Name}");
                return Outcome.Inconsistent;
        }
    }

    private Outcome Modify(ReplicaTable table, Row row, RowUpdate update)
    {
        var outcome = Outcome.Unchanged;
        foreach (var (name, json) in update.Columns!.Members)
        {
            if (Parse(table, row, name, json, update.Kind, row.Committed!) is { } column && table.IsAlerting(column))
            {
                outcome = Outcome.Changed;
                row.NoteModified(Sequence + 1);
                table.ChangedAt = Sequence + 1;
                table.Changes?.NoteModified(row, column);
            }
        }

        return outcome;
    }

    /// <summary>Puts a column's news into <paramref name="values"/>; gives the column when that changed it.</summary>
    private static ColumnSchema? Parse(
        ReplicaTable table, Row row, string name, JsonValue json, RowUpdateKind kind, Datum[] values)
    {
        if (!table.Schema.TryGetColumn(name, out var column) || column.IsImplicit)
        {
            s_log.Warn(s_syntaxLimit, $"unknown column {name} updating row {row.Uuid}");
            return null;
        }

        ref var value = ref values[column.Index - TableSchema.ImplicitColumns];
        var type = kind == RowUpdateKind.Modify ? column.Type.WithoutSizeLimits : column.Type;
        var error = Datum.Parse(json, type, null, out var datum);
        if (error is null && kind == RowUpdateKind.Modify)
        {
            error = value.ApplyDiff(datum, column.Type, out datum);
        }

        if (error is not null)
        {
            s_log.Warn(
                s_syntaxLimit,
                $"error parsing column {name} in row {row.Uuid} in table {table.Schema.Name}: {error.ToText()}");
            return null;
        }

        var isChanged = kind == RowUpdateKind.Modify || !value.Equals(datum);
        value = datum;
        return isChanged ? column : null;
    }
}
