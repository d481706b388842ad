using System;
using System.IO;
using System.Net;
using System.Text;
using System.Threading;
using Ovs.Native;
using Ovs.Native.Libc;
using Ovs.Runtime.Logging;
using Ovs.Runtime.Loop;
using Ovs.Runtime.Process;
using Ovs.Runtime.Replay;

namespace Ovs.Runtime.Streams;

/// <summary>Accepts connections by name: `punix:FILE`, `ptcp:[PORT][:HOST]`, `pssl:[PORT][:HOST]`; a port of 0 lets the kernel choose.</summary>
public sealed class StreamListener : IDisposable
{
    // Connections taken in one turn of the loop; others get their turn before the next batch.
    private const int AcceptBatch = 10;
    private const int Backlog = 64;
    private const int MaxNameSize = 1024;
    private const int UnixSocketMode = 0x1F8; // 0770: owner and group

    private static readonly LogModule s_unixLog = LogModule.Define("stream_unix");
    private static readonly LogModule s_socketLog = LogModule.Define("socket_util");
    private static readonly LogModule s_fdLog = LogModule.Define("stream_fd");
    private static readonly LogRateLimit s_bindLimit = new(1, 5);
    private static readonly LogRateLimit s_acceptLimit = new(10, 25);
    private static int s_unixPeers;

    private readonly EventLoop _loop;
    private readonly FileDescriptor? _fd;
    private readonly FdWatch? _watch;
    private readonly string? _path;
    private readonly Action<ByteStream> _accepted;
    private ReplayFile? _file;
    private bool _isTls;

    private StreamListener(EventLoop loop, string name, FileDescriptor fd, string? path, Action<ByteStream> accepted)
    {
        Name = name;
        _loop = loop;
        _fd = fd;
        _path = path;
        _accepted = accepted;
        _watch = loop.Watch(fd.Value, IoEvents.Readable, OnReady);
    }

    /// <summary>A listener without a socket: connections come as the file says.</summary>
    private StreamListener(EventLoop loop, string name, ReplayFile file, Action<ByteStream> accepted)
    {
        Name = name;
        _loop = loop;
        _file = file;
        _accepted = accepted;
        file.Due = () => loop.Post(ReplayAccept);
        file.Due();
    }

    /// <summary>With the port that the kernel chose, if it did: "ptcp:34567:127.0.0.1".</summary>
    public string Name { get; }

    /// <summary>The TCP port listened on; 0 for a unix socket.</summary>
    public int BoundPort { get; private init; }

    public static bool IsPassiveName(string name) =>
        name.StartsWith("punix:", StringComparison.Ordinal) ||
        name.StartsWith("ptcp:", StringComparison.Ordinal) ||
        name.StartsWith("pssl:", StringComparison.Ordinal);

    /// <summary>Begins to listen; <paramref name="accepted"/> owns each stream it is given.</summary>
    /// <param name="defaultPort">For `ptcp:` without a port; negative makes the port mandatory.</param>
    public static Errno Open(
        EventLoop loop,
        string name,
        int defaultPort,
        int? dscp,
        Action<ByteStream> accepted,
        out StreamListener? listener)
    {
        if (ReplayJournal.Mode == ReplayMode.Replay && IsPassiveName(name))
        {
            return OpenReplay(loop, name, accepted, out listener);
        }

        var error = OpenReal(loop, name, defaultPort, dscp, accepted, out listener);
        if (ReplayJournal.Mode == ReplayMode.Record && IsPassiveName(name)
            && !ReplayJournal.Open(name, out var file).IsError)
        {
            file!.WriteResult(error);
            if (listener is null)
            {
                file.Dispose();
            }
            else
            {
                listener._file = file;
            }
        }

        return error;
    }

    public void Dispose()
    {
        _watch?.Dispose();
        _fd?.Dispose();
        _file?.Dispose();
        if (_path is not null)
        {
            FilesToUnlink.UnlinkNow(_path);
        }
    }

    private static Errno OpenReal(
        EventLoop loop,
        string name,
        int defaultPort,
        int? dscp,
        Action<ByteStream> accepted,
        out StreamListener? listener)
    {
        listener = null;
        var colon = name.IndexOf(':', StringComparison.Ordinal);
        var argument = colon < 0 ? "" : name[(colon + 1)..];
        return (colon < 0 ? name : name[..colon]) switch
        {
            "punix" => OpenUnix(loop, name, argument, accepted, out listener),
            "ptcp" or "pssl" => OpenTcp(loop, name, argument, defaultPort, dscp, accepted, out listener),
            _ => Errno.EAFNOSUPPORT,
        };
    }

    private static Errno OpenReplay(
        EventLoop loop, string name, Action<ByteStream> accepted, out StreamListener? listener)
    {
        listener = null;
        var error = ReplayJournal.Open(name, out var file);
        if (error.IsError)
        {
            return error;
        }

        error = file!.TakeEarly(default, out _);
        if (error.IsError)
        {
            file.Dispose();
            return error;
        }

        listener = new StreamListener(loop, name, file, accepted);
        return Errno.None;
    }

