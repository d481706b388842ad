using System;
using System.Collections.Generic;
using Ovs.Ovsdb.Client;
using Ovs.Ovsdb.Data;
using Ovs.Ovsdb.Rows;
using Ovs.Runtime.Json;
using Ovs.Runtime.JsonRpc;
using Ovs.Runtime.Loop;
using Ovs.Runtime.Time;

namespace Ovs.Ovsdb.Tests.Client;

/// <summary>Plays the server to a replica of the switch's database, message by message.</summary>
internal sealed class ScriptedServer : IDisposable
{
    public const string BridgeId = "11111111-1111-4111-8111-111111111111";
    public const string PortId = "22222222-2222-4222-8222-222222222222";
    public const string RootId = "33333333-3333-4333-8333-333333333333";

    private static readonly JsonValue s_schema = OpenVSwitchDatabase.Schema.ToJson();

    private readonly Queue<JsonRpcMessage> _sent = new();

    public ScriptedServer()
    {
        Loop = new EventLoop(new Clock());
        Replica = new Replica(OpenVSwitchDatabase.Model, Loop, _sent.Enqueue);
        Replica.Table<OpenVSwitch>().MonitorAllColumns();
        Replica.Table<Bridge>().Monitor(Bridge.NameColumn);
        Replica.Table<Bridge>().Monitor(Bridge.PortsColumn);
        Replica.Table<Bridge>().Monitor(Bridge.OtherConfigColumn);
        Replica.Table<Bridge>().Monitor(Bridge.StatusColumn, alert: false);
        Replica.Table<Port>().Monitor(Port.NameColumn);
        Replica.Table<Port>().Monitor(Port.TagColumn);
        Replica.Table<Port>().Monitor(Port.TrunksColumn);
    }

    public EventLoop Loop { get; }

    public Replica Replica { get; }

    public bool IsQuiet => _sent.Count == 0;

    public void Dispose()
    {
        Replica.Dispose();
        Loop.Dispose();
    }

    public void Connect() => Replica.Protocol.OnConnected("unix:test");

    public JsonRpcMessage Take(string method)
    {
        Assert.NotEmpty(_sent);
        var message = _sent.Dequeue();
        Assert.Equal(method, message.Method);
        return message;
    }

    public void Reply(JsonRpcMessage request, string result) =>
        Replica.Protocol.Receive(JsonRpcMessage.Reply(Json.Parse(result), request.Id!));

    /// <summary>Answers the next message, whatever it is.</summary>
    public void ReplyToNext(string result, bool isGood)
    {
        var id = _sent.Dequeue().Id!;
        Replica.Protocol.Receive(isGood
            ? JsonRpcMessage.Reply(((JsonArray)Json.Parse($"[{result}]"))[0], id)
            : JsonRpcMessage.ErrorReply("no", id));
    }

    public void Refuse(JsonRpcMessage request) => Replica.Protocol.Receive(
        JsonRpcMessage.ErrorReply(Json.Parse("{'error':'unknown method'}"), request.Id!));

    public void Notify(string method, string parameters) =>
        Replica.Protocol.Receive(JsonRpcMessage.Notify(method, (JsonArray)Json.Parse(parameters)));

    /// <summary>Connects, as a server that knows "_Server" does it, up to the request for the data.</summary>
    public JsonRpcMessage OfferDatabase(string model = "'standalone'", string more = "")
    {
        Connect();
        var server = Take("get_schema");
        Assert.Equal("[\"_Server\"]", server.Params!.ToString());
        Reply(server, "{'name':'_Server','tables':{'Database':{'columns':{'name':{'type':'string'},'model':{'type':"
            + "'string'},'connected':{'type':'boolean'},'leader':{'type':'boolean'},'schema':{'type':'string'},"
            + "'cid':{'type':'uuid'},'index':{'type':'integer'}}}}}");
        var monitor = Take("monitor_cond");
        var row = new JsonObject(
            ("name", "Open_vSwitch"),
            ("model", ((JsonArray)Json.Parse($"[{model}]"))[0]),
            ("connected", true),
            ("schema", s_schema.ToString()));
        foreach (var (name, value) in ((JsonObject)Json.Parse($"{{{more}}}")).Members)
        {
            row[name] = value;
        }

        var rows = new JsonObject((RootId, new JsonObject(("initial", row))));
        Replica.Protocol.Receive(JsonRpcMessage.Reply(new JsonObject(("Database", rows)), monitor.Id!));
        return IsQuiet ? null! : _sent.Dequeue();
    }

    /// <summary>Connects and sends one bridge with one port.</summary>
    public void Populate()
    {
        var request = OfferDatabase();
        Assert.Equal("monitor_cond_since", request.Method);
        Take("set_db_change_aware");
        Reply(request, "[false,'aaaaaaaa-aaaa-4aaa-8aaa-aaaaaaaaaaaa',{'Open_vSwitch':{'" + RootId
            + "':{'initial':{'bridges':['uuid','" + BridgeId + "']}}},'Bridge':{'" + BridgeId
            + "':{'initial':{'name':'br0','ports':['uuid','" + PortId + "'],'other_config':['map',[['a','1']]]}}},'Port':{'"
            + PortId + "':{'initial':{'name':'p0','tag':7}}}}]");
    }

    public void Update(string updates) => Notify(
        "update3", $"[['monid','Open_vSwitch'],'bbbbbbbb-bbbb-4bbb-8bbb-bbbbbbbbbbbb',{updates}]");

    public Bridge FindBridge() => Replica.Find<Bridge>(Uuid.Parse(BridgeId))!;

    public Port FindPort() => Replica.Find<Port>(Uuid.Parse(PortId))!;

    /// <summary>Commits the open transaction and gives its operations without the database's name.</summary>
    public string Commit(Transaction transaction, out JsonRpcMessage request)
    {
        Assert.Equal(TransactionStatus.Incomplete, transaction.Commit());
        request = Take("transact");
        Assert.Equal("Open_vSwitch", ((JsonString)request.Params![0]).Value);
        var operations = new JsonArray();
        for (var i = 1; i < request.Params.Count; i++)
        {
            operations.Add(request.Params[i]);
        }

        return operations.ToString().Replace('"', '\'');
    }
}
