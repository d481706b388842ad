using Ovs.Runtime.Json;
using Ovs.Runtime.JsonRpc;

namespace Ovs.Ovsdb.Client;

public sealed partial class ClientProtocol
{
    private JsonValue? _lockRequestId;

    /// <summary>The lock that transactions need (RFC 7047 4.1.8), or null.</summary>
    public string? LockName { get; private set; }

    public bool HasLock { get; private set; }

    /// <summary>True when somebody else is known to have the lock.</summary>
    public bool IsLockContended { get; private set; }

    /// <summary>Gives up the lock there is, if any, and wants another, if any.</summary>
    public void SetLock(string? name)
    {
        if (LockName == name)
        {
            return;
        }

        if (LockName is not null)
        {
            SendLockRequest("unlock");
            LockName = null;
            IsLockContended = false;
        }

        if (name is not null)
        {
            LockName = name;
            SendLockRequest("lock");
        }
    }

    private void SendLockRequest(string method)
    {
        HasLock = false;
        var request = JsonRpcMessage.Request(method, new JsonArray(LockName!));
        _lockRequestId = method == "lock" ? request.Id : null;
        if (_isConnected)
        {
            Sending(request);
        }
    }

    private bool TakeLockReply(JsonRpcMessage message)
    {
        if (message.Type != JsonRpcType.Reply || _lockRequestId is null || !_lockRequestId.Equals(message.Id))
        {
            return false;
        }

        _lockRequestId = null;
        NoteLock((message.Result as JsonObject)?["locked"]?.Kind == JsonKind.True);
        return true;
    }

    private bool TakeLockNotification(JsonRpcMessage message)
    {
        if (message.Method is not ("locked" or "stolen")
            || message.Params is not { Count: > 0 } parameters
            || parameters[0] is not JsonString name || name.Value != LockName)
        {
            return false;
        }

        NoteLock(message.Method == "locked");
        return true;
    }

    private void NoteLock(bool hasLock)
    {
        var isNew = hasLock && !HasLock;
        HasLock = hasLock;
        IsLockContended = !hasLock;
        if (isNew)
        {
            Locked();
        }
    }
}
