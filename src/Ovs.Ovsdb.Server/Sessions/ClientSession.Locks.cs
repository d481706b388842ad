using System.Collections.Generic;
using Ovs.Ovsdb.Data;
using Ovs.Runtime.Json;
using Ovs.Runtime.JsonRpc;

namespace Ovs.Ovsdb.Server.Sessions;

// Locks: RFC 7047 4.1.8 to 4.1.10.
internal sealed partial class ClientSession
{
    private bool OwnsLock(string name) => _locks.TryGetValue(name, out var waiter) && waiter.IsOwner;

    private void Lock(JsonRpcMessage request, bool steals)
    {
        if (TakeLockName(request) is not { } name)
        {
            return;
        }

        if (_locks.ContainsKey(name))
        {
            Fail(request, OvsdbError.Syntax(
                request.Params, null, $"must issue \"unlock\" before new \"{request.Method}\""));
            return;
        }

        var waiter = _server.Locks.Add(this, name, steals, out var robbed);
        _locks.Add(name, waiter);
        robbed?.Send(JsonRpcMessage.Notify("stolen", new JsonArray(name)));
        Send(JsonRpcMessage.Reply(new JsonObject(("locked", waiter.IsOwner)), request.Id!));
    }

    private void Unlock(JsonRpcMessage request)
    {
        if (TakeLockName(request) is not { } name)
        {
            return;
        }

        if (!_locks.TryGetValue(name, out var waiter))
        {
            Fail(request, SyntaxError(request, "\"unlock\" without \"lock\" or \"steal\""));
            return;
        }

        Unlock(waiter);
        Send(JsonRpcMessage.Reply(new JsonObject(), request.Id!));
    }

    private void UnlockAll()
    {
        foreach (var waiter in new List<LockWaiter>(_locks.Values))
        {
            Unlock(waiter);
        }
    }

    private void Unlock(LockWaiter waiter)
    {
        _locks.Remove(waiter.Name);
        _server.Locks.Remove(waiter)?.Send(JsonRpcMessage.Notify("locked", new JsonArray(waiter.Name)));
    }

    /// <summary>The name that a request is about; null when the client was told that it is not allowed.</summary>
    private string? TakeLockName(JsonRpcMessage request)
    {
        if (IsReadOnly)
        {
            Send(JsonRpcMessage.ErrorReply(
                "lock and unlock methods not allowed, DB server is read only.", request.Id!));
            return null;
        }

        if (request.Params is { Count: 1 } parameters && parameters[0] is JsonString name && MemberReader.IsId(name.Value))
        {
            return name.Value;
        }

        Fail(request, OvsdbError.Syntax(request.Params, null, $"{request.Method} request params must be <id>"));
        return null;
    }
}
