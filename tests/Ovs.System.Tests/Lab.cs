using System;
using System.Collections.Generic;
using System.Diagnostics;
using System.IO;
using System.Runtime.InteropServices;
using System.Threading;

namespace Ovs.System.Tests;

/// <summary>Namespaces and devices with names of their own, all removed in the end, whatever happened.</summary>
internal sealed partial class Lab : IDisposable
{
    private static int s_count;

    private readonly string _prefix = $"o{Environment.ProcessId}{(char)('a' + (Interlocked.Increment(ref s_count) % 26))}";
    private readonly List<string> _namespaces = [];
    private readonly List<string> _devices = [];

    /// <summary>Skips the test that runs if this process may not make namespaces.</summary>
    public static void Require()
    {
        Assert.SkipUnless(Environment.IsPrivilegedProcess, "needs root, for network namespaces");
        Assert.SkipUnless(File.Exists("/dev/net/tun"), "needs /dev/net/tun");
        Assert.SkipUnless(File.Exists("/usr/sbin/ip") || File.Exists("/sbin/ip"), "needs the program ip (iproute2)");
        Assert.SkipUnless(TryRun("ip", "netns list", out _), "ip netns does not work here");
    }

    /// <summary>A device name that nobody else has.</summary>
    public string Name(string suffix) => _prefix + suffix;

    /// <summary>Makes a namespace with one veth that has an address; gives our end, which is up and has none.</summary>
    public string AddHost(string suffix, string address)
    {
        var port = Name("p" + suffix);
        AddNamespace(suffix);
        AddVeth(port, $"eth0 netns {Name(suffix)}");
        In(suffix, "link set eth0 up");
        In(suffix, "link set lo up");
        if (address.Contains(':'))
        {
            Run("ip", $"netns exec {Name(suffix)} sysctl -qw net.ipv6.conf.eth0.disable_ipv6=0");
        }

        In(suffix, $"addr add {address} dev eth0");
        return port;
    }

    public void AddNamespace(string suffix)
    {
        Run("ip", $"netns add {Name(suffix)}");
        _namespaces.Add(Name(suffix));
        Run("ip", $"netns exec {Name(suffix)} sysctl -qw net.ipv6.conf.default.disable_ipv6=1 net.ipv6.conf.all.disable_ipv6=1");
    }

    /// <summary>Makes a veth; <paramref name="peer"/> may say in which namespace the peer is.</summary>
    public void AddVeth(string name, string peer)
    {
        Run("ip", $"link add {name} type veth peer name {peer}");
        _devices.Add(name);
        Silence(name);
        if (!peer.Contains(' '))
        {
            Silence(peer);
        }

        Run("ip", $"link set {name} up");
    }

    /// <summary>Keeps the kernel from sending of its own accord (IPv6 neighbour discovery), so that tests can count packets.</summary>
    private static void Silence(string device) => Run("sysctl", $"-qw net.ipv6.conf.{device}.disable_ipv6=1");

    /// <summary>Runs ip(8) in a namespace of ours.</summary>
    public void In(string suffix, string arguments) => Run("ip", $"-n {Name(suffix)} {arguments}");

    /// <summary>Calls <paramref name="function"/> on a thread that is inside a namespace: sockets made there stay there.</summary>
    public T Inside<T>(string suffix, Func<T> function)
    {
        T result = default!;
        Exception? failure = null;
        var thread = new Thread(() =>
        {
            try
            {
                using var handle = File.OpenHandle($"/run/netns/{Name(suffix)}");
                Assert.Equal(0, setns((int)handle.DangerousGetHandle(), 0x4000_0000));
                result = function();
            }
            catch (Exception e)
            {
                failure = e;
            }
        });
        thread.Start();
        thread.Join();
        return failure is null ? result : throw new InvalidOperationException($"in namespace {suffix}", failure);
    }

    public static string Run(string program, string arguments)
    {
        Assert.True(TryRun(program, arguments, out var output), $"{program} {arguments}: {output}");
        return output;
    }

    public static bool TryRun(string program, string arguments, out string output)
    {
        var start = new ProcessStartInfo(program, arguments) { RedirectStandardOutput = true, RedirectStandardError = true };
        using var process = Process.Start(start)!;
        var errors = process.StandardError.ReadToEndAsync();
        output = process.StandardOutput.ReadToEnd() + errors.GetAwaiter().GetResult();
        process.WaitForExit();
        return process.ExitCode == 0;
    }

    public void Dispose()
    {
        // What is gone already cannot be removed: that is no failure.
        foreach (var name in _namespaces)
        {
            TryRun("ip", $"netns delete {name}", out _);
        }

        foreach (var name in _devices)
        {
            TryRun("ip", $"link delete {name}", out _);
        }
    }

    [LibraryImport("libc")]
    private static partial int setns(int fd, int kind);
}
