using Ovs.Runtime.Json;
using Ovs.Runtime.Loop;

namespace Ovs.Ovsdb.Server.Sessions;

/// <summary>
/// A "transact" request that is not answered yet: its "wait" is not met, so it is run again after each commit until it
/// times out; or it was forwarded to another server, whose answer is awaited.
/// </summary>
internal sealed class ParkedRequest(ClientSession session, ServedDatabase database, JsonValue id, JsonArray parameters, long arrivedMs)
{
    public ClientSession Session => session;

    public ServedDatabase Database => database;

    public JsonValue Id => id;

    public JsonArray Parameters => parameters;

    public long ArrivedMs => arrivedMs;

    /// <summary>Wakes the request when its shortest timeout is over; null when it waits for ever.</summary>
    public LoopTimer? Timer { get; set; }

    /// <summary>Set when another server has it.</summary>
    public bool IsForwarded { get; set; }

    /// <summary>Set once it was answered or given up.</summary>
    public bool IsOver { get; set; }
}
