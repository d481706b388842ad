using System;
using Ovs.Ovsdb.Data;
using Ovs.Ovsdb.Schema;
using Ovs.Ovsdb.Server.Storage;

namespace Ovs.Ovsdb.Server.Transactions;

/// <summary>Carries data over to another schema of the same database: tables and columns by name.</summary>
public static class DatabaseConversion
{
    /// <summary>A database without storage that holds what of <paramref name="source"/> the new schema has room for; an error
    /// when some of that does not fit.</summary>
    public static OvsdbError? Convert(Database source, DatabaseSchema schema, out Database? converted)
    {
        converted = null;
        var target = new Database(schema, new UnbackedStorage());
        var transaction = new Transaction(target);
        foreach (var table in source.Tables)
        {
            if (target.TryGetTable(table.Name, out var targetTable)
                && ConvertTable(transaction, table, targetTable) is { } error)
            {
                transaction.Abort();
                return error;
            }
        }

        var commitError = transaction.Prepare();
        if (commitError is not null)
        {
            transaction.Abort();
            return commitError;
        }

        transaction.Complete();
        converted = target;
        return null;
    }

    private static OvsdbError? ConvertTable(Transaction transaction, Table source, Table target)
    {
        foreach (var row in source.Rows)
        {
            var fields = OperationRunner.DefaultRow(target);
            foreach (var column in source.Schema.Columns)
            {
                if (!column.IsImplicit && target.Schema.TryGetColumn(column.Name, out var targetColumn)
                    && ConvertValue(row.Fields[column.Index], column, targetColumn, out fields[targetColumn.Index])
                        is { } error)
                {
                    return error;
                }
            }

            transaction.Insert(target, row.Id, fields);
        }

        return null;
    }

    private static OvsdbError? ConvertValue(Datum value, ColumnSchema from, ColumnSchema to, out Datum converted)
    {
        converted = value;
        return from.Type.Equals(to.Type)
            ? null
            : Datum.Parse(value.ToJson(from.Type), to.Type, null, out converted);
    }
}
