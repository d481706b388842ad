using System;
using System.Globalization;
using System.Text.Json;
using System.Threading;
using Ovs.Datapath.Actions;
using Ovs.Datapath.Interface;
using Ovs.Datapath.Netdev;
using Ovs.Datapath.Userspace;
using Ovs.Flow.Key;
using Ovs.Flow.Packets;
using Ovs.Runtime.Loop;
using Ovs.Runtime.Time;

namespace Ovs.Loads;

/// <summary>
/// TCP (iperf3) and round trips (ping) between two namespaces through the userspace datapath alone: two packet-socket ports,
/// default offloads, an upcall handler that sends what comes in at one port out of the other. Needs root and iperf3.
/// </summary>
internal static class ForwardLoad
{
    public static int Run(int rounds, int seconds)
    {
        using var hosts = new TwoHosts();
        var clock = new Clock();
        using var loop = new EventLoop(clock);
        if (NetdevTypes.Create(loop, out var types).IsError)
        {
            Console.Error.WriteLine("netlink is not available");
            return 1;
        }

        using var datapath = new UserspaceDatapath("bench", clock);
        for (var i = 0; i < 2; i++)
        {
            var error = types!.Open(hosts.Port(i), "system", out var netdev);
            error = error.IsError ? error : datapath.AddPort(netdev!, DpPort.None, out _);
            if (error.IsError)
            {
                Console.Error.WriteLine($"could not open network device {hosts.Port(i)} ({error})");
                return 1;
            }
        }

        datapath.Start(new Patch());
        Shell.Run("ip", $"netns exec {hosts.Namespace(0)} ping -q -c 3 -i 0.2 {TwoHosts.Address(1)}");
        for (var round = 0; round < rounds; round++)
        {
            var before = Environment.CpuUsage;
            var packetsBefore = datapath.Statistics.Hit;
            var speed = Gigabits(hosts, seconds);
            var after = Environment.CpuUsage;
            var packets = datapath.Statistics.Hit - packetsBefore;
            Console.WriteLine(
                $"round {round + 1}: {speed:F2} Gbit/s; switch CPU per packet: user "
                + $"{(after.UserTime - before.UserTime).TotalNanoseconds / packets:F0} ns, kernel "
                + $"{(after.PrivilegedTime - before.PrivilegedTime).TotalNanoseconds / packets:F0} ns");
        }

        var ping = Shell.Run("ip", $"netns exec {hosts.Namespace(0)} ping -q -c 200 -i 0.005 {TwoHosts.Address(1)}");
        Console.WriteLine(ping.AsSpan(ping.IndexOf("rtt", StringComparison.Ordinal)).Trim().ToString());
        Console.WriteLine($"idle for two seconds: {IdleMilliseconds()} ms of CPU time");
        Console.WriteLine(datapath.Statistics);
        for (var i = 1u; i <= 2; i++)
        {
            if (datapath.TryGetPortStatistics(new DpPort(i), out var statistics))
            {
                Console.WriteLine($"port {i}: {statistics}");
            }
        }

        return 0;
    }

    private static double IdleMilliseconds()
    {
        var before = Environment.CpuUsage.TotalTime;
        Thread.Sleep(2000);
        return (Environment.CpuUsage.TotalTime - before).TotalMilliseconds;
    }

    private static double Gigabits(TwoHosts hosts, int seconds)
    {
        using var server = Shell.Start("ip", $"netns exec {hosts.Namespace(1)} iperf3 -s -1 --forceflush");
        server.StandardOutput.ReadLine();
        var command = string.Create(
            CultureInfo.InvariantCulture, $"netns exec {hosts.Namespace(0)} iperf3 -J -t {seconds} -c {TwoHosts.Address(1)}");
        using var result = JsonDocument.Parse(Shell.Run("ip", command));
        server.WaitForExit();
        return result.RootElement.GetProperty("end").GetProperty("sum_received").GetProperty("bits_per_second").GetDouble() / 1e9;
    }

    /// <summary>Connects ports 1 and 2.</summary>
    private sealed class Patch : IUpcallHandler
    {
        public void Miss(Packet packet, in FlowKey key, UpcallResult result)
        {
            result.Mask.Bits.InPort = uint.MaxValue;
            result.Mask.Bits.EthDst = EthAddress.Broadcast;
            result.Mask.Bits.EthSrc = EthAddress.Broadcast;
            result.Actions.Add(DpAction.Output(new DpPort(3 - key.InPort)));
        }

        public void Userspace(Packet packet, in FlowKey key, object cookie)
        {
        }

        public void BatchEnded()
        {
        }
    }
}
