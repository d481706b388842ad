using System;
using Ovs.Ovsdb.Data;
using Ovs.Ovsdb.Server.Monitors;
using Ovs.Runtime.Json;
using Ovs.Runtime.JsonRpc;

namespace Ovs.Ovsdb.Server.Sessions;

// Monitors: RFC 7047 4.1.5 to 4.1.7 and ovsdb-server(7) 4.1.12 to 4.1.16.
internal sealed partial class ClientSession
{
    /// <summary>Tells the client what changed, if it has read all that was sent before; later otherwise.</summary>
    public void SendUpdates()
    {
        if (_monitors.Count > 0 && _rpc.Connection is { BacklogBytes: 0 })
        {
            FlushMonitors();
            if (_rpc.Connection is { IsPaused: false, BacklogBytes: > 0 } connection)
            {
                connection.IsPaused = true;
                _server.ResumeLater(this);
            }
        }
    }

    private void FlushMonitors()
    {
        foreach (var monitor in _monitors.Values)
        {
            if (monitor.HasUpdate)
            {
                SendUpdate(monitor, monitor.TakeUpdate());
            }
        }
    }

    private void SendUpdate(Monitor monitor, ReadOnlyMemory<byte> text)
    {
        if (!text.IsEmpty)
        {
            var lastId = monitor.Version == MonitorVersion.Since ? monitor.Database.LastTransactionId.ToString() : null;
            _server.Counters.UpdatesSent++;
            _rpc.Connection?.SendEncoded(MessageText.Update(monitor.UpdateMethod, monitor.Id, lastId, text.Span));
        }
    }

    private void Monitor(JsonRpcMessage request, MonitorVersion version)
    {
        if (FindDatabase(request) is not { } database)
        {
            return;
        }

        var parameters = request.Params!;
        var expected = version == MonitorVersion.Since ? 4 : 3;
        if (version == MonitorVersion.Full ? parameters.Count < expected : parameters.Count != expected)
        {
            Fail(request, OvsdbError.Syntax(parameters, null, "invalid parameters"));
            return;
        }

        var id = parameters[1];
        if (parameters[2] is JsonObject && _monitors.ContainsKey(id))
        {
            Fail(request, OvsdbError.Syntax(id, null, "duplicate monitor ID"));
            return;
        }

        var since = Uuid.Zero;
        var error = MonitorRequest.Parse(database.Database, parameters[2], version, out var monitored)
            ?? (version == MonitorVersion.Since ? ParseTransactionId(parameters[3], out since) : null);
        if (error is not null)
        {
            Fail(request, error);
            return;
        }

        var monitor = Monitors.Monitor.Create(
            database.Monitors, monitored, version, id, since, out var isFound, out var text);
        SendEncoded(version == MonitorVersion.Since
            ? MessageText.SinceReply(request.Id!, isFound, database.Database.LastTransactionId.ToString(), text.Span)
            : MessageText.Reply(request.Id!, text.Span));
        _monitors.Add(id, monitor);
        _server.Watch(this, true);
    }

    private static OvsdbError? ParseTransactionId(JsonValue json, out Uuid id)
    {
        id = default;
        if (json is not JsonString text)
        {
            return OvsdbError.Syntax(json, null, "last-txn-id must be string");
        }

        return Uuid.TryParse(text.Value, out id)
            ? null
            : OvsdbError.Syntax(json, null, "last-txn-id must be UUID format.");
    }

    private void ChangeMonitor(JsonRpcMessage request)
    {
        var parameters = request.Params!;
        if (parameters.Count != 3)
        {
            Fail(request, OvsdbError.Syntax(parameters, null, "invalid parameters"));
            return;
        }

        if (!_monitors.TryGetValue(parameters[0], out var monitor))
        {
            Fail(request, OvsdbError.Syntax(parameters[0], null, "unknown monitor session"));
            return;
        }

        var newId = parameters[1];
        var isRenamed = !newId.Equals(monitor.Id);
        if (isRenamed && _monitors.ContainsKey(newId))
        {
            Fail(request, OvsdbError.Syntax(newId, null, "duplicate monitor ID"));
            return;
        }

        if (MonitorRequest.ParseConditionChange(monitor, parameters[2], out var conditions) is { } error)
        {
            Fail(request, error);
            return;
        }

        // Changes up to now are told under the old conditions and the old name.
        FlushMonitors();
        if (isRenamed)
        {
            _monitors.Remove(monitor.Id);
            monitor.Id = newId;
            _monitors.Add(newId, monitor);
        }

        SendUpdate(monitor, monitor.ChangeConditions(conditions));
        Send(JsonRpcMessage.Reply(new JsonObject(), request.Id!));
    }

    private void CancelMonitor(JsonRpcMessage request)
    {
        if (request.Params is not { Count: 1 } parameters)
        {
            Send(JsonRpcMessage.ErrorReply("invalid parameters", request.Id!));
        }
        else if (!_monitors.TryGetValue(parameters[0], out var monitor))
        {
            Send(JsonRpcMessage.ErrorReply("unknown monitor", request.Id!));
        }
        else
        {
            Remove(monitor);
            Send(JsonRpcMessage.Reply(new JsonObject(), request.Id!));
        }
    }

    private void Remove(Monitor monitor)
    {
        _monitors.Remove(monitor.Id);
        monitor.Dispose();
        _server.Watch(this, _monitors.Count > 0);
    }
}
