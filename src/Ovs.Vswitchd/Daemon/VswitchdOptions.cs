using System.Collections.Generic;
using Ovs.Runtime.CommandLine;
using Ovs.Runtime.Logging;
using Ovs.Runtime.Process;
using Ovs.Runtime.Streams;

namespace Ovs.Vswitchd.Daemon;

/// <summary>The command line of `ovs-vswitchd`, but for what all daemons have.</summary>
internal sealed class VswitchdOptions
{
    private static readonly LogModule s_log = LogModule.Define("vswitchd");

    public TlsOptions Tls { get; } = new();

    public bool LocksMemory { get; private set; }

    /// <summary>Adds device types that exist only for tests; "system" and "override" replace real devices by them.</summary>
    public bool HasDummies { get; private set; }

    public bool ReplacesSystemDevices { get; private set; }

    /// <summary>False: `datapath_type=system` is refused.</summary>
    public bool HasSystem { get; private set; } = true;

    /// <summary>The values of Bridge.datapath_type that are known, sorted.</summary>
    public IReadOnlyList<string> DatapathTypes
    {
        get
        {
            var types = new List<string>();
            if (HasDummies)
            {
                types.Add("dummy");
            }

            types.Add("netdev");
            if (HasSystem)
            {
                types.Add("system");
            }

            return types;
        }
    }

    public IReadOnlyList<OptionRow> Rows()
    {
        var rows = new List<OptionRow>
        {
            new("mlockall", () => LocksMemory = true),
            new("enable-dummy", OptionArgument.Optional, value =>
            {
                HasDummies = true;
                ReplacesSystemDevices = value is "system" or "override";
            }),
            new("disable-system", () => HasSystem = false),

            // Tunnels' route table would follow the system's; there are no tunnels to route.
            new("disable-system-route", () => { }),
            new("dpdk", OptionArgument.Optional, _ => ProgramExit.Fatal(
                "Using --dpdk to configure DPDK is not supported.")),
            new("dummy-numa", OptionArgument.Required, _ => { }),
            new("hw-rawio-access", () => { }),
        };
        rows.AddRange(Tls.Rows(withBootstrap: true, withPeerCa: true));
        return rows;
    }

    /// <summary>Where the database is: the operand, or the usual socket.</summary>
    public static string Database(IReadOnlyList<string> operands)
    {
        switch (operands.Count)
        {
            case 0:
                return $"unix:{OvsDirectories.RunDir}/db.sock";
            case 1:
                return operands[0];
            default:
                s_log.Fatal("at most one non-option argument accepted; use --help for usage");
                return "";
        }
    }

    public static string Help() =>
        $"""
        {ProgramExit.ProgramName}: Open vSwitch daemon
        usage: {ProgramExit.ProgramName} [OPTIONS] [DATABASE]
        where DATABASE is a socket on which ovsdb-server is listening
              (default: "unix:{OvsDirectories.RunDir}/db.sock").

        """ + StreamHelp.Text("DATABASE", isActive: true, isPassive: false, hasBootstrap: true)
        + DaemonOptions.Help() + LoggingOptions.Help() +
        """

        DPDK options:
        Configuration of DPDK via command-line is removed from this
        version of Open vSwitch. DPDK is configured through ovsdb.

        Other options:
          --unixctl=SOCKET          override default control socket name
          -h, --help                display this help message
          -V, --version             display version information

        """;
}
