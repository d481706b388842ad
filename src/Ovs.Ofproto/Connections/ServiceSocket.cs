using System;
using System.Collections.Generic;
using Ovs.OpenFlow.Versions;
using Ovs.Runtime.Logging;
using Ovs.Runtime.Loop;
using Ovs.Runtime.Streams;

namespace Ovs.Ofproto.Connections;

/// <summary>The socket by which `ovs-ofctl` reaches a bridge: RUNDIR/BRIDGE.mgmt (ovs-vswitchd(8)).</summary>
public sealed class ServiceSocket : IDisposable
{
    private static readonly LogModule s_log = LogModule.Define("connmgr");

    private readonly EventLoop _loop;
    private readonly IOpenFlowSwitch _switch;
    private readonly HashSet<SwitchSession> _sessions = [];
    private StreamListener? _listener;

    /// <summary>Opens the socket; where that fails the log says so, and the bridge works without.</summary>
    public ServiceSocket(EventLoop loop, IOpenFlowSwitch ofSwitch, string name)
    {
        _loop = loop;
        _switch = ofSwitch;
        var error = StreamListener.Open(loop, name, 0, null, OnAccepted, out _listener);
        if (error.IsError)
        {
            s_log.Warn($"{ofSwitch.Name}: could not listen on {name} ({error.Text})");
        }
        else
        {
            s_log.Info($"{ofSwitch.Name}: added service controller \"{name}\"");
        }
    }

    /// <summary>Versions that new sessions may speak.</summary>
    public uint AllowedVersions { get; set; } = OfVersions.All;

    public void Dispose()
    {
        _listener?.Dispose();
        foreach (var session in _sessions)
        {
            session.Dispose();
        }

        _sessions.Clear();
    }

    private void OnAccepted(ByteStream stream)
    {
        var session = new SwitchSession(_loop, stream, _switch, AllowedVersions);
        _sessions.Add(session);
        session.Ended += ended =>
        {
            _sessions.Remove(ended);
            ended.Dispose();
        };
    }
}
