using System;
using Ovs.Runtime.JsonRpc;
using Ovs.Runtime.Loop;

namespace Ovs.Ovsdb.Client;

public sealed partial class Replica
{
    /// <summary>The TCP port of database servers (RFC 7047 6).</summary>
    public const int DefaultPort = 6640;

    private readonly EventLoop _loop;
    private JsonRpcSession? _session;
    private string? _remote;
    private int _remoteCount;

    /// <summary>Of a cluster, talks to the leader only, so that nothing read is out of date.</summary>
    public bool IsLeaderOnly
    {
        get => _protocol.IsLeaderOnly;
        set => _protocol.IsLeaderOnly = value;
    }

    /// <summary>Tries several remotes in random order; looked at by <see cref="SetRemote"/>.</summary>
    public bool ShufflesRemotes { get; set; } = true;

    /// <summary>Tells the server that a database may change under us. Tools, which end soon, need not.</summary>
    public bool IsChangeAware
    {
        get => _protocol.IsChangeAware;
        set => _protocol.IsChangeAware = value;
    }

    public bool IsConnected => _session?.IsConnected ?? false;

    /// <summary>False when there is no connection and none will be tried.</summary>
    public bool IsAlive => _session?.IsAlive ?? false;

    /// <summary>Why the last connection or attempt ended, or null.</summary>
    public CloseReason? LastReason => _session?.LastReason;

    /// <summary>True when transactions can be sent now.</summary>
    public bool MaySendTransaction => _protocol.MaySendTransaction;

    /// <summary>The lock that transactions need (RFC 7047 4.1.8); null needs none.</summary>
    public string? Lock
    {
        get => _protocol.LockName;
        set => _protocol.SetLock(value);
    }

    public bool HasLock => _protocol.HasLock;

    /// <summary>True when another client is known to have the lock.</summary>
    public bool IsLockContended => _protocol.IsLockContended;

    /// <summary>
    /// Connects to a remote, or to one of several with commas between them ("cid:UUID" names the cluster); null
    /// disconnects. A connection to a remote that is still wanted is dropped all the same.
    /// </summary>
    /// <param name="retry">Connects again after failures; otherwise each remote is tried once.</param>
    public void SetRemote(string? remote, bool retry)
    {
        if (remote == _remote)
        {
            return;
        }

        _remote = remote;
        if (_session is not null)
        {
            _session.Dispose();
            _session = null;
            _protocol.OnDisconnected();
        }

        if (remote is null)
        {
            return;
        }

        var remotes = Remotes.Parse(remote, out var cluster);
        _protocol.Cluster = cluster;
        _remoteCount = remotes.Count;
        _session = new JsonRpcSession(_loop, remotes, DefaultPort, retry, ShufflesRemotes)
        {
            MessageReceived = _protocol.Receive,
            Connected = () => _protocol.OnConnected(_session!.Name),
            Disconnected = _ => _protocol.OnDisconnected(),
        };
        _session.Start();
    }

    /// <summary>From now on connects again after failures, whatever <see cref="SetRemote"/> was told.</summary>
    public void EnableReconnect()
    {
        if (_session is not null)
        {
            _session.Reconnect.TriesLeft = null;
        }
    }

    /// <summary>Drops the connection and makes a new one; the contents stay until then.</summary>
    public void ForceReconnect() => _protocol.ForceReconnect();

    /// <summary>Milliseconds of silence after which the server is probed; 0 never.</summary>
    public void SetProbeInterval(long intervalMs) => _session?.SetProbeInterval(intervalMs);

    /// <summary>Forgets how far the cluster's log was, for a cluster that was made anew.</summary>
    public void ResetMinIndex() => _protocol.ResetMinIndex();

    public void Dispose()
    {
        _session?.Dispose();
        _session = null;
        Changed = null;
    }

    private void Reconnect(bool atOnce)
    {
        if (_session is not null)
        {
            if (atOnce)
            {
                _session.Reconnect.FreeTries = _remoteCount;
            }

            _session.ForceReconnect();
        }
    }
}
