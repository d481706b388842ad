using System;
using System.IO;
using System.Net;
using System.Net.Sockets;
using System.Text;
using Ovs.Runtime.Logging;

namespace Ovs.Runtime.Tests.Logging;

public sealed class SyslogSenderTests
{
    [Fact]
    public void A_socket_of_the_users_choice_gets_the_priority_and_the_line()
    {
        var folder = Directory.CreateTempSubdirectory("ovs-syslog-");
        try
        {
            var path = Path.Combine(folder.FullName, "log");
            using var daemon = new Socket(AddressFamily.Unix, SocketType.Dgram, ProtocolType.Unspecified);
            daemon.Bind(new UnixDomainSocketEndPoint(path));
            Assert.True(SyslogSender.TryOpen("unix:" + path, out var sender));
            using (sender)
            {
                sender!.Send(LogLevel.Warn, 0, "ovs|00001|unixctl|WARN|failed");
                sender.Send(LogLevel.Warn, 19 * 8, "x");
                sender.Send(LogLevel.Info, 0, "x");
            }

            Assert.Equal("<28>ovs|00001|unixctl|WARN|failed", Receive(daemon));
            Assert.Equal("<156>x", Receive(daemon));
            Assert.Equal("<29>x", Receive(daemon));
        }
        finally
        {
            folder.Delete(recursive: true);
        }
    }

    [Fact]
    public void A_message_too_long_for_the_way_is_cut()
    {
        using var daemon = new Socket(AddressFamily.InterNetwork, SocketType.Dgram, ProtocolType.Udp);
        daemon.Bind(new IPEndPoint(IPAddress.Loopback, 0));
        var port = ((IPEndPoint)daemon.LocalEndPoint!).Port;
        Assert.True(SyslogSender.TryOpen($"udp:127.0.0.1:{port}", out var sender));
        using (sender)
        {
            sender!.Send(LogLevel.Dbg, 0, new string('x', 100_000));
        }

        Assert.InRange(Receive(daemon).Length, 60_000, 65_507);
    }

    [Theory]
    [InlineData("libc", "<%B> %D{%h %e %T} %E %A:")]
    [InlineData("null", "")]
    [InlineData("unix:/nowhere/log", "<%B>")]
    public void Each_method_has_its_prefix(string method, string expected)
    {
        Assert.True(SyslogSender.TryOpen(method, out var sender));
        using (sender)
        {
            Assert.Equal(expected, sender!.Prefix);
        }
    }

    [Fact]
    public void Another_method_is_refused() => Assert.False(SyslogSender.TryOpen("tcp:127.0.0.1:514", out _));

    private static string Receive(Socket socket)
    {
        var buffer = new byte[1 << 17];
        socket.ReceiveTimeout = 10_000;
        return Encoding.UTF8.GetString(buffer, 0, socket.Receive(buffer));
    }
}
