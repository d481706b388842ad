using System;
using System.IO;
using Ovs.Ovsdb.Server.Daemon;
using Ovs.Ovsdb.Server.Tests.Sessions;

namespace Ovs.Ovsdb.Server.Tests.Daemon;

/// <summary>Remotes and databases that come and go while the server runs.</summary>
public sealed class RemotesTests : IDisposable
{
    private readonly TestServer _server = new("db:db,t,managers", "db:db,t,name");
    private readonly TestClient _client;

    public RemotesTests() => _client = _server.Connect();

    public void Dispose() => _server.Dispose();

    [Fact]
    public void A_remote_that_a_row_names_is_opened_and_closed_with_it()
    {
        var socket = _server["manager.sock"];
        _client.Transact($"{{'op':'insert','table':'Manager','uuid-name':'m','row':{{'target':'punix:{socket}','read_only':true}}}},{{'op':'insert','table':'t','row':{{'managers':['named-uuid','m']}}}}");
        _server.RunUntil(() => File.Exists(socket));
        var manager = _server.Connect(socket);
        Assert.Equal("[{'rows':[]}]", manager.Transact("{'op':'select','table':'t','where':[['name','==','x']]}"));
        Assert.Contains("not allowed when database server is in read only mode", manager.Transact("{'op':'insert','table':'t','row':{}}"));
        Assert.Equal("error 'lock and unlock methods not allowed, DB server is read only.'", manager.Call("lock", "['l']"));
        _server.Connect(socket).Call("echo", "[]");
        _server.RunUntil(() => _client.Transact("{'op':'select','table':'Manager','where':[],'columns':['is_connected','status']}")
            == "[{'rows':[{'is_connected':true,'status':['map',[['n_connections','2']]]}]}]");
        _client.Transact("{'op':'delete','table':'t','where':[]}");
        _server.RunUntil(() => manager.IsClosed);
        Assert.False(File.Exists(socket));
    }

    [Fact]
    public void A_remote_may_be_a_text_in_a_column()
    {
        var socket = _server["text.sock"];
        _client.Transact($"{{'op':'insert','table':'t','row':{{'name':'punix:{socket}'}}}}");
        _server.RunUntil(() => File.Exists(socket));
        Assert.Equal("['_Server','db']", _server.Connect(socket).Call("list_dbs", "[]"));
    }

    [Theory]
    [InlineData("db:db", "\"db:db\": invalid syntax")]
    [InlineData("db:x,y,z", "\"db:x,y,z\": no database named x")]
    [InlineData("db:db,y,z", "\"db:db,y,z\": no table named y")]
    [InlineData("db:db,t,z", "\"db:db,t,z\": table \"t\" has no column \"z\"")]
    public void A_wrong_remote_is_explained(string name, string explanation) =>
        Assert.Equal(explanation, _server.Daemon.CheckRemote(name));

    [Fact]
    public void Databases_that_come_and_go_are_told_to_clients_that_follow_them()
    {
        var name = _server["other.db"];
        File.WriteAllBytes(name, Server.Storage.LogRecord.Compose("JSON", Json.Parse("{'name':'other','tables':{'x':{'columns':{'y':{'type':'string'}}}}}")));
        _client.Call("set_db_change_aware", "[true]");
        _client.Call("monitor", "['_Server','s',{'Database':{'columns':['name','model']}}]");
        Assert.Null(_server.Daemon.AddDatabase(name));
        Assert.Equal(["update ['s',{'Database':{'<0>':{'new':{'model':'standalone','name':'other'}}}}]"], _client.TakeNotes());
        Assert.Equal($"ovsdb error: {name}: already open", _server.Daemon.AddDatabase(name)!.ToText());
        Assert.True(_server.Daemon.Server.TryGetDatabase("other", out var served));
        _server.Daemon.RemoveDatabase(served, "test");
        Assert.Equal(["update ['s',{'Database':{'<0>':{'old':{'model':'standalone','name':'other'}}}}]"], _client.TakeNotes());
        Assert.Null(_server.Daemon.AddDatabase(name)); // Its file was closed and unlocked.
    }

    [Fact]
    public void A_configuration_survives_being_written()
    {
        const string Text = "{'remotes':{'ptcp:0':{'max-backoff':1000,'inactivity-probe':2000,'dscp':10,'read-only':true,'role':'r'}},'databases':{'a.db':{'service-model':'standalone'},'b':{'service-model':'active-backup','source':{'tcp:1.2.3.4':{'max-backoff':8000,'inactivity-probe':60000,'dscp':48}},'exclude-tables':['b:x','b:y'],'backup':true}},'is_backup':false}";
        var path = _server["config"];
        File.WriteAllText(path, Text.Replace('\'', '"'));
        Assert.Equal(Text, ServerConfiguration.Parse(path)!.ToJson().ToString().Replace('"', '\''));
    }

    [Theory]
    [InlineData("[]")]
    [InlineData("{'remotes':5}")]
    [InlineData("{'remotes':{'x':5}}")]
    [InlineData("{'databases':{'x':5}}")]
    [InlineData("{'databases':{'x':{'service-model':'flying'}}}")]
    [InlineData("{'databases':{'x':{'service-model':'relay'}}}")]
    [InlineData("{'databases':{'x':{'service-model':'active-backup'}}}")]
    [InlineData("{'databases':{'x':{'service-model':'standalone','source':{}}}}")]
    public void A_wrong_configuration_is_refused(string text)
    {
        var path = _server["config"];
        File.WriteAllText(path, text.Replace('\'', '"'));
        Assert.Null(ServerConfiguration.Parse(path));
    }
}
