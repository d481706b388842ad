using System;
using System.Diagnostics.CodeAnalysis;
using System.Threading;
using Ovs.Runtime.Json;

namespace Ovs.Runtime.JsonRpc;

public enum JsonRpcType
{
    Request,
    Notify,
    Reply,
    Error,
}

/// <summary>A JSON-RPC 1.0 message (specification of 2005; RFC 7047 section 4): which members it has follows from its type.</summary>
public sealed class JsonRpcMessage
{
    private static long s_nextId;

    private JsonRpcMessage(
        JsonRpcType type, string? method, JsonValue? parameters, JsonValue? result, JsonValue? error, JsonValue? id)
    {
        Type = type;
        Method = method;
        Params = parameters as JsonArray;
        Result = result;
        Error = error;
        Id = id;
    }

    public JsonRpcType Type { get; }

    /// <summary>Of requests and notifications.</summary>
    public string? Method { get; }

    /// <summary>Of requests and notifications; the original accepts arrays only.</summary>
    public JsonArray? Params { get; }

    public JsonValue? Result { get; }

    public JsonValue? Error { get; }

    /// <summary>Of all but notifications.</summary>
    public JsonValue? Id { get; }

    /// <summary>A request with a new id, unique in this process.</summary>
    public static JsonRpcMessage Request(string method, JsonArray parameters) =>
        new(JsonRpcType.Request, method, parameters, null, null, JsonValue.Of(Interlocked.Increment(ref s_nextId) - 1));

    public static JsonRpcMessage Request(string method, JsonArray parameters, JsonValue id) =>
        new(JsonRpcType.Request, method, parameters, null, null, id);

    public static JsonRpcMessage Notify(string method, JsonArray parameters) =>
        new(JsonRpcType.Notify, method, parameters, null, null, null);

    public static JsonRpcMessage Reply(JsonValue result, JsonValue id) =>
        new(JsonRpcType.Reply, null, null, result, null, id);

    public static JsonRpcMessage ErrorReply(JsonValue error, JsonValue id) =>
        new(JsonRpcType.Error, null, null, null, error, id);

    /// <summary>Reads a message; the error is the original's text.</summary>
    public static bool TryParse(
        JsonValue json, [NotNullWhen(true)] out JsonRpcMessage? message, [NotNullWhen(false)] out string? error)
    {
        message = null;
        if (json is not JsonObject members)
        {
            error = "message is not a JSON object";
            return false;
        }

        if (members["method"] is { } methodValue and not JsonString)
        {
            _ = methodValue;
            error = "method is not a JSON string";
            return false;
        }

        foreach (var (name, _) in members.Members)
        {
            if (name is not ("method" or "params" or "result" or "error" or "id"))
            {
                error = $"message has unexpected member \"{name}\"";
                return false;
            }
        }

        return TryParseMembers(members, out message, out error);
    }

    public JsonObject ToJson()
    {
        var json = new JsonObject();
        if (Method is not null)
        {
            json["method"] = Method;
        }

        if (Params is not null)
        {
            json["params"] = Params;
        }

        // A reply has both members, the other one null (RFC 7047 4.1).
        if (Type is JsonRpcType.Reply or JsonRpcType.Error)
        {
            json["result"] = Result ?? JsonValue.Null;
            json["error"] = Error ?? JsonValue.Null;
        }

        json["id"] = Id ?? JsonValue.Null;
        return json;
    }

    public override string ToString() => ToJson().ToString();

    private static bool TryParseMembers(
        JsonObject members, [NotNullWhen(true)] out JsonRpcMessage? message, [NotNullWhen(false)] out string? error)
    {
        message = null;
        var method = (members["method"] as JsonString)?.Value;
        var parameters = Present(members, "params");
        var result = members["result"];
        var errorMember = Present(members, "error");
        var id = Present(members, "id");
        JsonRpcType type;
        if (errorMember is not null)
        {
            type = JsonRpcType.Error;
            result = result?.Kind == JsonKind.Null ? null : result;
        }
        else if (result is not null && method is null)
        {
            type = JsonRpcType.Reply;
        }
        else
        {
            type = id is null ? JsonRpcType.Notify : JsonRpcType.Request;
            result = result?.Kind == JsonKind.Null ? null : result;
        }

        if (parameters is not null and not JsonArray)
        {
            error = "\"params\" must be JSON array";
            return false;
        }

        error = Check(type, "method", method is not null, type is JsonRpcType.Request or JsonRpcType.Notify) ??
            Check(type, "params", parameters is not null, type is JsonRpcType.Request or JsonRpcType.Notify) ??
            Check(type, "result", result is not null, type is JsonRpcType.Reply) ??
            Check(type, "error", errorMember is not null, type is JsonRpcType.Error) ??
            Check(type, "id", id is not null, type is not JsonRpcType.Notify);
        if (error is not null)
        {
            return false;
        }

        message = new JsonRpcMessage(type, method, parameters, result, errorMember, id);
        return true;
    }

    private static JsonValue? Present(JsonObject members, string name) =>
        members.TryGet(name, out var value) && value.Kind != JsonKind.Null ? value : null;

    private static string? Check(JsonRpcType type, string member, bool isThere, bool mustBe) =>
        isThere == mustBe ? null : $"{TypeName(type)} must{(mustBe ? "" : " not")} have \"{member}\"";

    private static string TypeName(JsonRpcType type) => type switch
    {
        JsonRpcType.Request => "request",
        JsonRpcType.Notify => "notification",
        JsonRpcType.Reply => "reply",
        _ => "error",
    };
}
