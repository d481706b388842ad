using System;
using System.Collections.Generic;
using Ovs.Runtime.CommandLine;
using Ovs.Runtime.Json;
using Ovs.Runtime.JsonRpc;
using Ovs.Runtime.Logging;
using Ovs.Runtime.Loop;
using Ovs.Runtime.Streams;

namespace Ovs.Runtime.Control;

/// <summary>One client of the control socket. Its commands run one after another, each after the reply to the one before.</summary>
internal sealed class ControlSession : IDisposable
{
    private static readonly LogModule s_log = LogModule.Define("unixctl");
    private static readonly LogRateLimit s_limit = new(5, 5);

    internal const string OptionsCommand = "set-options";

    private readonly ControlCommands _commands;
    private readonly Action<ControlSession> _closed;
    private readonly JsonRpcConnection _connection;
    private readonly Queue<JsonRpcMessage> _waiting = new();
    private bool _isRunning;

    public ControlSession(EventLoop loop, ByteStream stream, ControlCommands commands, Action<ControlSession> closed)
    {
        _commands = commands;
        _closed = closed;
        _connection = new JsonRpcConnection(loop, stream)
        {
            MessageReceived = OnMessage,
            Closed = _ => closed(this),
        };
    }

    public bool WantsJson { get; private set; }

    public void Send(JsonRpcMessage message)
    {
        _connection.Send(message);
        _isRunning = false;
        RunNext();
    }

    public void Dispose() => _connection.Dispose();

    private void OnMessage(JsonRpcMessage message)
    {
        if (message.Type != JsonRpcType.Request)
        {
            var type = message.Type switch
            {
                JsonRpcType.Notify => "notification",
                JsonRpcType.Reply => "reply",
                _ => "error",
            };
            s_log.Warn(s_limit, $"{_connection.Name}: received unexpected {type} message");
            _closed(this);
            return;
        }

        _waiting.Enqueue(message);
        RunNext();
    }

    private void RunNext()
    {
        while (!_isRunning && _waiting.TryDequeue(out var message))
        {
            _isRunning = true;
            Run(message);
        }
    }

    private void Run(JsonRpcMessage message)
    {
        var name = message.Method!;
        s_log.Dbg($"received request {name}{message.Params}, id={message.Id}");
        var arguments = new List<string>();
        var allText = true;
        foreach (var item in message.Params!.Items)
        {
            allText &= item is JsonString;
            arguments.Add((item as JsonString)?.Value ?? "");
        }

        var request = new ControlRequest(this, message.Id!, name, arguments);
        if (_commands.Find(name) is not { } command)
        {
            request.ReplyError(
                $"\"{name}\" is not a valid command (use \"list-commands\" to see a list of valid commands)");
        }
        else if (arguments.Count < command.MinArguments)
        {
            request.ReplyError($"\"{name}\" command requires at least {command.MinArguments} arguments");
        }
        else if (arguments.Count > command.MaxArguments)
        {
            request.ReplyError($"\"{name}\" command takes at most {command.MaxArguments} arguments");
        }
        else if (!allText)
        {
            request.ReplyError($"\"{name}\" command has non-string argument");
        }
        else if (name == OptionsCommand)
        {
            SetOptions(request);
        }
        else
        {
            command.Run(request);
        }
    }

    /// <summary>What `ovs-appctl --format` sends first: it holds for this connection.</summary>
    private void SetOptions(ControlRequest request)
    {
        string? refused = null;
        OptionRow[] rows =
        [
            new("format", 'f', OptionArgument.Required, value =>
            {
                if (!value!.Equals("json", StringComparison.OrdinalIgnoreCase) &&
                    !value.Equals("text", StringComparison.OrdinalIgnoreCase))
                {
                    refused = $"option format has invalid value {value}";
                }
                else
                {
                    WantsJson = value.Equals("json", StringComparison.OrdinalIgnoreCase);
                }
            }),
        ];
        string[] arguments = [.. request.Arguments];
        if (!OptionParser.TryParse(arguments, rows, stopAtOperand: false, out _, out var error) || refused is not null)
        {
            request.ReplyError(refused ?? error!);
        }
        else
        {
            request.Reply("");
        }
    }
}
