using Ovs.Ovsdb.Data;
using Ovs.Runtime.Json;
using Ovs.Runtime.JsonRpc;

namespace Ovs.Ovsdb.Client;

public sealed partial class ClientProtocol
{
    /// <summary>The reply to a monitor request: the rows there are, or since the last transaction we know of.</summary>
    private void TakeSnapshot(JsonValue result)
    {
        if (_monitorVersion < 3)
        {
            Updated(new UpdateEvent(result, _monitorVersion, IsSnapshot: true, IsReply: true));
            return;
        }

        if (result is not JsonArray { Count: 3 } reply
            || reply[0].Kind is not (JsonKind.True or JsonKind.False)
            || reply[1] is not JsonString last
            || !Uuid.TryParse(last.Value, out _lastTransaction))
        {
            LogSyntax(OvsdbError.Syntax(result, null, "bad monitor_cond_since reply format"));
            return;
        }

        Updated(new UpdateEvent(reply[2], 3, IsSnapshot: reply[0].Kind == JsonKind.False, IsReply: true));
    }

    private bool TakeUpdate(JsonRpcMessage message)
    {
        var version = message.Method switch { "update" => 1, "update2" => 2, "update3" => 3, _ => 0 };
        if (version == 0)
        {
            return false;
        }

        var parameters = message.Params!;
        var count = version == 3 ? 3 : 2;
        if (parameters.Count != count)
        {
            LogSyntax(OvsdbError.Syntax(
                parameters, null, $"{message.Method} must be an array with {count} elements."));
            return false;
        }

        if (_isServerMonitored && _serverMonitorId.Equals(parameters[0]))
        {
            ApplyServerUpdate(new UpdateEvent(parameters[count - 1], version, IsSnapshot: false, IsReply: false));
            return true;
        }

        if (!_monitorId.Equals(parameters[0]))
        {
            return false;
        }

        if (version == 3 && !Uuid.TryParse((parameters[1] as JsonString)?.Value, out _lastTransaction))
        {
            LogSyntax(OvsdbError.Syntax(
                parameters, null, $"Last-id {(parameters[1] as JsonString)?.Value} is not in UUID format."));
            return false;
        }

        Updated(new UpdateEvent(parameters[count - 1], version, IsSnapshot: false, IsReply: false));
        return true;
    }

    /// <summary>A monitored database is gone or has another schema: begin again on the same connection.</summary>
    private bool TakeCancellation(JsonRpcMessage message)
    {
        if (message.Method != "monitor_canceled" || message.Params!.Count != 1)
        {
            return false;
        }

        var isData = _monitorId.Equals(message.Params[0]);
        if (!isData && !(_isServerMonitored && _serverMonitorId.Equals(message.Params[0])))
        {
            return false;
        }

        if (isData ? _isServerMonitored : _monitorVersion > 0)
        {
            Sending(JsonRpcMessage.Request(
                "monitor_cancel", new JsonArray(isData ? _serverMonitorId : _monitorId)));
        }

        Restart();
        return true;
    }

    /// <summary>Notes news of "_Server"; false when they mean that another server must be found.</summary>
    private bool ApplyServerUpdate(UpdateEvent update)
    {
        if (_server.Apply(update.Updates, update.Version, update.IsSnapshot) is { } syntaxError)
        {
            LogSyntax(syntaxError);
        }

        if (!_server.IsUsable(Peer, _database, Cluster, IsLeaderOnly))
        {
            Retry();
            return false;
        }

        if (_state == State.ServerMonitorRequested)
        {
            _schema = JsonParser.TryParse(_server.SchemaOf(_database, Cluster)!, out var schema, out var error)
                ? schema
                : error;
            RequestMonitor(MaxVersion);
        }

        return true;
    }
}
