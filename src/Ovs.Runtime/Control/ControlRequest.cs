using System.Collections.Generic;
using Ovs.Runtime.Json;
using Ovs.Runtime.JsonRpc;
using Ovs.Runtime.Logging;

namespace Ovs.Runtime.Control;

/// <summary>A command on its way: its arguments, and the one reply that it owes, now or later.</summary>
public sealed class ControlRequest
{
    private static readonly LogModule s_log = LogModule.Define("unixctl");

    private readonly ControlSession _session;
    private readonly JsonValue _id;

    internal ControlRequest(ControlSession session, JsonValue id, string command, IReadOnlyList<string> arguments)
    {
        _session = session;
        _id = id;
        Command = command;
        Arguments = arguments;
    }

    public string Command { get; }

    public IReadOnlyList<string> Arguments { get; }

    /// <summary>True when the client asked for JSON (`ovs-appctl --format json`).</summary>
    public bool WantsJson => _session.WantsJson;

    public bool IsReplied { get; private set; }

    /// <summary>Answers with text, whose last line is completed: clients before 3.4 print what they get.</summary>
    public void Reply(string text) => Send(Body(text), isError: false);

    /// <summary>Answers with JSON, for commands that know how.</summary>
    public void Reply(JsonValue json) => Send(json, isError: false);

    public void ReplyError(string text) => Send(Body(text), isError: true);

    private JsonValue Body(string text) =>
        WantsJson ? new JsonObject(("reply-format", "plain"), ("reply", text))
        : text.Length > 0 && !text.EndsWith('\n') ? JsonValue.Of(text + "\n")
        : JsonValue.Of(text);

    private void Send(JsonValue body, bool isError)
    {
        if (IsReplied)
        {
            return;
        }

        IsReplied = true;
        if (s_log.IsEnabled(LogLevel.Dbg))
        {
            var text = body is JsonString line ? line.Value.TrimEnd('\n') : body.ToString();
            s_log.Dbg($"replying with {(isError ? "error" : "success")}, id={_id}: \"{text}\"");
        }

        _session.Send(isError ? JsonRpcMessage.ErrorReply(body, _id) : JsonRpcMessage.Reply(body, _id));
    }
}
