using System;
using System.Collections.Generic;
using Ovs.Ovsdb.Client;
using Ovs.Ovsdb.Data;
using Ovs.Ovsdb.Rows;
using Ovs.Runtime.JsonRpc;

namespace Ovs.Ovsdb.Tests.Client;

public sealed class TransactionTests
{
    private const string WherePort = "[['_uuid','==',['uuid','" + ScriptedServer.PortId + "']]]";
    private const string WhereBridge = "[['_uuid','==',['uuid','" + ScriptedServer.BridgeId + "']]]";
    private const string WhereRoot = "[['_uuid','==',['uuid','" + ScriptedServer.RootId + "']]]";

    [Fact]
    public void Set_columns_are_sent_and_put_back_until_the_update_comes()
    {
        using var server = new ScriptedServer();
        server.Populate();
        var transaction = server.Replica.BeginTransaction();
        server.FindPort().Tag = 9;
        Assert.Equal(9, server.FindPort().Tag);
        var operations = server.Commit(transaction, out var request);
        Assert.Equal("[{'op':'update','table':'Port','where':" + WherePort + ",'row':{'tag':9}}]", operations);
        Assert.Equal(7, server.FindPort().Tag);
        Assert.Equal("incomplete", transaction.ErrorText);
        server.Reply(request, "[{'count':1}]");
        Assert.Equal(TransactionStatus.Success, transaction.Status);
    }

    [Fact]
    public void Rows_inserted_together_refer_to_each_other_by_name()
    {
        using var server = new ScriptedServer();
        server.Populate();
        var transaction = server.Replica.BeginTransaction();
        var port = transaction.Insert<Port>();
        port.Name = "p1";
        port.Tag = null;
        server.FindBridge().Ports = [.. server.FindBridge().Ports, port];
        Assert.Equal(2, server.FindBridge().Ports.Count);
        transaction.AddComment("one");
        transaction.AddComment("two");
        var operations = server.Commit(transaction, out var request);
        var name = "row" + port.Uuid.ToString().Replace('-', '_');
        Assert.Contains("{'op':'insert','table':'Port','uuid-name':'" + name + "','row':{'name':'p1'}}", operations);
        Assert.Contains("['named-uuid','" + name + "']", operations);
        Assert.EndsWith(",{'op':'comment','comment':'one\\ntwo'}]", operations);
        Assert.False(port.Exists);
        server.Reply(request, "[{'uuid':['uuid','55555555-5555-4555-8555-555555555555']},{'count':1},{}]");
        Assert.Equal(Uuid.Parse("55555555-5555-4555-8555-555555555555"), transaction.InsertedUuid(port.Uuid));
    }

    [Fact]
    public void A_kept_identifier_is_sent_as_it_is()
    {
        using var server = new ScriptedServer();
        server.Populate();
        var transaction = server.Replica.BeginTransaction();
        var uuid = Uuid.Parse("55555555-5555-4555-8555-555555555555");
        transaction.Insert(Bridge.TableSchema, uuid, keepUuid: true);
        Assert.Equal(
            "[{'op':'insert','table':'Bridge','uuid':'55555555-5555-4555-8555-555555555555','row':{}}]",
            server.Commit(transaction, out _));
    }

    [Fact]
    public void Verified_columns_become_waits_before_anything_else()
    {
        using var server = new ScriptedServer();
        server.Populate();
        var transaction = server.Replica.BeginTransaction();
        server.FindPort().Verify(Port.TagColumn);
        server.FindPort().Tag = 8;
        server.FindPort().Verify(Port.TagColumn);
        var operations = server.Commit(transaction, out var request);
        Assert.StartsWith(
            "[{'op':'wait','table':'Port','timeout':0,'where':" + WherePort
                + ",'until':'==','columns':['tag'],'rows':[{'tag':7}]},{'op':'update'",
            operations);
        server.Reply(request, "[{'error':'timed out'},null]");
        Assert.Equal(TransactionStatus.TryAgain, transaction.Status);
    }

    [Fact]
    public void Only_root_rows_are_deleted_by_an_operation()
    {
        using var server = new ScriptedServer();
        server.Populate();
        var transaction = server.Replica.BeginTransaction();
        server.FindPort().Delete();
        Assert.Null(server.Replica.Find<Port>(Uuid.Parse(ScriptedServer.PortId)));
        Assert.Equal(TransactionStatus.Unchanged, transaction.Commit());
        Assert.NotNull(server.FindPort());

        transaction = server.Replica.BeginTransaction();
        server.Replica.First<OpenVSwitch>()!.Delete();
        Assert.Equal(
            "[{'op':'delete','table':'Open_vSwitch','where':" + WhereRoot + "}]", server.Commit(transaction, out _));
    }

    [Fact]
    public void A_row_inserted_and_deleted_never_was()
    {
        using var server = new ScriptedServer();
        server.Populate();
        var transaction = server.Replica.BeginTransaction();
        transaction.Insert<Port>().Delete();
        Assert.Equal(TransactionStatus.Unchanged, transaction.Commit());
        Assert.Single(server.Replica.Rows<Port>());
    }

