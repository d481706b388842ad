using System;
using System.Linq;
using Ovs.Ovsdb.Client;
using Ovs.Ovsdb.Data;
using Ovs.Ovsdb.Rows;
using Ovs.Ovsdb.Rows.Vtep;
using Ovs.Ovsdb.Schema;
using Ovs.Runtime.Json;

namespace Ovs.Ovsdb.Tests.Client;

public sealed class ReplicaTests
{
    [Fact]
    public void Only_the_columns_that_are_wanted_are_monitored()
    {
        using var server = new ScriptedServer();
        var request = server.OfferDatabase();
        Assert.Equal("monitor_cond_since", request.Method);
        var tables = (JsonObject)request.Params![2];
        Assert.Equal(["Open_vSwitch", "Bridge", "Port"], tables.Members.Keys);
        Assert.Equal("[{\"columns\":[\"name\",\"ports\",\"status\",\"other_config\"]}]", tables["Bridge"]!.ToString());
        Assert.Equal("\"00000000-0000-0000-0000-000000000000\"", request.Params[3].ToString());
    }

    [Fact]
    public void Rows_are_typed_and_linked()
    {
        using var server = new ScriptedServer();
        Assert.False(server.Replica.HasContents);
        server.Populate();
        Assert.True(server.Replica.HasContents);
        var bridge = Assert.Single(server.Replica.First<OpenVSwitch>()!.Bridges);
        Assert.Equal("br0", bridge.Name);
        Assert.Equal("1", bridge.OtherConfig["a"]);
        Assert.Equal(1, bridge.OtherConfig.GetInteger("a", 5));
        Assert.Equal(7, Assert.Single(bridge.Ports).Tag);
        Assert.Same(bridge.Ports[0], server.FindPort());
        Assert.Null(bridge.FailMode);
    }

    [Fact]
    public void Updates_change_rows_and_the_sequence_number()
    {
        using var server = new ScriptedServer();
        server.Populate();
        var before = server.Replica.Sequence;
        server.Update("{'Port':{'" + ScriptedServer.PortId + "':{'modify':{'tag':['set',[]],'trunks':['set',[1,2]]}}}}");
        Assert.Equal(before + 1, server.Replica.Sequence);
        Assert.Null(server.FindPort().Tag);
        Assert.Equal([1, 2], server.FindPort().Trunks);
        server.Update("{'Port':{'" + ScriptedServer.PortId + "':{'modify':{'trunks':['set',[2,3]]}}}}");
        Assert.Equal([1, 3], server.FindPort().Trunks);
        Assert.Equal(server.Replica.Sequence, server.FindPort().ModifiedAt);
    }

    [Fact]
    public void Columns_that_do_not_alert_change_quietly()
    {
        using var server = new ScriptedServer();
        server.Populate();
        var before = server.Replica.Sequence;
        server.Update("{'Bridge':{'" + ScriptedServer.BridgeId + "':{'modify':{'status':['map',[['x','y']]]}}}}");
        Assert.Equal(before, server.Replica.Sequence);
        Assert.Equal("y", server.FindBridge().Status["x"]);
    }

    [Fact]
    public void References_to_rows_that_go_disappear_from_typed_lists()
    {
        using var server = new ScriptedServer();
        server.Populate();
        var port = server.FindPort();
        var changes = server.Replica.Table<Port>().Track();
        server.Update("{'Port':{'" + ScriptedServer.PortId + "':{'delete':null}}}");
        Assert.Empty(server.FindBridge().Ports);
        Assert.False(port.Exists);
        Assert.Equal("p0", port.Name);
        Assert.Same(port, Assert.Single(changes.Deleted));
    }

    [Fact]
    public void Changes_are_told_apart()
    {
        using var server = new ScriptedServer();
        server.Populate();
        var changes = server.Replica.Table<Port>().Track();
        const string other = "44444444-4444-4444-8444-444444444444";
        server.Update("{'Port':{'" + other + "':{'insert':{'name':'p1'}},'"
            + ScriptedServer.PortId + "':{'modify':{'tag':9}}}}");
        Assert.Equal("p1", ((Port)Assert.Single(changes.Inserted)).Name);
        var modified = Assert.Single(changes.Modified);
        Assert.True(changes.IsUpdated(modified, Port.TagColumn));
        Assert.False(changes.IsUpdated(modified, Port.NameColumn));
        changes.Clear();
        Assert.Empty(changes.Inserted);
    }

