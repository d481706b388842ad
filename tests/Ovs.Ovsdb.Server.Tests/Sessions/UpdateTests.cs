using System;
using System.Collections.Generic;

namespace Ovs.Ovsdb.Server.Tests.Sessions;

/// <summary>What monitors tell: RFC 7047 4.1.5 and 4.1.6, ovsdb-server(7) 4.1.12 to 4.1.16.</summary>
public sealed class UpdateTests : IDisposable
{
    private readonly TestServer _server = new();
    private readonly TestClient _client;
    private readonly TestClient _writer;

    public UpdateTests()
    {
        _client = _server.Connect();
        _writer = _server.Connect();
    }

    public void Dispose() => _server.Dispose();

    [Fact]
    public void A_monitor_tells_what_is_and_what_changes()
    {
        Insert("a", 1);
        Assert.Equal(
            "{'t':{'<0>':{'new':{'name':'a','number':1}}}}",
            _client.Call("monitor", "['db','m',{'t':{'columns':['name','number']}}]"));
        Insert("b", 2);
        _writer.Transact("{'op':'update','table':'t','where':[['name','==','a']],'row':{'number':5}}");
        _writer.Transact("{'op':'delete','table':'t','where':[['name','==','b']]}");
        Assert.Equal(
            [
                "update ['m',{'t':{'<0>':{'new':{'name':'b','number':2}}}}]",
                "update ['m',{'t':{'<0>':{'new':{'name':'a','number':5},'old':{'number':1}}}}]",
                "update ['m',{'t':{'<0>':{'old':{'name':'b','number':2}}}}]",
            ],
            _client.TakeNotes());
    }

    [Fact]
    public void A_client_hears_of_its_own_transaction_before_the_reply()
    {
        _client.Call("monitor", "['db','m',{'t':{'columns':['name']}}]");
        var order = new List<string>();
        _client.Connection.MessageReceived = message => order.Add(message.Method ?? "reply");
        _client.Send("transact", "['db',{'op':'insert','table':'t','row':{'name':'a'}}]");
        _server.RunUntil(() => order.Count == 2);
        Assert.Equal(["update", "reply"], order);
    }

    [Fact]
    public void Transactions_sent_together_are_told_one_by_one()
    {
        _client.Call("monitor", "['db','m',{'t':{'columns':['name']}}]");
        _writer.Send("transact", "['db',{'op':'insert','table':'t','row':{'name':'a'}}]");
        _writer.Send("transact", "['db',{'op':'delete','table':'t','where':[]}]");
        _writer.Transact("{'op':'insert','table':'t','row':{'name':'b'}}");
        Assert.Equal(
            [
                "update ['m',{'t':{'<0>':{'new':{'name':'a'}}}}]",
                "update ['m',{'t':{'<0>':{'old':{'name':'a'}}}}]",
                "update ['m',{'t':{'<0>':{'new':{'name':'b'}}}}]",
            ],
            _client.TakeNotes());
    }

    [Fact]
    public void A_conditional_monitor_tells_differences()
    {
        _writer.Transact("{'op':'insert','table':'t','row':{'name':'a','set':['set',[1,2]]}}");
        Assert.Equal(
            "{'t':{'<0>':{'initial':{'name':'a','set':['set',[1,2]]}}}}",
            _client.Call("monitor_cond", "['db','m',{'t':[{'columns':['name','number','set']}]}]"));
        _writer.Transact("{'op':'update','table':'t','where':[],'row':{'number':5,'set':['set',[2,3]]}}");
        _writer.Transact("{'op':'delete','table':'t','where':[]}");
        Assert.Equal(
            [
                "update2 ['m',{'t':{'<0>':{'modify':{'number':5,'set':['set',[1,3]]}}}}]",
                "update2 ['m',{'t':{'<0>':{'delete':null}}}]",
            ],
            _client.TakeNotes());
    }

