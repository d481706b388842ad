using System;
using System.Numerics;
using Ovs.Native;
using Ovs.OpenFlow.Connection;
using Ovs.OpenFlow.Errors;
using Ovs.OpenFlow.Messages;
using Ovs.OpenFlow.Versions;
using Ovs.OpenFlow.Wire;
using Ovs.Runtime.Logging;
using Ovs.Runtime.Loop;
using Ovs.Runtime.Streams;

namespace Ovs.Ofproto.Connections;

/// <summary>
/// The switch's side of one OpenFlow connection: agrees on a version, then carries out requests in the order in which they
/// come, each whole before the next, so that a barrier has nothing to wait for.
/// </summary>
public sealed partial class SwitchSession : IDisposable
{
    /// <summary>Reading stops while more than this waits to be sent: who asks must listen.</summary>
    private const long MaxBacklogBytes = 4 * 1024 * 1024;

    private static readonly LogModule s_log = LogModule.Define("connmgr");
    private static readonly LogModule s_vconnLog = LogModule.Define("vconn");
    private static readonly LogRateLimit s_limit = new(1, 5);

    private readonly IOpenFlowSwitch _switch;
    private readonly OfChannel _channel;
    private readonly uint _allowedVersions;
    private readonly MultipartAssembler _parts = new();
    private readonly EventLoop _loop;
    private readonly OfWriter _writer = new(1024);
    private OfVersion? _version;
    private OfProtocols _protocol;

    /// <param name="allowedVersions">Bit N stands for the version whose byte is N (<see cref="OfVersions.All"/>).</param>
    public SwitchSession(EventLoop loop, ByteStream stream, IOpenFlowSwitch ofSwitch, uint allowedVersions)
    {
        _loop = loop;
        _switch = ofSwitch;
        _allowedVersions = allowedVersions;
        _channel = new OfChannel(loop, stream) { Received = OnReceived, Closed = OnClosed };
        HelloMessage.Encode(_writer, allowedVersions, MessageHeader.NextXid());
        Flush();
    }

    /// <summary>Raised once, when the connection is over.</summary>
    public event Action<SwitchSession>? Ended;

    public string Name => _channel.Name;

    /// <summary>What was agreed on; null before.</summary>
    public OfVersion? Version => _version;

    public void Dispose() => _channel.Dispose();

    private void OnReceived(byte[] bytes)
    {
        if (_version is null)
        {
            Greet(bytes);
            return;
        }

        var header = MessageHeader.Read(bytes);
        if (header.Version != _version && header.Type != 0)
        {
            s_vconnLog.Warn(
                s_limit,
                $"{Name}: received OpenFlow version 0x{(byte)header.Version:x2} != expected {(byte)_version:x2}");
            Refuse(OfError.BadRequestBadVersion, bytes);
            Flush();
            return;
        }

        if (!MessageHeader.IsRequest(bytes))
        {
            Handle(bytes);
        }
        else if (_parts.Add(bytes, _loop.Clock.NowMs, out var complete) is var error and not OfError.None)
        {
            Refuse(error, bytes);
        }
        else
        {
            foreach (var message in complete)
            {
                Handle(message);
            }
        }

        Flush();
    }

    /// <summary>Agrees on the highest version that both sides know (OpenFlow 1.5.1 6.3.1).</summary>
    private void Greet(byte[] bytes)
    {
        if (RawMessage.Open(bytes, out var message) != OfError.None || message.Kind != MessageKind.Hello)
        {
            s_vconnLog.Warn(s_limit, $"{Name}: received {(bytes[1] == 0 ? "bad hello" : "something other")} while expecting hello");
            End(Errno.EPROTO);
            return;
        }

        _ = HelloMessage.Decode(in message, out var peer);
        var common = peer & _allowedVersions;
        if (common == 0)
        {
            var text = $"We support versions {OfVersions.Names(_allowedVersions)}, you support versions {OfVersions.Names(peer)}, "
                + "no common versions.";
            s_vconnLog.Warn(s_limit, $"{Name}: version negotiation failed ({text})");
            ErrorMessage.EncodeHelloFailure(
                _writer, OfError.HelloFailedIncompatible, (OfVersion)BitOperations.Log2(_allowedVersions), text);
            Flush();
            End(Errno.EPROTO);
            return;
        }

        _version = (OfVersion)BitOperations.Log2(common);
        _protocol = _version switch
        {
            OfVersion.OpenFlow10 => OfProtocols.OpenFlow10Standard,
            OfVersion.OpenFlow11 => OfProtocols.OpenFlow11,
            OfVersion.OpenFlow12 => OfProtocols.OpenFlow12,
            OfVersion.OpenFlow13 => OfProtocols.OpenFlow13,
            OfVersion.OpenFlow14 => OfProtocols.OpenFlow14,
            _ => OfProtocols.OpenFlow15,
        };
    }

    private void Handle(byte[] bytes)
    {
        var error = RawMessage.Open(bytes, out var message);
        if (error == OfError.None)
        {
            error = Dispatch(in message);
        }

        if (error != OfError.None)
        {
            Refuse(error, bytes);
        }
    }

    private void Refuse(OfError error, byte[] request)
    {
        s_log.Info(
            s_limit, $"{_switch.Name}<->{Name}: sending {ErrorTable.NameOf(error)} error reply to message type 0x{request[1]:x2}");
        ErrorMessage.EncodeReply(_writer, error, request);
    }

    private void Send(byte[] message) => _writer.Put(message);

    private void Flush()
    {
        if (_writer.Length > 0)
        {
            _channel.Send(_writer.ToArray());
            _writer.Clear();
        }

        _channel.IsPaused = _channel.BacklogBytes > MaxBacklogBytes;
    }

    private void OnClosed(Errno error)
    {
        if (error.IsError)
        {
            s_vconnLog.Info(s_limit, $"{Name}: connection closed ({error.Text})");
        }

        Ended?.Invoke(this);
    }

    private void End(Errno error) => _loop.Post(() => OnClosed(error));
}