    [Fact]
    public void Old_servers_are_monitored_by_the_standard_method()
    {
        using var server = new ScriptedServer();
        server.Connect();
        server.Refuse(server.Take("get_schema"));
        var schema = server.Take("get_schema");
        Assert.Equal("[\"Open_vSwitch\"]", schema.Params!.ToString());
        server.Reply(schema, OpenVSwitchDatabase.Schema.ToJson().ToString());
        server.Refuse(server.Take("monitor_cond"));
        server.Reply(server.Take("monitor"), "{'Bridge':{'" + ScriptedServer.BridgeId + "':{'new':{'name':'br0'}}}}");
        Assert.Equal("br0", server.FindBridge().Name);
        server.Notify("update", "[['monid','Open_vSwitch'],{'Bridge':{'" + ScriptedServer.BridgeId
            + "':{'old':{'name':'br0'},'new':{'name':'br1'}}}}]");
        Assert.Equal("br1", server.FindBridge().Name);
        server.Notify("update", "[['monid','Open_vSwitch'],{'Bridge':{'" + ScriptedServer.BridgeId
            + "':{'old':{'name':'br1'}}}}]");
        Assert.Empty(server.Replica.Rows<Bridge>());
    }

    [Fact]
    public void A_reconnection_resumes_from_the_last_transaction()
    {
        using var server = new ScriptedServer();
        server.Populate();
        server.Update("{}");
        server.Replica.Protocol.OnDisconnected();
        var request = server.OfferDatabase();
        Assert.Equal("\"bbbbbbbb-bbbb-4bbb-8bbb-bbbbbbbbbbbb\"", request.Params![3].ToString());
        server.Take("set_db_change_aware");
        server.Reply(request, "[true,'cccccccc-cccc-4ccc-8ccc-cccccccccccc',{'Port':{'" + ScriptedServer.PortId
            + "':{'modify':{'tag':8}}}}]");
        Assert.Equal(8, server.FindPort().Tag);
        Assert.Equal("br0", server.FindBridge().Name);
    }

    [Fact]
    public void An_update_that_does_not_fit_starts_from_nothing()
    {
        using var server = new ScriptedServer();
        server.Populate();
        server.Update("{'Port':{'" + ScriptedServer.PortId + "':{'insert':{'name':'p0'}}}}");
        Assert.False(server.Replica.MaySendTransaction);
        server.Replica.Protocol.OnDisconnected();
        var request = server.OfferDatabase();
        Assert.Equal("\"00000000-0000-0000-0000-000000000000\"", request.Params![3].ToString());
    }

    [Theory]
    [InlineData("'clustered'", "'leader':true,'index':5", true)]
    [InlineData("'clustered'", "'leader':false,'index':5", false)]
    [InlineData("'clustered'", "'leader':true,'connected':false", false)]
    [InlineData("'relay'", "", false)]
    [InlineData("'standalone'", "'name':'Other'", false)]
    public void Servers_that_are_of_no_use_are_left(string model, string more, bool isUsed)
    {
        using var server = new ScriptedServer();
        Assert.Equal(isUsed, server.OfferDatabase(model, more) is not null);
    }

    [Fact]
    public void Followers_and_relays_do_when_the_leader_is_not_asked_for()
    {
        using var server = new ScriptedServer();
        server.Replica.IsLeaderOnly = false;
        Assert.NotNull(server.OfferDatabase("'relay'"));
    }

    [Fact]
    public void A_database_that_was_converted_is_monitored_again_on_the_same_connection()
    {
        using var server = new ScriptedServer();
        server.Populate();
        server.Notify("monitor_canceled", "[['monid','Open_vSwitch']]");
        Assert.Equal("[[\"monid\",\"_Server\"]]", server.Take("monitor_cancel").Params!.ToString());
        server.Take("get_schema");
    }

    [Fact]
    public void Conditions_are_sent_and_acknowledged()
    {
        using var server = new ScriptedServer();
        server.Populate();
        var clause = (JsonArray)Json.Parse("[['name','==','p0']]");
        var target = server.Replica.SetCondition(Port.TableSchema, clause);
        Assert.NotEqual(target, server.Replica.ConditionSequence);
        var request = server.Take("monitor_cond_change");
        Assert.Equal(
            "{\"Port\":[{\"where\":[[\"name\",\"==\",\"p0\"]]}]}", request.Params![2].ToString());
        server.Reply(request, "{}");
        Assert.Equal(target, server.Replica.ConditionSequence);
        server.Replica.SetCondition(Port.TableSchema, clause);
        Assert.True(server.IsQuiet);
    }

