using System;
using System.Collections.Generic;
using System.Globalization;
using System.Linq;
using Ovs.Ovsdb.Server.Daemon;
using Ovs.Ovsdb.Server.Tests.Sessions;

namespace Ovs.Ovsdb.Server.Tests.Daemon;

/// <summary>`ovsdb-server/metrics`.</summary>
public sealed class MetricsTests : IDisposable
{
    private readonly TestServer _server = new();

    public void Dispose() => _server.Dispose();

    [Fact]
    public void What_clients_do_is_counted()
    {
        var client = _server.Connect();
        client.Call("monitor", "['db','m',{'t':{}}]");
        client.Transact("{'op':'insert','table':'t','row':{'name':'a'}}");
        client.Transact("{'op':'insert','table':'t','row':{'name':'b'}}");
        client.Transact("{'op':'insert','table':'t','row':{'name':'b'}}");
        client.Transact("{'op':'abort'}");
        client.Call("fly", "[]");
        client.Send("transact", "['db',{'op':'wait','table':'t','where':[],'columns':['name'],'until':'==','rows':[]}]");
        _server.Connect().Call("echo", "[]");
        var metrics = Metrics();
        Assert.Equal(2, metrics["connections_total"]);
        Assert.Equal(2, metrics["sessions"]);
        Assert.Equal(1, metrics["monitors"]);
        Assert.Equal(2, metrics["updates_total"]);
        Assert.Equal(4, metrics["transactions_total"]);
        Assert.Equal(2, metrics["transaction_errors_total"]);
        Assert.Equal(1, metrics["transactions_waiting"]);
        Assert.Equal(1, metrics["transactions_parked_total"]);
        Assert.Equal(1, metrics["request_errors_total"]);
        Assert.Equal(2, metrics["database_rows{database=\"db\"}"]);
        Assert.Equal(2, metrics["database_commits_total{database=\"db\"}"]);
        Assert.Equal(4, metrics.Last(line => line.Key.StartsWith("transaction_microseconds_bucket", StringComparison.Ordinal)).Value);
        Assert.True(metrics["transaction_microseconds_max"] <= metrics["transaction_microseconds_total"]);
    }

    [Fact]
    public void Bytes_of_connections_that_are_over_still_count()
    {
        var client = _server.Connect();
        client.Call("echo", "['0123456789']");
        var before = Metrics();
        client.Dispose();
        _server.RunUntil(() => Metrics()["sessions"] == 0);
        var after = Metrics();
        Assert.Equal(before["received_bytes_total"], after["received_bytes_total"]);
        Assert.Equal(before["sent_bytes_total"], after["sent_bytes_total"]);
        Assert.True(after["received_bytes_total"] > 40);
    }

    [Fact]
    public void A_log_counts_what_it_stores()
    {
        Assert.Null(_server.Daemon.AddDatabase(_server.MakeFile("file", TestServer.Schema.Replace("\"name\": \"db\"", "\"name\": \"file\""))));
        var client = _server.Connect();
        client.Call("transact", "['file',{'op':'insert','table':'t','row':{'name':'a'}}]");
        client.Call("transact", "['file',{'op':'insert','table':'t','row':{'name':'b'}},{'op':'commit','durable':true}]");
        Assert.True(_server.Daemon.Server.TryGetDatabase("file", out var served));
        Assert.Null(_server.Daemon.Compact(served));
        var metrics = Metrics();
        Assert.Equal(2, metrics["log_records_total{database=\"file\"}"]);
        Assert.Equal(1, metrics["log_syncs_total{database=\"file\"}"]);
        Assert.Equal(1, metrics["compactions_total{database=\"file\"}"]);
        Assert.Equal(0, metrics["log_errors_total{database=\"file\"}"]);
        Assert.True(metrics["log_bytes_total{database=\"file\"}"] > 200);
    }

    private Dictionary<string, long> Metrics() => MetricsText.Compose(_server.Daemon.Server).TrimEnd('\n').Split('\n')
        .ToDictionary(line => line[..line.LastIndexOf(' ')], line => long.Parse(line[(line.LastIndexOf(' ') + 1)..], CultureInfo.InvariantCulture));
}