    private static Errno OpenUnix(
        EventLoop loop, string name, string argument, Action<ByteStream> accepted, out StreamListener? listener)
    {
        listener = null;
        var path = OvsDirectories.InRunDir(argument);
        var error = BindUnix(path, out var fd);
        if (error.IsError)
        {
            s_unixLog.Err($"{path}: binding failed: {error.Text}");
            return error;
        }

        FilesToUnlink.Add(path);
        error = Sockets.Listen(fd!, Backlog);
        if (error.IsError)
        {
            s_unixLog.Err($"{name}: listen: {error.Text}");
            fd!.Dispose();
            FilesToUnlink.UnlinkNow(path);
            return error;
        }

        listener = new StreamListener(loop, name, fd!, path, accepted);
        return Errno.None;
    }

    private static Errno BindUnix(string path, out FileDescriptor? fd)
    {
        fd = null;
        var error = UnixSocketPath.TryMake(path, out var target);
        if (error.IsError)
        {
            return error;
        }

        using var folder = target.Folder;
        // A socket file of an earlier process that died would make bind(2) fail for ever.
        if (File.Exists(path))
        {
            File.Delete(path);
        }

        error = Sockets.OpenUnix(out fd);
        if (error.IsError)
        {
            return error;
        }

        error = Sockets.BindUnix(fd!, target.Path, UnixSocketMode);
        if (error.IsError)
        {
            fd!.Dispose();
        }

        return error;
    }

    private static Errno OpenTcp(
        EventLoop loop,
        string name,
        string argument,
        int defaultPort,
        int? dscp,
        Action<ByteStream> accepted,
        out StreamListener? listener)
    {
        listener = null;
        if (!InetAddress.TryParsePassive(argument, defaultPort, out var local, out var parseError))
        {
            s_socketLog.Err($"{parseError}");
            return Errno.EAFNOSUPPORT;
        }

        var error = Sockets.OpenInet(local.AddressFamily, out var fd);
        if (error.IsError)
        {
            s_socketLog.Err($"{argument}: socket: {error.Text}");
            return error;
        }

        error = Listen(fd!, argument, local, dscp, out var bound);
        if (error.IsError)
        {
            fd!.Dispose();
            return error;
        }

        if (local.Port == 0)
        {
            s_socketLog.Info($"{argument}: listening on port {bound.Port}");
        }

        var method = name[..4];
        listener = new StreamListener(loop, $"{method}:{bound.Port}:{HostText(bound)}", fd!, null, accepted)
        {
            BoundPort = bound.Port,
            _isTls = method == "pssl",
        };
        return Errno.None;
    }

    private static Errno Listen(FileDescriptor fd, string argument, IPEndPoint local, int? dscp, out IPEndPoint bound)
    {
        bound = local;
        var error = Sockets.BindInet(fd, local);
        if (error.IsError)
        {
            s_socketLog.Err(s_bindLimit, $"{argument}: bind: {error.Text}");
            return error;
        }

        error = dscp is null ? Errno.None : Sockets.SetDscp(fd, local.AddressFamily, dscp.Value);
        if (error.IsError)
        {
            s_socketLog.Err($"{argument}: set_dscp: {error.Text}");
            return error;
        }

        error = Sockets.Listen(fd, Backlog);
        if (error.IsError)
        {
            s_socketLog.Err($"{argument}: listen: {error.Text}");
            return error;
        }

        error = Sockets.LocalAddress(fd, out var address);
        bound = address ?? local;
        return error;
    }

    private static string HostText(IPEndPoint point)
    {
        var text = InetAddress.Text(point);
        return text[..text.LastIndexOf(':')];
    }

    private void OnReady(IoEvents events)
    {
        for (var i = 0; i < AcceptBatch && _fd!.IsOpen; i++)
        {
            var error = Sockets.Accept(_fd, out var fd, out var peer);
            if (error.IsError)
            {
                if (error != Errno.EAGAIN)
                {
                    s_fdLog.Dbg(s_acceptLimit, $"accept: {error.Text}");
                }

                return;
            }

            var name = peer is null
                ? $"unix#{Interlocked.Increment(ref s_unixPeers) - 1}"
                : $"{(_isTls ? "ssl" : "tcp")}:{InetAddress.Text(peer)}";
            if (peer is not null && Sockets.SetNoDelay(fd!) is { IsError: true } delayError)
            {
                s_socketLog.Err($"setsockopt(TCP_NODELAY): {delayError.Text}");
            }

            if (!_isTls)
            {
                Accept(new SocketStream(_loop, name, fd!, isConnected: true));
            }
            else if (TlsSettings.NewConnection(fd!, isServer: true, serverName: null, out var tls).IsError)
            {
                fd!.Dispose(); // Why was logged; the listener lives on for when the settings are complete.
            }
            else
            {
                Accept(new TlsStream(_loop, name, fd!, tls!, isConnected: true));
            }
        }
    }

    private void Accept(ByteStream stream)
    {
        ByteStream? accepted = stream;
        if (_file is not null)
        {
            _file.WriteReceived(Encoding.UTF8.GetBytes(stream.Name));
            RecordingStream.Begin(stream.Name, Errno.None, ref accepted);
        }

        _accepted(accepted!);
    }

    private void ReplayAccept()
    {
        Span<byte> name = stackalloc byte[MaxNameSize];
        if (_file!.TakeReceived(name, out var size).IsError)
        {
            return; // Not now: the file tells when.
        }

        if (!ReplayStream.Open(_loop, Encoding.UTF8.GetString(name[..size]), isAccepted: true, out var stream).IsError)
        {
            _accepted(stream!);
        }
    }
}