    [Fact]
    public void The_first_row_of_a_singleton_table_needs_an_empty_table()
    {
        using var server = new ScriptedServer();
        server.Populate();
        var transaction = server.Replica.BeginTransaction();
        var ssl = transaction.Insert<SSL>();
        ssl.CaCert = "ca";
        Assert.StartsWith(
            "[{'op':'wait','table':'SSL','where':[],'timeout':0,'until':'==','rows':[]},",
            server.Commit(transaction, out _));
    }

    [Fact]
    public void An_increment_goes_with_changes_and_gives_the_new_value()
    {
        using var server = new ScriptedServer();
        server.Populate();
        var root = server.Replica.First<OpenVSwitch>()!;
        var transaction = server.Replica.BeginTransaction();
        transaction.Increment(root, OpenVSwitch.NextCfgColumn, always: false);
        Assert.Equal(TransactionStatus.Unchanged, transaction.Commit());

        transaction = server.Replica.BeginTransaction();
        transaction.Increment(root, OpenVSwitch.NextCfgColumn, always: false);
        server.FindPort().Tag = 1;
        var operations = server.Commit(transaction, out var request);
        Assert.EndsWith(
            ",{'op':'mutate','table':'Open_vSwitch','where':" + WhereRoot + ",'mutations':[['next_cfg','+=',1]]},"
                + "{'op':'select','table':'Open_vSwitch','where':" + WhereRoot + ",'columns':['next_cfg']}]",
            operations);
        server.Reply(request, "[{'count':1},{'count':1},{'rows':[{'next_cfg':42}]}]");
        Assert.Equal((TransactionStatus.Success, 42), (transaction.Status, transaction.IncrementedValue));
    }

    [Fact]
    public void Single_elements_are_changed_by_mutations()
    {
        using var server = new ScriptedServer();
        server.Populate();
        var transaction = server.Replica.BeginTransaction();
        var bridge = server.FindBridge();
        bridge.PutPair(Bridge.OtherConfigColumn, new Atom("a"), new Atom("2"));
        bridge.PutPair(Bridge.OtherConfigColumn, new Atom("b"), new Atom("3"));
        bridge.RemoveElement(Bridge.PortsColumn, new Atom(Uuid.Parse(ScriptedServer.PortId)));
        server.FindPort().AddElement(Port.TrunksColumn, new Atom(5L));
        var operations = server.Commit(transaction, out _);
        Assert.Contains(
            "{'op':'mutate','table':'Bridge','where':" + WhereBridge + ",'mutations':[['ports','delete',['set',[['uuid','"
                + ScriptedServer.PortId + "']]]],['other_config','delete',['set',['a']]],"
                + "['other_config','insert',['map',[['a','2'],['b','3']]]]]}",
            operations);
        Assert.Contains("'mutations':[['trunks','insert',['set',[5]]]]", operations);
    }

    [Fact]
    public void Single_elements_of_inserted_rows_are_set_at_once()
    {
        using var server = new ScriptedServer();
        server.Populate();
        var transaction = server.Replica.BeginTransaction();
        var bridge = transaction.Insert<Bridge>();
        bridge.PutPair(Bridge.OtherConfigColumn, new Atom("a"), new Atom("2"));
        bridge.PutPair(Bridge.OtherConfigColumn, new Atom("a"), new Atom("3"));
        Assert.Equal("3", bridge.OtherConfig["a"]);
        Assert.DoesNotContain("mutate", server.Commit(transaction, out _));
    }

    [Fact]
    public void Setting_a_whole_value_takes_the_place_of_its_mutations()
    {
        using var server = new ScriptedServer();
        server.Populate();
        var transaction = server.Replica.BeginTransaction();
        var bridge = server.FindBridge();
        bridge.PutPair(Bridge.OtherConfigColumn, new Atom("a"), new Atom("2"));
        bridge.OtherConfig = default;
        var operations = server.Commit(transaction, out _);
        Assert.Contains("'row':{'other_config':['map',[]]}", operations);
        Assert.DoesNotContain("mutate", operations);
    }

    [Fact]
    public void Values_that_are_there_already_are_not_sent_alone()
    {
        using var server = new ScriptedServer();
        server.Populate();
        var transaction = server.Replica.BeginTransaction();
        server.FindPort().Tag = 7;
        Assert.Equal(TransactionStatus.Unchanged, transaction.Commit());
        Assert.True(server.IsQuiet);
    }

    [Fact]
    public void Quiet_columns_are_skipped_when_unchanged_and_others_sent_again()
    {
        using var server = new ScriptedServer();
        server.Populate();
        var transaction = server.Replica.BeginTransaction();
        server.FindBridge().Status = new Dictionary<string, string>();
        server.FindBridge().Name = "br0";
        server.FindPort().Tag = 9;
        Assert.Equal(
            "[{'op':'update','table':'Bridge','where':" + WhereBridge + ",'row':{'name':'br0'}},"
                + "{'op':'update','table':'Port','where':" + WherePort + ",'row':{'tag':9}}]",
            server.Commit(transaction, out _));
    }

