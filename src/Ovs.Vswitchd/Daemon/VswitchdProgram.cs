using System.Collections.Generic;
using Ovs.Datapath.Netdev;
using Ovs.Native.Libc;
using Ovs.Runtime.CommandLine;
using Ovs.Runtime.Control;
using Ovs.Runtime.Logging;
using Ovs.Runtime.Process;
using Ovs.Runtime.Streams;
using Ovs.Vswitchd.Commands;

namespace Ovs.Vswitchd.Daemon;

/// <summary>The program `ovs-vswitchd` (ovs-vswitchd(8)).</summary>
public static class VswitchdProgram
{
    private static readonly LogModule s_log = LogModule.Define("vswitchd");
    private static readonly LogModule s_bridgeLog = LogModule.Define("bridge");

    public static int Run(string name, string[] arguments)
    {
        var options = new VswitchdOptions();
        using var process = DaemonProgram.Start(name, arguments, options.Rows(), VswitchdOptions.Help);
        var database = VswitchdOptions.Database(process.Operands);
        if (options.LocksMemory && Processes.LockAllMemory() is { IsError: true } lockError)
        {
            s_log.Err($"mlockall failed: {lockError.Text}");
        }

        options.Tls.Apply();
        if (options.Tls.PeerCaCertificate is { } authority)
        {
            TlsSettings.AddPeerAuthority(authority);
        }

        var error = NetdevTypes.Create(process.Loop, out var types);
        if (error.IsError)
        {
            ProgramExit.Fatal($"could not watch network devices ({error.Text})");
        }

        using var netdevTypes = types!;
        if (options.HasDummies)
        {
            netdevTypes.EnableDummy(options.ReplacesSystemDevices);
        }

        using var daemon = new SwitchDaemon(process.Loop, netdevTypes, database, options.DatapathTypes);
        daemon.Ready += () =>
        {
            process.Complete();
            s_bridgeLog.Info(ProgramVersion.Line);
        };
        FdbCommands.Register(process.Commands, daemon.Runtime);
        DatapathCommands.Register(process.Commands, daemon.Runtime);
        FlowCommands.Register(process.Commands, daemon.Runtime);
        BridgeCommands.Register(process.Commands, daemon.Runtime);
        process.Memory.Add(usage => CountMemory(daemon, usage));
        var exits = RegisterExit(process);
        var status = process.Run();
        daemon.Stop();
        foreach (var exit in exits)
        {
            exit.Reply("");
        }

        return status;
    }

    /// <summary>`exit` is answered when everything has gone, so that who asked can rely on it.</summary>
    private static List<ControlRequest> RegisterExit(DaemonProgram process)
    {
        var exits = new List<ControlRequest>();
        process.Commands.Register("exit", "[--cleanup]", 0, 1, request =>
        {
            exits.Add(request);
            process.Loop.Stop();
        });
        return exits;
    }

    private static void CountMemory(SwitchDaemon daemon, IDictionary<string, long> usage)
    {
        usage["handlers"] = 1;
        usage["revalidators"] = 1;
        usage["ports"] = daemon.Runtime.PortCount;
        if (daemon.Runtime.Datapath.Statistics.FlowCount is > 0 and var flows)
        {
            usage["udpif keys"] = flows;
        }
    }
}
