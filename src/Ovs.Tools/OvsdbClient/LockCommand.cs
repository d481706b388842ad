using System.Collections.Generic;
using Ovs.Runtime.CommandLine;
using Ovs.Runtime.Control;
using Ovs.Runtime.Json;
using Ovs.Runtime.JsonRpc;

namespace Ovs.Tools.OvsdbClient;

/// <summary>`lock`, `steal` and `unlock` (RFC 7047 4.1.8): asks, and stays to tell what becomes of the lock.</summary>
internal sealed class LockCommand
{
    private readonly ClientContext _context;
    private (string Method, string Lock)? _wanted;
    private JsonValue? _requestId;
    private bool _isExiting;

    private LockCommand(ClientContext context) => _context = context;

    public static void Lock(ClientContext context, IReadOnlyList<string> arguments) =>
        new LockCommand(context).Run("lock", arguments[0]);

    public static void Steal(ClientContext context, IReadOnlyList<string> arguments) =>
        new LockCommand(context).Run("steal", arguments[0]);

    public static void Unlock(ClientContext context, IReadOnlyList<string> arguments) =>
        new LockCommand(context).Run("unlock", arguments[0]);

    private void Run(string method, string name)
    {
        using var background = Background.Begin(_context, keepsErrors: false);
        if (background.Control is { } control)
        {
            Register(control.Commands, "unlock");
            Register(control.Commands, "steal");
            Register(control.Commands, "lock");
            control.Commands.Register("exit", "", 0, 0, request =>
            {
                _isExiting = true;
                request.Reply("");
            });
        }

        _context.Server.MessageReceived = message =>
        {
            if (message.Type == JsonRpcType.Reply && _requestId is not null && _requestId.Equals(message.Id))
            {
                _context.PrintJson(message.Result!);
                StandardOutput.Flush();
                _requestId = null;
                background.Complete();
                SendWanted();
            }
            else if (message.Type == JsonRpcType.Notify)
            {
                StandardOutput.WriteLine(message.Method);
                _context.PrintJson(message.Params!);
                StandardOutput.Flush();
            }
        };
        Want(method, name);
        _context.Server.Serve(() => _isExiting);
    }

    private void Register(ControlCommands commands, string method) =>
        commands.Register(method, "LOCK", 1, 1, request =>
        {
            Want(method, request.Arguments[0]);
            request.Reply("");
        });

    /// <summary>Asks now, or when the reply to the request before it has come; what waits is not replaced.</summary>
    private void Want(string method, string name)
    {
        _wanted ??= (method, name);
        SendWanted();
    }

    private void SendWanted()
    {
        if (_requestId is null && _wanted is { } wanted)
        {
            var request = JsonRpcMessage.Request(wanted.Method, new JsonArray(wanted.Lock));
            _requestId = request.Id;
            _wanted = null;
            _context.Server.Send(request);
        }
    }
}
