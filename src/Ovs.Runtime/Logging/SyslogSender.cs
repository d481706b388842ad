using System;
using System.Text;
using Ovs.Native;
using Ovs.Native.Libc;
using Ovs.Runtime.CommandLine;
using Ovs.Runtime.Streams;

namespace Ovs.Runtime.Logging;

/// <summary>Sends messages to a syslog daemon (RFC 3164 by the local socket, RFC 5424 by UDP): `--syslog-method`.</summary>
internal sealed class SyslogSender : IDisposable
{
    /// <summary>Facility local0, times 8 as in a message's priority.</summary>
    public const int Local0 = 16 * 8;

    private const int DaemonFacility = 3 * 8;
    private const int Notice = 5;

    private static readonly string[] s_facilities =
    [
        "kern", "user", "mail", "daemon", "auth", "syslog", "lpr", "news", "uucp", "clock", "ftp", "ntp", "audit", "alert",
        "clock2", "local0", "local1", "local2", "local3", "local4", "local5", "local6", "local7",
    ];

    // What stands first in the table has code 0; from "clock" on the codes have gaps (RFC 5424 table 1).
    private static readonly int[] s_codes = [0, 1, 2, 3, 4, 5, 6, 7, 8, 9, 11, 12, 13, 14, 15, 16, 17, 18, 19, 20, 21, 22, 23];

    private readonly FileDescriptor _socket;
    private readonly bool _isLocal;
    private readonly string _identity;

    private SyslogSender(FileDescriptor socket, bool isLocal)
    {
        _socket = socket;
        _isLocal = isLocal;
        _identity = ProgramExit.ProgramName;
    }

    public static int Severity(LogLevel level) => level switch
    {
        LogLevel.Emer => 1, // LOG_ALERT: an emergency of one program is not one of the machine.
        LogLevel.Err => 3,
        LogLevel.Warn => 4,
        LogLevel.Info => 6,
        LogLevel.Dbg => 7,
        _ => Notice,
    };

    public static bool TryFacility(string name, out int facility)
    {
        var index = Array.IndexOf(s_facilities, name.ToLowerInvariant());
        facility = index < 0 ? 0 : s_codes[index] * 8;
        return index >= 0;
    }

    /// <summary>Opens by `libc`, `null`, `unix:FILE` or `udp:IP:PORT`; null for a destination that is not there.</summary>
    public static bool TryOpen(string method, out SyslogSender? sender)
    {
        sender = null;
        if (method == "null")
        {
            return true;
        }

        if (method == "libc")
        {
            _ = TryUnix("/dev/log", isLocal: true, out sender);
            return true;
        }

        if (method.StartsWith("unix:", StringComparison.Ordinal))
        {
            _ = TryUnix(method[5..], isLocal: true, out sender);
            return true;
        }

        return method.StartsWith("udp:", StringComparison.Ordinal) && TryUdp(method[4..], out sender);
    }

    public void Send(LogLevel level, int? facility, string line)
    {
        var priority = (facility ?? (_isLocal ? DaemonFacility : Local0)) + Severity(level);
        var text = new StringBuilder($"<{priority}>");
        Strftime.Append(text, "%h %e %T", LogSystem.Clock.WallMs, utc: false);
        text.Append(_isLocal ? $" {_identity}: " : $" {Environment.MachineName} {_identity}: ").Append(line);
        // Syslog is best effort (RFC 3164 6.3): what cannot be sent now is not kept.
        _ = Datagrams.Send(_socket, Encoding.UTF8.GetBytes(text.ToString()));
    }

    public void Dispose() => _socket.Dispose();

    private static bool TryUnix(string path, bool isLocal, out SyslogSender? sender)
    {
        var error = Datagrams.ConnectUnix(path, out var socket);
        sender = error.IsError ? null : new SyslogSender(socket!, isLocal);
        return !error.IsError;
    }

    private static bool TryUdp(string address, out SyslogSender? sender)
    {
        const int SyslogPort = 514; // RFC 3164 2
        sender = null;
        if (!InetAddress.TryParseActive(address, SyslogPort, out var point, out _))
        {
            return false;
        }

        var error = Datagrams.ConnectUdp(point, out var socket);
        sender = error.IsError ? null : new SyslogSender(socket!, isLocal: false);
        return !error.IsError;
    }
}
