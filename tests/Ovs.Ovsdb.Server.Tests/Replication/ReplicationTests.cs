using System;
using System.Linq;
using Ovs.Ovsdb.Server.Daemon;
using Ovs.Ovsdb.Server.Tests.Sessions;

namespace Ovs.Ovsdb.Server.Tests.Replication;

/// <summary>A server that keeps a backup of the database of an active one.</summary>
public sealed class ReplicationTests : IDisposable
{
    private const string Names = "{'op':'select','table':'t','where':[],'columns':['name'],'sort':['name']}";
    private const string Managers = "{'op':'select','table':'Manager','where':[],'columns':['target'],'sort':['target']}";

    private readonly TestServer _active = new();
    private readonly TestServer _backup;
    private readonly TestClient _atActive;

    public ReplicationTests()
    {
        _backup = new TestServer(_active.Loop);
        _atActive = _active.Connect();
        Assert.Null(_backup.Daemon.AddDatabase(_backup.MakeFile("backup.db")));
    }

    public void Dispose()
    {
        _backup.Dispose();
        _active.Dispose();
    }

    [Fact]
    public void A_backup_takes_over_what_is_there_and_what_comes()
    {
        _atActive.Transact("{'op':'insert','table':'t','row':{'name':'a'}},{'op':'insert','table':'t','row':{'name':'b'}}");
        var client = _backup.Connect();
        client.Transact("{'op':'insert','table':'t','row':{'name':'mine'}}");
        Assert.Equal("state: active\n", Command("sync-status"));
        Connect();
        Assert.Equal($"database: db\nstate: backup\nreplicating: unix:{_active.Socket}\n", Command("sync-status"));
        Assert.Equal("[{'rows':[{'name':'a'},{'name':'b'}]}]", client.Transact(Names));
        _atActive.Transact("{'op':'delete','table':'t','where':[['name','==','a']]},{'op':'update','table':'t','where':[],'row':{'name':'c'}}");
        _backup.RunUntil(() => client.Transact(Names) == "[{'rows':[{'name':'c'}]}]");
    }

    [Fact]
    public void A_backup_may_be_read_only_until_it_becomes_active()
    {
        Connect();
        var client = _backup.Connect();
        Assert.Equal(
            "[{'details':'insert operation not allowed when database server is in read only mode','error':'not allowed'}]",
            client.Transact("{'op':'insert','table':'t','row':{}}"));
        Command("disconnect-active-ovsdb-server");
        Assert.Equal("[{'uuid':['uuid','<0>']}]", client.Transact("{'op':'insert','table':'t','row':{'name':'own'}}"));
        Assert.Equal("database: db\nstate: active\n", Command("sync-status"));
        _atActive.Transact("{'op':'insert','table':'t','row':{'name':'new'}}");
        Command("connect-active-ovsdb-server");
        _backup.RunUntil(() => client.Transact(Names) == "[{'rows':[{'name':'new'}]}]");
    }

    [Fact]
    public void Excluded_tables_stay_as_they_are()
    {
        var client = _backup.Connect();
        client.Transact("{'op':'insert','table':'t','row':{'name':'old'}}");
        _atActive.Transact("{'op':'insert','table':'t','row':{'name':'new'}}");
        Assert.Equal("", Command("set-sync-exclude-tables", "db:t,other:x"));
        Assert.Equal("db:t,other:x", Command("get-sync-exclude-tables"));
        Connect();
        Assert.Equal($"database: db\nstate: backup\nreplicating: unix:{_active.Socket}\nexclude: db:t", Command("sync-status"));
        Assert.Equal("[{'rows':[{'name':'old'}]}]", client.Transact(Names));
        Assert.Equal("Can't parse excluded table: nonsense", Command("set-sync-exclude-tables", "nonsense"));
    }

