using System;
using System.Net;
using Ovs.Native;
using Ovs.Native.Libc;
using Ovs.Runtime.Logging;
using Ovs.Runtime.Loop;
using Ovs.Runtime.Replay;

namespace Ovs.Runtime.Streams;

/// <summary>Opens active connections by name: `unix:FILE`, `tcp:HOST[:PORT]`, `ssl:HOST[:PORT]`.</summary>
public static class StreamConnector
{
    private static readonly LogModule s_unixLog = LogModule.Define("stream_unix");
    private static readonly LogModule s_socketLog = LogModule.Define("socket_util");

    /// <summary>True when <paramref name="name"/> begins like an active connection method.</summary>
    public static bool IsActiveName(string name) =>
        name.StartsWith("unix:", StringComparison.Ordinal) ||
        name.StartsWith("tcp:", StringComparison.Ordinal) ||
        name.StartsWith("ssl:", StringComparison.Ordinal);

    /// <summary>
    /// Begins to connect. None means that a stream was made, connected or still connecting; EAFNOSUPPORT that the method or
    /// address is not understood; anything else why it cannot even begin.
    /// </summary>
    /// <param name="defaultPort">For `tcp:HOST` without a port; 0 makes the port mandatory.</param>
    /// <param name="dscp">DSCP of the packets that a TCP connection sends, or null to leave it alone.</param>
    public static Errno Open(EventLoop loop, string name, int defaultPort, int? dscp, out ByteStream? stream)
    {
        if (ReplayJournal.Mode == ReplayMode.Replay && IsActiveName(name))
        {
            return ReplayStream.Open(loop, name, isAccepted: false, out stream);
        }

        var error = OpenReal(loop, name, defaultPort, dscp, out stream);
        if (ReplayJournal.Mode == ReplayMode.Record && IsActiveName(name))
        {
            RecordingStream.Begin(name, error, ref stream);
        }

        return error;
    }

    private static Errno OpenReal(EventLoop loop, string name, int defaultPort, int? dscp, out ByteStream? stream)
    {
        stream = null;
        var colon = name.IndexOf(':', StringComparison.Ordinal);
        var argument = colon < 0 ? "" : name[(colon + 1)..];
        return (colon < 0 ? name : name[..colon]) switch
        {
            "unix" => OpenUnix(loop, name, argument, out stream),
            "tcp" => OpenTcp(loop, name, argument, defaultPort, dscp, isTls: false, out stream),
            "ssl" => OpenTcp(loop, name, argument, defaultPort, dscp, isTls: true, out stream),
            _ => Errno.EAFNOSUPPORT,
        };
    }

    private static Errno OpenUnix(EventLoop loop, string name, string argument, out ByteStream? stream)
    {
        stream = null;
        var path = Process.OvsDirectories.InRunDir(argument);
        var error = UnixSocketPath.TryMake(path, out var target);
        if (error.IsError)
        {
            return error;
        }

        error = Sockets.OpenUnix(out var fd);
        if (error.IsError)
        {
            target.Folder?.Dispose();
            return error;
        }

        error = Sockets.ConnectUnix(fd!, target.Path);
        var isConnected = !error.IsError;
        if (error.IsError && error != Errno.EINPROGRESS && error != Errno.EAGAIN)
        {
            s_unixLog.Dbg($"{path}: connection failed ({error.Text})");
            fd!.Dispose();
            target.Folder?.Dispose();
            return error;
        }

        stream = new SocketStream(loop, name, fd!, isConnected, target.Folder);
        return Errno.None;
    }

    private static Errno OpenTcp(
        EventLoop loop, string name, string argument, int defaultPort, int? dscp, bool isTls, out ByteStream? stream)
    {
        stream = null;
        if (!InetAddress.TryParseActive(argument, defaultPort, out var remote, out var parseError))
        {
            s_socketLog.Err($"{parseError}");
            return Errno.EAFNOSUPPORT;
        }

        var error = Sockets.OpenInet(remote.AddressFamily, out var fd);
        if (error.IsError)
        {
            s_socketLog.Err($"{argument}: socket: {error.Text}");
            return error;
        }

        error = Prepare(fd!, remote, dscp);
        if (!error.IsError)
        {
            error = Sockets.ConnectInet(fd!, remote);
        }

        if (error.IsError && error != Errno.EINPROGRESS)
        {
            fd!.Dispose();
            return error;
        }

        if (!isTls)
        {
            stream = new SocketStream(loop, name, fd!, !error.IsError);
            return Errno.None;
        }

        // The name that the server is asked for (RFC 6066 3): host names only, never addresses.
        var tlsError = TlsSettings.NewConnection(fd!, isServer: false, serverName: null, out var tls);
        if (tlsError.IsError)
        {
            fd!.Dispose();
            return tlsError;
        }

        stream = new TlsStream(loop, name, fd!, tls!, isConnected: !error.IsError);
        return Errno.None;
    }

    private static Errno Prepare(FileDescriptor fd, IPEndPoint remote, int? dscp)
    {
        var error = Sockets.SetNoDelay(fd);
        return error.IsError || dscp is null ? error : Sockets.SetDscp(fd, remote.AddressFamily, dscp.Value);
    }
}