    [Theory]
    [InlineData("[{'error':'constraint violation','details':'x'}]", TransactionStatus.Error, "{\"details\":\"x\",\"error\":\"constraint violation\"}")]
    [InlineData("[{'error':'not owner'}]", TransactionStatus.NotLocked, "not locked")]
    [InlineData("[{'error':'not allowed'}]", TransactionStatus.Error, "{\"error\":\"not allowed\"}")]
    [InlineData("[{'count':1},{'error':'aborted'}]", TransactionStatus.Success, "success")]
    [InlineData("[{'count':1},null]", TransactionStatus.TryAgain, "try again")]
    [InlineData("[5]", TransactionStatus.Error, "5")]
    [InlineData("{}", TransactionStatus.Error, "{}")]
    public void Replies_decide_the_status(string reply, TransactionStatus status, string error)
    {
        using var server = new ScriptedServer();
        server.Populate();
        var transaction = server.Replica.BeginTransaction();
        server.FindPort().Tag = 9;
        server.Commit(transaction, out var request);
        server.Reply(request, reply);
        Assert.Equal((status, error), (transaction.Status, transaction.ErrorText));
    }

    [Fact]
    public void A_dry_run_ends_with_an_abort()
    {
        using var server = new ScriptedServer();
        server.Populate();
        var transaction = server.Replica.BeginTransaction();
        transaction.IsDryRun = true;
        server.FindPort().Tag = 9;
        Assert.EndsWith(",{'op':'abort'}]", server.Commit(transaction, out _));
    }

    [Fact]
    public void Updates_wait_while_a_transaction_is_open()
    {
        using var server = new ScriptedServer();
        server.Populate();
        var transaction = server.Replica.BeginTransaction();
        server.Update("{'Port':{'" + ScriptedServer.PortId + "':{'modify':{'tag':99}}}}");
        Assert.Equal(7, server.FindPort().Tag);
        transaction.Abort();
        server.Loop.RunOnce(0);
        Assert.Equal(99, server.FindPort().Tag);
        Assert.Equal("aborted", transaction.ErrorText);
    }

    [Fact]
    public void A_lost_connection_means_try_again()
    {
        using var server = new ScriptedServer();
        server.Populate();
        var transaction = server.Replica.BeginTransaction();
        server.FindPort().Tag = 9;
        server.Commit(transaction, out _);
        server.Replica.Protocol.OnDisconnected();
        Assert.Equal(TransactionStatus.TryAgain, transaction.Status);
        Assert.Equal(TransactionStatus.TryAgain, server.Replica.BeginTransaction().Commit());
    }

    [Fact]
    public void A_canceled_transaction_is_tried_again()
    {
        using var server = new ScriptedServer();
        server.Populate();
        var transaction = server.Replica.BeginTransaction();
        server.FindPort().Tag = 9;
        server.Commit(transaction, out var request);
        server.Replica.Protocol.Receive(JsonRpcMessage.ErrorReply("canceled", request.Id!));
        Assert.Equal(TransactionStatus.TryAgain, transaction.Status);
    }

    [Fact]
    public void A_lock_is_asked_for_and_asserted()
    {
        using var server = new ScriptedServer();
        server.Replica.Lock = "ovs_vswitchd";
        server.Connect();
        var schema = server.Take("get_schema");
        var request = server.Take("lock");
        server.Refuse(schema);
        server.Reply(server.Take("get_schema"), OpenVSwitchDatabase.Schema.ToJson().ToString());
        server.Reply(server.Take("monitor_cond"), "{'Port':{'" + ScriptedServer.PortId + "':{'initial':{'name':'p0'}}}}");
        Assert.False(server.Replica.MaySendTransaction);
        server.Reply(request, "{'locked':false}");
        Assert.True(server.Replica.IsLockContended);
        server.Notify("locked", "['ovs_vswitchd']");
        Assert.True(server.Replica.HasLock);
        var transaction = server.Replica.BeginTransaction();
        server.FindPort().Tag = 9;
        Assert.EndsWith(",{'op':'assert','lock':'ovs_vswitchd'}]", server.Commit(transaction, out _));
        server.Notify("stolen", "['ovs_vswitchd']");
        Assert.False(server.Replica.HasLock);
    }

    [Fact]
    public void Setting_needs_an_open_transaction_and_a_monitored_column()
    {
        using var server = new ScriptedServer();
        server.Populate();
        Assert.Throws<InvalidOperationException>(() => server.FindPort().Tag = 9);
        server.Replica.BeginTransaction();
        Assert.Throws<InvalidOperationException>(() => server.FindPort().Lacp = "active");
    }
}
