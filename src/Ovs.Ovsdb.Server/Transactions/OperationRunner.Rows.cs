using System.Collections.Generic;
using Ovs.Ovsdb.Data;
using Ovs.Ovsdb.Schema;
using Ovs.Runtime.Json;

namespace Ovs.Ovsdb.Server.Transactions;

// The operations that change rows: RFC 7047 5.2.1 and 5.2.3 to 5.2.5.
internal sealed partial class OperationRunner
{
    private OvsdbError? Insert(MemberReader members, JsonObject result)
    {
        var table = TakeTable(members);
        var uuidJson = members.Take("uuid", MemberKinds.String | MemberKinds.Optional) as JsonString;
        var nameJson = members.Take("uuid-name", MemberKinds.Id | MemberKinds.Optional) as JsonString;
        var rowJson = members.Take("row", MemberKinds.Object);
        if (members.Error is { } formError)
        {
            return formError;
        }

        Datum[] fields = [];
        var error = ChooseUuid(table!, uuidJson, nameJson, out var id) ?? ParseRow(rowJson!, table!, out fields);
        if (error is not null)
        {
            return error;
        }

        // What the request names has been checked. Columns it does not name have defaults, and those may be against a
        // constraint too; an empty one never is, and one of several elements is no default.
        foreach (var column in table!.Schema.Columns)
        {
            if (fields[column.Index].Count == 1 && fields[column.Index].Check(column.Type) is { } violation)
            {
                return violation;
            }
        }

        if (_rules?.MayInsert(table, fields) == false)
        {
            return _rules.Refuse($"row insertion into table \"{table.Name}\".");
        }

        _transaction.Insert(table, id, fields);
        result["uuid"] = new JsonArray("uuid", id.ToString());
        return null;
    }

    private OvsdbError? ChooseUuid(Table table, JsonString? uuidJson, JsonString? nameJson, out Uuid id)
    {
        id = default;
        if (uuidJson is not null)
        {
            if (!Uuid.TryParse(uuidJson.Value, out id))
            {
                return OvsdbError.Syntax(uuidJson, null, "bad uuid");
            }

            if (!Transaction.MayInsert(table, id))
            {
                return OvsdbError.Syntax(
                    uuidJson,
                    "duplicate uuid",
                    "This UUID would duplicate a UUID already present within the table or deleted within the same "
                        + "transaction.");
            }
        }

        if (nameJson is null)
        {
            id = uuidJson is null ? Uuid.NewRandom() : id;
            return null;
        }

        // A name may have been used before the row it names is made; then its identifier is known already.
        var symbol = Symbols.GetOrAdd(nameJson.Value);
        if (symbol.IsCreated)
        {
            return OvsdbError.Syntax(
                nameJson, "duplicate uuid-name", "This \"uuid-name\" appeared on an earlier \"insert\" operation.");
        }

        if (uuidJson is null)
        {
            id = symbol.Uuid;
        }
        else
        {
            symbol.Uuid = id;
        }

        symbol.IsCreated = true;
        return null;
    }

    private OvsdbError? Update(MemberReader members, JsonObject result)
    {
        var table = TakeTable(members);
        var where = members.Take("where", MemberKinds.Array) as JsonArray;
        var rowJson = members.Take("row", MemberKinds.Object);
        if (members.Error is { } formError)
        {
            return formError;
        }

        var columns = new List<ColumnSchema>();
        var condition = Condition.Empty;
        var error = ParseRow(rowJson!, table!, out var values, columns)
            ?? CheckMutable(table!, columns)
            ?? ParseWhere(table!, where!, out condition);
        if (error is not null)
        {
            return error;
        }

        if (_rules?.MayModify(table!, columns, condition) == false)
        {
            return _rules.Refuse($"modification of table \"{table!.Name}\".");
        }

        var count = 0;
        foreach (var row in Find(table!, condition))
        {
            count++;
            if (!HasValues(row.Fields, values, columns))
            {
                var fields = (Datum[])row.Fields.Clone();
                foreach (var column in columns)
                {
                    fields[column.Index] = values[column.Index];
                }

                _transaction.Modify(row, fields);
            }
        }

        result["count"] = count;
        return null;
    }

    private OvsdbError? CheckMutable(Table table, List<ColumnSchema> columns)
    {
        foreach (var column in columns)
        {
            if (!column.IsMutable)
            {
                return OvsdbError.Syntax(
                    _operation,
                    "constraint violation",
                    $"Cannot update immutable column {column.Name} in table {table.Name}.");
            }
        }

        return null;
    }

    private static bool HasValues(Datum[] fields, Datum[] values, List<ColumnSchema> columns)
    {
        foreach (var column in columns)
        {
            if (!fields[column.Index].Equals(values[column.Index]))
            {
                return false;
            }
        }

        return true;
    }

    private OvsdbError? Mutate(MemberReader members, JsonObject result)
    {
        var table = TakeTable(members);
        var where = members.Take("where", MemberKinds.Array) as JsonArray;
        var mutationsJson = members.Take("mutations", MemberKinds.Array) as JsonArray;
        if (members.Error is { } formError)
        {
            return formError;
        }

        var condition = Condition.Empty;
        var error = Mutation.Parse(table!.Schema, mutationsJson!, Symbols, out var mutations)
            ?? ParseWhere(table, where!, out condition);
        if (error is not null)
        {
            return error;
        }

        if (mutations.Count > 0
            && _rules?.MayModify(table, mutations.ConvertAll(mutation => mutation.Column), condition) == false)
        {
            return _rules.Refuse($"mutate operation on table \"{table.Name}\".");
        }

        var count = 0;
        foreach (var row in Find(table, condition))
        {
            count++;
            if (mutations.Count > 0 && Mutate(row, mutations) is { } mutationError)
            {
                return mutationError;
            }
        }

        result["count"] = count;
        return null;
    }

    private OvsdbError? Mutate(Row row, List<Mutation> mutations)
    {
        var fields = (Datum[])row.Fields.Clone();
        foreach (var mutation in mutations)
        {
            ref var field = ref fields[mutation.Column.Index];
            if (mutation.Apply(field, out var after) is { } error)
            {
                return error;
            }

            field = after;
        }

        _transaction.Modify(row, fields);
        return null;
    }

    private OvsdbError? Delete(MemberReader members, JsonObject result)
    {
        var where = members.Take("where", MemberKinds.Array) as JsonArray;
        var table = TakeTable(members);
        var condition = Condition.Empty;
        var error = members.Error ?? ParseWhere(table!, where!, out condition);
        if (error is not null)
        {
            return error;
        }

        if (_rules?.MayDelete(table!, condition) == false)
        {
            return _rules.Refuse($"row deletion from table \"{table!.Name}\".");
        }

        var count = 0;
        foreach (var row in Find(table!, condition))
        {
            count++;
            _transaction.Delete(row);
        }

        result["count"] = count;
        return null;
    }

    private OvsdbError? ParseWhere(Table table, JsonArray where, out Condition condition) =>
        Condition.Parse(table.Schema, where, Symbols, out condition);
}
