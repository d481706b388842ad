using System;
using Ovs.Ovsdb.Server.Daemon;
using Ovs.Ovsdb.Server.Tests.Sessions;

namespace Ovs.Ovsdb.Server.Tests.Relay;

/// <summary>A server that relays the database of another.</summary>
public sealed class RelayTests : IDisposable
{
    private readonly TestServer _source = new();
    private readonly TestServer _relay;

    public RelayTests() => _relay = new TestServer(_source.Loop);

    public void Dispose()
    {
        _relay.Dispose();
        _source.Dispose();
    }

    [Fact]
    public void A_relay_without_its_source_has_a_database_that_is_not_available()
    {
        Assert.Null(_relay.Daemon.AddDatabase($"relay:db:unix:{_relay["nobody"]}"));
        var client = _relay.Connect();
        Assert.Equal("['_Server','db']", client.Call("list_dbs", "[]"));
        Assert.Equal(
            "error {'details':'get_schema request specifies database db which is not yet available because it has not "
                + "completed joining its cluster','error':'database not available'}",
            client.Call("get_schema", "['db']"));
        Assert.Equal(
            "[{'rows':[{'connected':false,'leader':false,'model':'relay','schema':['set',[]]}]}]",
            client.Call("transact", "['_Server',{'op':'select','table':'Database','where':[['name','==','db']],'columns':['model','connected','leader','schema']}]"));
    }

    [Fact]
    public void A_relay_answers_reads_itself_and_has_its_source_write()
    {
        var atSource = _source.Connect();
        atSource.Transact("{'op':'insert','table':'t','row':{'name':'old','number':1}}");
        Follow(_relay, _source);
        var client = _relay.Connect();
        Assert.Equal("[{'rows':[{'name':'old'}]}]", client.Transact(Names));
        Assert.Equal("[{'uuid':['uuid','<0>']}]", client.Transact("{'op':'insert','table':'t','row':{'name':'new','set':['set',[1,2]]}}"));
        Assert.Equal("[{'rows':[{'name':'new'},{'name':'old'}]}]", client.Transact(Names));
        Assert.Equal("[{'rows':[{'name':'new'},{'name':'old'}]}]", atSource.Transact(Names));
        Assert.Equal("[{'count':1}]", client.Transact("{'op':'mutate','table':'t','where':[['name','==','new']],'mutations':[['set','insert',3],['set','delete',1]]}"));
        Assert.Equal("[{'rows':[{'set':['set',[2,3]]}]}]", client.Transact("{'op':'select','table':'t','where':[['name','==','new']],'columns':['set']}"));
        Assert.Equal("[{'count':2}]", client.Transact("{'op':'delete','table':'t','where':[]}"));
        Assert.Equal("[{'rows':[]}]", client.Transact(Names));
    }

    [Fact]
    public void Errors_of_the_source_come_back_to_the_client_of_the_relay()
    {
        Follow(_relay, _source);
        var client = _relay.Connect();
        client.Transact("{'op':'insert','table':'t','row':{'name':'x'}}");
        Assert.Contains("constraint violation", client.Transact("{'op':'insert','table':'t','row':{'name':'x'}}"));
    }

    [Fact]
    public void A_wait_at_a_relay_is_met_by_a_write_at_the_source()
    {
        Follow(_relay, _source);
        var client = _relay.Connect();
        var waiting = client.Send("transact", "['db',{'op':'wait','table':'t','where':[],'columns':['name'],'until':'==','rows':[{'name':'x'}]},{'op':'update','table':'t','where':[],'row':{'number':7}}]");
        client.Call("echo", "[]");
        Assert.False(client.HasReply(waiting));
        _source.Connect().Transact("{'op':'insert','table':'t','row':{'name':'x'}}");
        Assert.Equal("[{},{'count':1}]", client.Await(waiting));
    }

    [Fact]
    public void A_relay_of_a_relay_hears_and_writes()
    {
        Follow(_relay, _source);
        using var second = new TestServer(_source.Loop);
        Follow(second, _relay);
        var client = second.Connect();
        client.Call("monitor_cond", "['db','m',{'t':{'columns':['name']}}]");
        _source.Connect().Transact("{'op':'insert','table':'t','row':{'name':'x'}}");
        _relay.RunUntil(() => client.Transact(Names) == "[{'rows':[{'name':'x'}]}]");
        Assert.Equal(["update2 ['m',{'t':{'<0>':{'insert':{'name':'x'}}}}]"], client.TakeNotes());
        Assert.Equal("[{'count':1}]", client.Transact("{'op':'update','table':'t','where':[],'row':{'name':'y'}}"));
        Assert.Equal("[{'rows':[{'name':'y'}]}]", _source.Connect().Transact(Names));
    }

