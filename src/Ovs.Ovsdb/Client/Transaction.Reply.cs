using Ovs.Ovsdb.Data;
using Ovs.Runtime.Json;
using Ovs.Runtime.JsonRpc;
using Ovs.Runtime.Logging;

namespace Ovs.Ovsdb.Client;

public sealed partial class Transaction
{
    private static readonly LogModule s_log = LogModule.Define("ovsdb_idl");
    private static readonly LogRateLimit s_syntaxLimit = new(1, 5);
    private static readonly LogRateLimit s_otherLimit = new(1, 5);

    private string? _error;

    /// <summary>Takes the server's reply: one result an operation, an error where it failed, null after that.</summary>
    internal void Complete(JsonRpcMessage reply)
    {
        if (reply.Type == JsonRpcType.Error)
        {
            // The database is being removed or converted; it may be back.
            var isCanceled = reply.Error is JsonString { Value: "canceled" };
            Status = isCanceled ? TransactionStatus.TryAgain : TransactionStatus.Error;
            if (!isCanceled)
            {
                NoteError(reply.Error!);
            }
        }
        else if (reply.Result is not JsonArray results)
        {
            s_log.Warn(s_syntaxLimit, "reply to \"transact\" is not JSON array");
            Status = TransactionStatus.Error;
            NoteError(reply.Result!);
        }
        else
        {
            Status = Judge(results);
        }
    }

    private TransactionStatus Judge(JsonArray results)
    {
        var status = TransactionStatus.Success;
        for (var i = 0; i < results.Count; i++)
        {
            var one = Judge(results[i]);
            status = one > status ? one : status;
        }

        if (status == TransactionStatus.Success && !(TakeIncrement(results) & TakeInserts(results)))
        {
            status = TransactionStatus.Error;
        }

        return status;
    }

    /// <summary>Success, TryAgain, NotLocked or Error, which are in this order the graver the later.</summary>
    private TransactionStatus Judge(JsonValue result)
    {
        if (result.Kind == JsonKind.Null)
        {
            return TransactionStatus.TryAgain; // An operation before this one failed.
        }

        if (result is not JsonObject members)
        {
            NoteError(result);
            s_log.Warn(s_syntaxLimit, "operation reply is not JSON null or object");
            return TransactionStatus.Error;
        }

        switch (members["error"])
        {
            case null:
                return TransactionStatus.Success;
            case JsonString { Value: "timed out" }:
                return TransactionStatus.TryAgain; // A "wait" of ours: the database moved.
            case JsonString { Value: "unknown database" }:
                Replica.Protocol.FlagInconsistency();
                return TransactionStatus.TryAgain;
            case JsonString { Value: "not owner" }:
                return TransactionStatus.NotLocked;
            case JsonString { Value: "aborted" }:
                return TransactionStatus.Success; // A dry run ends this way.
            case JsonString { Value: "not allowed" }:
                NoteError(result);
                return TransactionStatus.Error;
            case JsonString:
                NoteError(result);
                s_log.Warn(s_otherLimit, $"transaction error: {_error}");
                return TransactionStatus.Error;
            default:
                NoteError(result);
                s_log.Warn(s_syntaxLimit, "\"error\" in reply is not JSON string");
                return TransactionStatus.Error;
        }
    }

    private void NoteError(JsonValue json) => _error ??= JsonWriter.ToText(json, JsonStyle.Sorted);

    /// <summary>The results of the "mutate" and the "select" that make an increment.</summary>
    private bool TakeIncrement(JsonArray results)
    {
        if (_increment is not { } increment)
        {
            return true;
        }

        if (_incrementIndex + 2 > results.Count)
        {
            s_log.Warn(s_syntaxLimit, $"reply does not contain enough operations for increment (has {results.Count}, "
                + $"needs {_incrementIndex + 2})");
            return false;
        }

        var count = (results[_incrementIndex] as JsonObject)?["count"];
        if (!IsKind(count, JsonKind.Integer, "\"mutate\" reply \"count\""))
        {
            return false;
        }

        if (count is JsonInteger { Value: not 1 } wrong)
        {
            s_log.Warn(s_syntaxLimit, $"\"mutate\" reply \"count\" is {wrong.Value} instead of 1");
            return false;
        }

        var rows = (results[_incrementIndex + 1] as JsonObject)?["rows"];
        if (!IsKind(rows, JsonKind.Array, "\"select\" reply \"rows\""))
        {
            return false;
        }

        if (rows is not JsonArray { Count: 1 } one)
        {
            s_log.Warn(
                s_syntaxLimit, $"\"select\" reply \"rows\" has {((JsonArray)rows!).Count} elements instead of 1");
            return false;
        }

        if (!IsKind(one[0], JsonKind.Object, "\"select\" reply row"))
        {
            return false;
        }

        var value = ((JsonObject)one[0])[increment.Column.Name];
        if (!IsKind(value, JsonKind.Integer, "\"select\" reply inc column"))
        {
            return false;
        }

        IncrementedValue = ((JsonInteger)value!).Value;
        return true;
    }

    /// <summary>The identifiers that the server gave to the inserted rows.</summary>
    private bool TakeInserts(JsonArray results)
    {
        var isGood = true;
        foreach (var insert in _insertReplies.Values)
        {
            if (insert.Index >= results.Count)
            {
                s_log.Warn(s_syntaxLimit, $"reply does not contain enough operations for insert (has {results.Count}, "
                    + $"needs {insert.Index})");
                isGood = false;
                continue;
            }

            var json = (results[insert.Index] as JsonObject)?["uuid"];
            if (!IsKind(json, JsonKind.Array, "\"insert\" reply \"uuid\""))
            {
                isGood = false;
                continue;
            }

            if (Atom.Parse(json!, BaseType.Plain(AtomicType.Uuid), null, out var atom) is { } error)
            {
                s_log.Warn(s_syntaxLimit, $"\"insert\" reply \"uuid\" is not a JSON UUID: {error.ToText()}");
                isGood = false;
                continue;
            }

            insert.Real = atom.Uuid;
        }

        return isGood;
    }

    private static bool IsKind(JsonValue? json, JsonKind kind, string name)
    {
        if (json is null)
        {
            s_log.Warn(s_syntaxLimit, $"{name} is missing");
            return false;
        }

        if (json.Kind != kind)
        {
            s_log.Warn(s_syntaxLimit, $"{name} is {KindName(json.Kind)} instead of {KindName(kind)}");
        }

        return json.Kind == kind;
    }

    private static string KindName(JsonKind kind) => kind switch
    {
        JsonKind.Null => "null",
        JsonKind.False => "false",
        JsonKind.True => "true",
        JsonKind.Object => "object",
        JsonKind.Array => "array",
        JsonKind.Integer or JsonKind.Real => "number",
        _ => "string",
    };
}