    [Theory]
    [InlineData("unix:/a,b", "unix:/a,b")]
    [InlineData(" tcp:1.2.3.4:6640, ssl:[::1]:6640", "tcp:1.2.3.4:6640 ssl:[::1]:6640")]
    [InlineData("tcp:a:1,cid:aaaaaaaa-aaaa-4aaa-8aaa-aaaaaaaaaaaa,tcp:b:2", "tcp:a:1 tcp:b:2")]
    public void Several_remotes_are_cut_at_commas(string text, string remotes)
    {
        Assert.Equal(remotes.Split(' '), Remotes.Parse(text, out var cluster));
        Assert.Equal(text.Contains("cid:"), !cluster.IsZero);
    }

    [Theory]
    [InlineData(SchemaFiles.VSwitch)]
    [InlineData(SchemaFiles.Vtep)]
    public void The_generated_models_are_the_schemas(string file)
    {
        Assert.True(JsonParser.TryParse(SchemaFiles.Read(file), out var json, out _));
        Assert.Null(DatabaseSchema.Parse(json, out var schema));
        var model = file == SchemaFiles.VSwitch ? OpenVSwitchDatabase.Model : HardwareVtepDatabase.Model;
        Assert.Equal(schema!.ToJson().ToString(), model.Schema.ToJson().ToString());
        Assert.Equal(schema.Tables.Select(table => table.Name), model.Schema.Tables.Select(table => table.Name));
    }

    [Fact]
    public void Every_table_makes_rows_of_its_own_class()
    {
        using var server = new ScriptedServer();
        server.Populate();
        var transaction = server.Replica.BeginTransaction();
        foreach (var table in OpenVSwitchDatabase.Schema.Tables)
        {
            var row = transaction.Insert(table);
            Assert.Equal(table.Name.Replace("_", "").ToUpperInvariant(), row.GetType().Name.ToUpperInvariant());
            foreach (var column in table.Columns)
            {
                Assert.True(column.IsImplicit || row[column].IsDefault(column.Type));
            }
        }
    }

    [Fact]
    public void A_server_that_sends_nonsense_does_no_harm()
    {
        string[] words =
        [
            "[]", "{}", "null", "5", "'x'", "true", "['monid','Open_vSwitch']", "['monid','_Server']",
            "'aaaaaaaa-aaaa-4aaa-8aaa-aaaaaaaaaaaa'", "{'Port':[]}", "{'Port':{'x':{}}}", "{'Nowhere':{}}",
            "{'Port':{'" + ScriptedServer.PortId + "':{'modify':{'tag':'x','nothing':1,'trunks':['set',[1,1]]}}}}",
            "{'Port':{'" + ScriptedServer.PortId + "':{'new':5}}}", "{'Port':{'" + ScriptedServer.PortId + "':{}}}",
            "{'Port':{'" + ScriptedServer.PortId + "':{'delete':5}}}", "{'Port':{'" + ScriptedServer.PortId + "':5}}",
            "{'Bridge':{'" + ScriptedServer.PortId + "':{'modify':{}}}}", "{'locked':5}", "[false,'x',{}]",
        ];
        string[] methods = ["update", "update2", "update3", "monitor_canceled", "locked", "stolen", "hello"];
        var random = new Random(7);
        string Word() => words[random.Next(words.Length)];
        for (var round = 0; round < 300; round++)
        {
            using var server = new ScriptedServer();
            if (round % 2 == 0)
            {
                server.Populate();
            }
            else
            {
                server.Connect();
            }

            server.Replica.Lock = round % 3 == 0 ? "x" : null;
            for (var i = 0; i < 20; i++)
            {
                while (!server.IsQuiet && random.Next(2) == 0)
                {
                    server.ReplyToNext(Word(), random.Next(3) > 0);
                }

                var count = random.Next(4);
                server.Notify(
                    methods[random.Next(methods.Length)],
                    $"[{string.Join(',', Enumerable.Range(0, count).Select(_ => Word()))}]");
            }

            Assert.True(server.Replica.Rows<Port>().Count() <= 1);
        }
    }

    [Fact]
    public void An_empty_identifier_is_no_row() =>
        Assert.Null(new ScriptedServer().Replica.Find<Bridge>(Uuid.Zero));
}
