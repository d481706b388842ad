using System;
using Ovs.Native;
using Ovs.Native.Libc;
using Ovs.Runtime.CommandLine;
using Ovs.Runtime.Json;
using Ovs.Runtime.Streams;

namespace Ovs.Runtime.Logging;

/// <summary>
/// Sends messages to a syslog daemon: by the machine's local socket with the header that the C library writes, or by
/// another socket of the user's choice with the priority alone, which leaves the rest to the pattern (`--syslog-method`).
/// </summary>
internal sealed class SyslogSender : IDisposable
{
    /// <summary>Facility local0, times 8 as in a message's priority.</summary>
    public const int Local0 = 16 * 8;

    private const int DaemonFacility = 3 * 8;
    private const int SyslogPort = 514; // RFC 3164 2

    private static readonly LogModule s_log = LogModule.Define("socket_util");

    private static readonly string[] s_facilities =
    [
        "kern", "user", "mail", "daemon", "auth", "syslog", "lpr", "news", "uucp", "clock", "ftp", "ntp", "audit", "alert",
        "clock2", "local0", "local1", "local2", "local3", "local4", "local5", "local6", "local7",
    ];

    // What stands first in the table has code 0; from "clock" on the codes have gaps (RFC 5424 table 1).
    private static readonly int[] s_codes = [0, 1, 2, 3, 4, 5, 6, 7, 8, 9, 11, 12, 13, 14, 15, 16, 17, 18, 19, 20, 21, 22, 23];

    private readonly FileDescriptor? _socket;
    private readonly string? _identity;

    private SyslogSender(string prefix, FileDescriptor? socket, string? identity)
    {
        Prefix = prefix;
        _socket = socket;
        _identity = identity;
    }

    /// <summary>What stands before each line, as `vlog/list-pattern` shows it.</summary>
    public string Prefix { get; }

    public bool IsOpen => _socket is not null;

    public static int Severity(LogLevel level) => level switch
    {
        LogLevel.Err => 3,
        LogLevel.Warn => 4,
        LogLevel.Info => 5, // LOG_NOTICE: syslog's "informational" is often thrown away.
        LogLevel.Dbg => 7,
        _ => 1, // LOG_ALERT: an emergency of one program is not one of the machine.
    };

    public static bool TryFacility(string name, out int facility)
    {
        var index = Array.IndexOf(s_facilities, name.ToLowerInvariant());
        facility = index < 0 ? 0 : s_codes[index] * 8;
        return index >= 0;
    }

    /// <summary>Opens by `libc`, `null`, `unix:FILE` or `udp:IP:PORT`; false for another method. A destination that is not
    /// there, or whose address is bad, takes messages and loses them.</summary>
    public static bool TryOpen(string method, out SyslogSender? sender)
    {
        const string priorityOnly = "<%B>";
        FileDescriptor? socket;
        sender = null;
        if (method == "null")
        {
            sender = new SyslogSender("", null, null);
        }
        else if (method == "libc")
        {
            _ = Datagrams.ConnectUnix("/dev/log", out socket);
            sender = new SyslogSender("<%B> %D{%h %e %T} %E %A:", socket, ProgramExit.ProgramName);
        }
        else if (method.StartsWith("unix:", StringComparison.Ordinal))
        {
            _ = Datagrams.ConnectUnix(method["unix:".Length..], out socket);
            sender = new SyslogSender(priorityOnly, socket, null);
        }
        else if (method.StartsWith("udp:", StringComparison.Ordinal))
        {
            socket = ConnectUdp(method["udp:".Length..], SyslogPort);
            sender = new SyslogSender(priorityOnly, socket, null);
        }

        return sender is not null;
    }

    /// <summary>Opens the additional destination of `--syslog-target=HOST:PORT`, which gets whole RFC 5424 messages.</summary>
    public static SyslogSender OpenTarget(string address) => new("", ConnectUdp(address, 0), null);

    /// <param name="facility">0 for the usual one of daemons.</param>
    public void Send(LogLevel level, int facility, string line)
    {
        var priority = Severity(level) + (facility == 0 ? DaemonFacility : facility);
        var header = _identity is null ? "" : $"{Strftime.Text("%h %e %T", LogSystem.Clock.WallMs, utc: false)} {_identity}: ";
        SendWhole($"<{priority}>{header}{line}");
    }

    /// <summary>Sends a message that is complete.</summary>
    public void SendWhole(string message)
    {
        if (_socket is null)
        {
            return;
        }

        // Syslog is best effort (RFC 3164 6.3): what cannot be sent now is not kept, but what is too long is cut.
        ReadOnlySpan<byte> bytes = Utf8Text.Encode(message);
        while (Datagrams.Send(_socket, bytes) == Errno.EMSGSIZE && bytes.Length > 1)
        {
            bytes = bytes[..^Math.Max(1, bytes.Length / 20)];
        }
    }

    public void Dispose() => _socket?.Dispose();

    private static FileDescriptor? ConnectUdp(string address, int defaultPort)
    {
        if (!InetAddress.TryParseActive(address, defaultPort, out var point, out var error))
        {
            s_log.Err(error);
            return null;
        }

        _ = Datagrams.ConnectUdp(point, out var socket);
        return socket;
    }
}