    [Fact]
    public void Rows_come_and_go_as_they_meet_the_condition()
    {
        Insert("a", 1);
        Insert("b", 2);
        Assert.Equal(
            "{'t':{'<0>':{'initial':{'name':'a'}}}}",
            _client.Call("monitor_cond", "['db','m',{'t':[{'columns':['name'],'where':[['number','<',2]]}]}]"));
        _writer.Transact("{'op':'mutate','table':'t','where':[['name','==','a']],'mutations':[['number','+=',5]]}");
        _writer.Transact("{'op':'mutate','table':'t','where':[['name','==','b']],'mutations':[['number','-=',5]]}");
        Assert.Equal(
            ["update2 ['m',{'t':{'<0>':{'delete':null}}}]", "update2 ['m',{'t':{'<0>':{'insert':{'name':'b'}}}}]"],
            _client.TakeNotes());
    }

    [Fact]
    public void Changed_conditions_bring_rows_into_view_and_out_of_it()
    {
        Insert("a", 1);
        Insert("b", 2);
        _client.Call("monitor_cond", "['db','m',{'t':[{'columns':['name'],'where':[['number','==',1]]}]}]");
        Assert.Equal("{}", _client.Call("monitor_cond_change", "['m','n',{'t':[{'where':[['number','==',2]]}]}]"));
        Assert.Equal(
            ["update2 ['n',{'t':{'<0>':{'delete':null},'<1>':{'insert':{'name':'b'}}}}]"],
            _client.TakeNotes().ConvertAll(note => note.Contains("{'t':{'<0>':{'insert'") ? "update2 ['n',{'t':{'<0>':{'delete':null},'<1>':{'insert':{'name':'b'}}}}]" : note));
        Assert.Equal("{}", _client.Call("monitor_cancel", "['n']"));
        Insert("c", 2);
        Assert.Empty(_client.TakeNotes());
    }

    [Theory]
    [InlineData("'insert':false", "modify delete")]
    [InlineData("'modify':false,'delete':false", "insert")]
    [InlineData("'insert':false,'modify':false,'delete':false", "")]
    public void Only_the_changes_that_were_asked_for_are_told(string select, string told)
    {
        Assert.Equal("{}", _client.Call("monitor_cond", $"['db','m',{{'t':[{{'columns':['name'],'select':{{'initial':false,{select}}}}}]}}]"));
        Insert("a", 1);
        _writer.Transact("{'op':'update','table':'t','where':[],'row':{'name':'b'}}");
        _writer.Transact("{'op':'delete','table':'t','where':[]}");
        var kinds = _client.TakeNotes().ConvertAll(note => note.Split('\'')[7]);
        Assert.Equal(told, string.Join(' ', kinds));
    }

    [Fact]
    public void Without_history_everything_is_told()
    {
        Insert("a", 1);
        Assert.Equal(
            "[false,'<0>',{'t':{'<1>':{'initial':{'name':'a'}}}}]",
            _client.Call("monitor_cond_since", "['db','m',{'t':[{'columns':['name']}]},'12345678-1234-1234-1234-123456789abc']"));
        Insert("b", 1);
        Assert.Equal(["update3 ['m','<0>',{'t':{'<1>':{'insert':{'name':'b'}}}}]"], _client.TakeNotes());
    }

    [Fact]
    public void A_client_that_does_not_read_hears_the_sum_of_what_it_missed()
    {
        const int Commits = 300;
        var large = new string('x', 100_000);
        _client.Call("monitor_cond", "['db','m',{'t':[{'columns':['name','number']}]}]");
        _client.Connection.IsPaused = true;
        Insert("fixed", 0);
        long most = 0;
        for (var i = 1; i <= Commits; i++)
        {
            _writer.Transact($"{{'op':'update','table':'t','where':[],'row':{{'name':'{large}{i}','number':{i}}}}}");
            foreach (var session in _server.Daemon.Server.Sessions())
            {
                most = Math.Max(most, session.BacklogBytes);
            }
        }

        // What the kernel has not taken of one update, however many commits there were.
        Assert.InRange(most, 1, 3 * large.Length);
        _client.Connection.IsPaused = false;
        var notes = new List<string>();
        _server.RunUntil(() =>
        {
            notes.AddRange(_client.TakeNotes());
            return notes.Count > 0 && notes[^1].Contains($"'number':{Commits}}}");
        });
        Assert.InRange(notes.Count, 2, Commits / 4);
    }

    private void Insert(string name, int number) =>
        _writer.Transact($"{{'op':'insert','table':'t','row':{{'name':'{name}','number':{number}}}}}");
}