    [Fact]
    public void What_was_sent_when_the_source_went_is_answered_by_canceled()
    {
        Follow(_relay, _source);
        var client = _relay.Connect();
        var waiting = client.Send("transact", "['db',{'op':'insert','table':'t','row':{}},{'op':'wait','table':'t','where':[],'columns':['name'],'until':'==','rows':[{'name':''}]}]");
        Assert.Equal("[{'uuid':['uuid','<0>']},{}]", client.Await(waiting));
        var forever = client.Send("transact", "['db',{'op':'comment','comment':'x'},{'op':'commit','durable':true}]");
        Assert.Equal("[{},{}]", client.Await(forever));
        waiting = client.Send("transact", "['db',{'op':'insert','table':'t','row':{'name':'z'}}]");
        _source.Daemon.Server.Disconnect(isForced: true, null);
        var reply = client.Await(waiting);
        Assert.True(reply is "error 'canceled'" or "[{'uuid':['uuid','<0>']}]", reply);
        _relay.RunUntil(() => _relay.Served.Forwarder!.IsConnected && client.Transact("{'op':'update','table':'t','where':[['name','==','']],'row':{'number':9}}") == "[{'count':1}]");
    }

    [Fact]
    public void A_transaction_waits_for_a_source_that_is_away()
    {
        Follow(_relay, _source);
        var client = _relay.Connect();
        _source.Daemon.RemoveRemote($"punix:{_source.Socket}");
        _source.Loop.RunUntil(() => false, _source.Loop.Clock.NowMs + 50);
        var waiting = client.Send("transact", "['db',{'op':'insert','table':'t','row':{'name':'late'}}]");
        client.Call("echo", "[]");
        Assert.False(client.HasReply(waiting));
        _source.Daemon.AddRemote($"punix:{_source.Socket}");
        Assert.Equal("[{'uuid':['uuid','<0>']}]", client.Await(waiting));
    }

    [Fact]
    public void A_new_schema_of_the_source_comes_with_its_data()
    {
        Follow(_relay, _source);
        var client = _relay.Connect();
        client.Call("set_db_change_aware", "[true]");
        client.Call("monitor", "['db','m',{'t':{'columns':['name']}}]");
        var atSource = _source.Connect();
        atSource.Transact("{'op':'insert','table':'t','row':{'name':'x'}}");
        Assert.Equal("{}", atSource.Call("convert", $"['db',{TestServer.Schema.Replace('"', '\'').Replace("1.2.3", "1.2.4")
            .Replace("'number': {'type': 'integer'}", "'number': {'type': 'integer'}, 'more': {'type': 'string'}")}]"));
        _relay.RunUntil(() => _relay.Database.Schema.Version == "1.2.4");
        Assert.Equal("[{'rows':[{'more':'','name':'x'}]}]", client.Transact("{'op':'select','table':'t','where':[],'columns':['name','more']}"));
        Assert.Contains(client.TakeNotes(), note => note == "monitor_canceled ['m']");
    }

    [Fact]
    public void A_client_that_comes_back_to_a_relay_hears_what_it_missed()
    {
        // The relay of a standalone server has no identifiers to tell: everything is told again.
        Follow(_relay, _source);
        var client = _relay.Connect();
        client.Transact("{'op':'insert','table':'t','row':{'name':'x'}}");
        Assert.Equal("[false,'<0>',{'t':{'<1>':{'initial':{'name':'x'}}}}]", client.Call("monitor_cond_since", "['db','m',{'t':{'columns':['name']}},'00000000-0000-0000-0000-000000000001']"));
    }

    private const string Names = "{'op':'select','table':'t','where':[],'columns':['name'],'sort':['name']}";

    private static void Follow(TestServer relay, TestServer source)
    {
        Assert.Null(relay.Daemon.AddDatabase($"relay:db:unix:{source.Socket}"));
        relay.RunUntil(() => relay.Database.HasSchema && relay.Served.Forwarder!.IsConnected);
        Assert.True(relay.Daemon.Databases.AreRelaysSettled);
        Assert.Equal(DatabaseConfiguration.Relay, relay.Served.Model);
    }
}
