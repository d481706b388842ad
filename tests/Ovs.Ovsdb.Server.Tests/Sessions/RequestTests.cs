using System;

namespace Ovs.Ovsdb.Server.Tests.Sessions;

/// <summary>Requests over a connection: RFC 7047 section 4.1 and ovsdb-server(7).</summary>
public sealed class RequestTests : IDisposable
{
    private readonly TestServer _server = new();
    private readonly TestClient _client;

    public RequestTests() => _client = _server.Connect();

    public void Dispose() => _server.Dispose();

    [Theory]
    [InlineData("echo", "[1,{'a':null}]", "[1,{'a':null}]")]
    [InlineData("list_dbs", "[]", "['_Server','db']")]
    [InlineData("get_server_id", "[]", "'<0>'")]
    [InlineData("fly", "[]", "error 'unknown method'")]
    [InlineData("get_schema", "[]", "error {'details':'get_schema request params must begin with <db-name>','error':'syntax error','syntax':'[]'}")]
    [InlineData("get_schema", "['x']", "error {'details':'get_schema request specifies unknown database x','error':'unknown database','syntax':'[\\'x\\']'}")]
    [InlineData("transact", "['db']", "[]")]
    [InlineData("transact", "['_Server',{'op':'insert','table':'Database','row':{'name':'x','model':'relay'}}]", "[{'details':'insert operation not allowed when database server is in read only mode','error':'not allowed'}]")]
    [InlineData("monitor_cancel", "['x']", "error 'unknown monitor'")]
    [InlineData("monitor_cancel", "[]", "error 'invalid parameters'")]
    [InlineData("monitor_cond", "['db','x']", "error {'details':'invalid parameters','error':'syntax error','syntax':'[\\'db\\',\\'x\\']'}")]
    [InlineData("monitor", "['db']", "error {'details':'invalid parameters','error':'syntax error','syntax':'[\\'db\\']'}")]
    [InlineData("monitor", "['db',null,{'x':{}}]", "error {'details':'no table named x','error':'syntax error'}")]
    [InlineData("monitor", "['db',null,5]", "error {'details':'monitor-requests must be object','error':'syntax error','syntax':'5'}")]
    [InlineData("monitor_cond_since", "['db',null,{},'x']", "error {'details':'last-txn-id must be UUID format.','error':'syntax error','syntax':'\\'x\\''}")]
    [InlineData("monitor_cond_change", "[1,1,{}]", "error {'details':'unknown monitor session','error':'syntax error','syntax':'1'}")]
    [InlineData("lock", "['not an id']", "error {'details':'lock request params must be <id>','error':'syntax error','syntax':'[\\'not an id\\']'}")]
    [InlineData("unlock", "['l']", "error {'details':'unlock: \\'unlock\\' without \\'lock\\' or \\'steal\\'','error':'syntax error','syntax':'[\\'l\\']'}")]
    [InlineData("set_db_change_aware", "[1]", "error {'details':'set_db_change_aware: true or false parameter expected','error':'syntax error','syntax':'[1]'}")]
    [InlineData("convert", "['db',{'name':'other','tables':{}}]", "error {'details':'new schema name (other) does not match database name (db)','error':'invalid parameters'}")]
    public void A_request_is_answered(string method, string parameters, string answer) =>
        Assert.Equal(answer, _client.Call(method, parameters).Replace("\\\\'", "\\'"));

    [Fact]
    public void A_schema_is_told_as_it_is() => Assert.StartsWith("{'name':'db','tables':{", _client.Call("get_schema", "['db']"));

    [Fact]
    public void A_wait_that_is_not_met_waits_for_another_client()
    {
        var waiting = _client.Send("transact", "['db',{'op':'wait','table':'t','where':[],'columns':['name'],'until':'==','rows':[{'name':'x'}]},{'op':'comment','comment':'now'}]");
        _client.Call("echo", "[]");
        Assert.False(_client.HasReply(waiting));
        _server.Connect().Transact("{'op':'insert','table':'t','row':{'name':'x'}}");
        Assert.Equal("[{},{}]", _client.Await(waiting));
    }