    [Fact]
    public void A_server_does_not_follow_itself()
    {
        Command("set-active-ovsdb-server", $"unix:{_backup.Socket}");
        Assert.Equal($"unix:{_backup.Socket}", Command("get-active-ovsdb-server"));
        Command("connect-active-ovsdb-server");
        _backup.RunUntil(() => Command("sync-status") == "database: db\nstate: active\n");
        Assert.False(_backup.Database.IsReadOnly);
        Assert.False(_backup.Daemon.Configuration.IsBackup);
    }

    [Fact]
    public void A_source_without_the_database_or_with_more_columns_is_not_followed()
    {
        using var empty = new TestServer(_active.Loop);
        Command("set-active-ovsdb-server", $"unix:{empty.Socket}");
        Command("connect-active-ovsdb-server");
        _backup.RunUntil(() => Command("sync-status") == "database: db\nstate: active\n");
        Assert.Null(empty.Daemon.AddDatabase(empty.MakeFile("db", TestServer.Schema.Replace("\"number\": {\"type\": \"integer\"}", "\"number\": {\"type\": \"integer\"}, \"more\": {\"type\": \"string\"}"))));
        Command("connect-active-ovsdb-server");
        _backup.RunUntil(() => Command("sync-status") == "database: db\nstate: active\n");
    }

    [Fact]
    public void A_source_with_fewer_columns_is_followed()
    {
        using var small = new TestServer(_active.Loop);
        Assert.Null(small.Daemon.AddDatabase(small.MakeFile("db", "{'name':'db','version':'1.0.0','tables':{'t':{'isRoot':true,'columns':{'name':{'type':'string'}}}}}".Replace('\'', '"'))));
        small.Connect().Transact("{'op':'insert','table':'t','row':{'name':'few'}}");
        Command("set-active-ovsdb-server", $"unix:{small.Socket}");
        Command("connect-active-ovsdb-server");
        var client = _backup.Connect();
        _backup.RunUntil(() => client.Transact(Names) == "[{'rows':[{'name':'few'}]}]");
    }

    [Fact]
    public void Without_a_source_there_is_nothing_to_connect_to() =>
        Assert.Equal("Unable to connect: active server is not specified.\n", Command("connect-active-ovsdb-server"));

    [Fact]
    public void A_broken_connection_is_made_again_and_nothing_is_lost()
    {
        Connect();
        _active.Daemon.Server.Disconnect(isForced: true, null);
        _active.Database.Dispose();
        _active.RunUntil(() => _atActive.IsClosed);
        var again = _active.Connect();
        again.Transact("{'op':'insert','table':'t','row':{'name':'x'}},{'op':'insert','table':'Manager','row':{'target':'ptcp:0'}}");
        var client = _backup.Connect();
        _backup.RunUntil(() => client.Transact(Names) == "[{'rows':[{'name':'x'}]}]");
        Assert.Equal("[{'rows':[]}]", client.Transact(Managers)); // It was garbage at the source already.
    }

    [Theory]
    [InlineData("set-active-ovsdb-server-probe-interval", "x")]
    [InlineData("set-relay-source-probe-interval", "1.5")]
    public void A_probe_interval_is_a_number(string command, string argument) =>
        Assert.Equal("Invalid probe interval, integer value expected", Command(command, argument));

    [Fact]
    public void A_probe_interval_is_kept_in_the_configuration()
    {
        Connect();
        Command("set-active-ovsdb-server-probe-interval", "1234");
        Assert.Equal(1234, _backup.Daemon.Configuration.Databases.Values.Single().SourceOptions!.ProbeIntervalMs);
        Assert.Equal($"database: db\nstate: backup\nreplicating: unix:{_active.Socket}\n", Command("sync-status"));
    }

    private void Connect()
    {
        Command("set-active-ovsdb-server", $"unix:{_active.Socket}");
        Command("connect-active-ovsdb-server");
        _backup.RunUntil(() => Command("sync-status").Contains("replicating"));
    }

    private string Command(string name, params string[] arguments) =>
        ReplicationCommands.Rows.Single(row => row.Name == "ovsdb-server/" + name).Run(_backup.Daemon, arguments).Text ?? "";
}
