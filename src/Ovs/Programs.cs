using System;
using Ovs.Ovsdb.Server.Daemon;
using Ovs.Tools.Appctl;
using Ovs.Tools.OvsdbClient;
using Ovs.Tools.OvsdbTool;
using Ovs.Tools.Vsctl;
using Ovs.Tools.VtepCtl;
using Ovs.Vswitchd.Daemon;

namespace Ovs;

/// <summary>One program of the executable: the link's name and its entry point.</summary>
public sealed record ProgramRow(string Name, Func<string, string[], int> Run);

/// <summary>The table of programs; `./build` makes one link for each row.</summary>
public static class Programs
{
    public static readonly ProgramRow[] Rows =
    [
        new("ovs-appctl", AppctlProgram.Run),
        new("ovs-vsctl", VsctlProgram.Run),
        new("ovs-vswitchd", VswitchdProgram.Run),
        new("ovsdb-client", OvsdbClientProgram.Run),
        new("ovsdb-server", OvsdbServerProgram.Run),
        new("ovsdb-tool", OvsdbToolProgram.Run),
        new("vtep-ctl", VtepCtlProgram.Run),
    ];

    public static ProgramRow? Find(string name) => Array.Find(Rows, row => row.Name == name);

    /// <summary>What `ovs` alone answers: the programs it holds; an unknown name is an error.</summary>
    public static int Explain(string[] args)
    {
        if (args is ["--list-programs"])
        {
            foreach (var row in Rows)
            {
                Console.Out.WriteLine(row.Name);
            }

            return 0;
        }

        if (args.Length > 0 && args[0] is not ("-h" or "--help"))
        {
            Console.Error.WriteLine($"ovs: unknown program '{args[0]}'; use --help for help");
            return 1;
        }

        Console.Out.WriteLine("ovs: Open vSwitch in one executable\nusage: ovs PROGRAM [ARG]...\n\nPrograms:");
        foreach (var row in Rows)
        {
            Console.Out.WriteLine($"  {row.Name}");
        }

        return 0;
    }
}