    [Fact]
    public void A_wait_gives_up_in_time()
    {
        var waiting = _client.Send("transact", "['db',{'op':'wait','timeout':5000,'table':'t','where':[],'columns':['name'],'until':'!=','rows':[]}]");
        _client.Call("echo", "[]");
        _server.Loop.Clock.Stop();
        _server.Loop.Clock.Warp(5000);
        var reply = _client.Await(waiting);
        Assert.StartsWith("[{'details':'\\'wait\\' timed out after ", reply);
        Assert.EndsWith(" ms','error':'timed out'}]", reply);
    }

    [Fact]
    public void Waiting_requests_need_names_of_their_own()
    {
        const string Wait = "['db',{'op':'wait','table':'t','where':[],'columns':['name'],'until':'!=','rows':[]}]";
        var first = _client.Send("transact", Wait);
        _client.Connection.Send(Runtime.JsonRpc.JsonRpcMessage.Request("transact", Json.Array(Wait), Runtime.Json.JsonValue.Of(first)));
        Assert.StartsWith("error {'details':'transact: duplicate request ID'", _client.Await(first));
    }

    [Fact]
    public void A_waiting_request_may_be_cancelled()
    {
        _client.Call("set_db_change_aware", "[true]");
        var waiting = _client.Send("transact", "['db',{'op':'wait','table':'t','where':[],'columns':['name'],'until':'!=','rows':[]}]");
        _client.Notify("cancel", $"[{waiting}]");
        Assert.Equal("error 'canceled'", _client.Await(waiting));
    }

    [Fact]
    public void A_lock_goes_from_hand_to_hand()
    {
        var (second, third) = (_server.Connect(), _server.Connect());
        Assert.Equal("{'locked':true}", _client.Call("lock", "['l']"));
        Assert.Equal("{'locked':false}", second.Call("lock", "['l']"));
        Assert.Equal("[{'details':'Asserted lock l not held.','error':'not owner'}]", second.Transact("{'op':'assert','lock':'l'}"));
        Assert.StartsWith("error {'details':'must issue \\'unlock\\' before new \\'lock\\''", second.Call("lock", "['l']"));
        Assert.Equal("{}", _client.Call("unlock", "['l']"));
        Assert.Equal(["locked ['l']"], second.TakeNotes());
        Assert.Equal("[{}]", second.Transact("{'op':'assert','lock':'l'}"));
        Assert.Equal("{'locked':true}", third.Call("steal", "['l']"));
        Assert.Equal(["stolen ['l']"], second.TakeNotes());
        third.Dispose();
        _server.RunUntil(() => _server.Daemon.Server.Sessions().Count == 2);
        Assert.Equal(["locked ['l']"], second.TakeNotes());
    }

    [Fact]
    public void A_converted_database_has_the_new_schema_and_the_old_data()
    {
        var aware = _server.Connect();
        aware.Call("set_db_change_aware", "[true]");
        aware.Call("monitor", "['db','m',{'t':{}}]");
        _client.Transact("{'op':'insert','table':'t','row':{'name':'x','number':5}}");
        aware.TakeNotes();
        var schema = TestServer.Schema.Replace("\"number\": {\"type\": \"integer\"}", "\"number\": {\"type\": \"integer\"}, \"more\": {\"type\": \"string\"}");
        Assert.Equal("{}", aware.Call("convert", $"['db',{schema}]"));
        Assert.Equal(["monitor_canceled ['m']"], aware.TakeNotes());
        Assert.Equal(
            "[{'rows':[{'more':'','name':'x','number':5}]}]",
            aware.Transact("{'op':'select','table':'t','where':[],'columns':['name','number','more']}"));
        _server.RunUntil(() => _client.IsClosed); // It does not follow the list of databases.
        Assert.Contains("\\'more\\'", aware.Call("transact", "['_Server',{'op':'select','table':'Database','where':[['name','==','db']],'columns':['schema']}]"));
    }

    [Fact]
    public void Data_that_does_not_fit_the_new_schema_keeps_the_old_one()
    {
        _client.Transact("{'op':'insert','table':'t','row':{'name':'x','number':5}}");
        var schema = TestServer.Schema.Replace("\"number\": {\"type\": \"integer\"}", "\"number\": {\"type\": {\"key\": {\"type\": \"integer\", \"maxInteger\": 4}}}");
        Assert.Equal(
            "error {'details':'5 is greater than maximum allowed value 4','error':'constraint violation'}",
            _client.Call("convert", $"['db',{schema}]"));
        Assert.Equal("[{'rows':[{'number':5}]}]", _client.Transact("{'op':'select','table':'t','where':[],'columns':['number']}"));
    }
}
