using System;
using Ovs.Runtime.Json;

namespace Ovs.Ovsdb.Server.Sessions;

/// <summary>JSON-RPC messages around a text that was encoded before.</summary>
internal static class MessageText
{
    private static ReadOnlySpan<byte> EmptyObject => "{}"u8;

    /// <summary>A reply whose result is <paramref name="result"/>; no text stands for an empty object.</summary>
    public static ReadOnlyMemory<byte> Reply(JsonValue id, ReadOnlySpan<byte> result)
    {
        var output = new Utf8Builder(result.Length + 256);
        output.Append("{\"id\":"u8);
        JsonWriter.Append(output, id);
        output.Append(",\"result\":"u8);
        output.Append(result.IsEmpty ? EmptyObject : result);
        output.Append(",\"error\":null}"u8);
        return output.WrittenMemory;
    }

    /// <summary>A reply to "monitor_cond_since": whether the transaction was found, the last one, the updates.</summary>
    public static ReadOnlyMemory<byte> SinceReply(JsonValue id, bool isFound, string lastId, ReadOnlySpan<byte> updates)
    {
        var output = new Utf8Builder(updates.Length + 256);
        output.Append("{\"id\":"u8);
        JsonWriter.Append(output, id);
        output.Append(isFound ? ",\"result\":[true,"u8 : ",\"result\":[false,"u8);
        JsonWriter.AppendString(output, lastId);
        output.Append((byte)',');
        output.Append(updates.IsEmpty ? EmptyObject : updates);
        output.Append("],\"error\":null}"u8);
        return output.WrittenMemory;
    }

    /// <summary>A notification of updates; <paramref name="lastId"/> is told by "update3" only.</summary>
    public static ReadOnlyMemory<byte> Update(
        string method, JsonValue monitorId, string? lastId, ReadOnlySpan<byte> updates)
    {
        var output = new Utf8Builder(updates.Length + 256);
        output.Append("{\"id\":null,\"method\":"u8);
        JsonWriter.AppendString(output, method);
        output.Append(",\"params\":["u8);
        JsonWriter.Append(output, monitorId);
        output.Append((byte)',');
        if (lastId is not null)
        {
            JsonWriter.AppendString(output, lastId);
            output.Append((byte)',');
        }

        output.Append(updates);
        output.Append("]}"u8);
        return output.WrittenMemory;
    }
}
