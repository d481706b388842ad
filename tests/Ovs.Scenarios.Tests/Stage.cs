using System;
using System.Collections.Generic;
using System.Diagnostics;
using System.IO;
using System.Linq;
using System.Text;

namespace Ovs.Scenarios.Tests;

/// <summary>
/// A folder and namespaces (network, mounts, processes) in which one scenario runs: links to the mix's programs, the OVS_*
/// directories, the daemons. The namespaces end with the scenario's shell, and all that runs in them; leaving the stage
/// removes the folder.
/// </summary>
public sealed class Stage : IDisposable
{
    private const string TheirSchemas = "/usr/share/openvswitch";
    private static readonly string[] s_theirFolders = ["/usr/bin", "/usr/sbin"];
    private readonly string _bin;
    private readonly string _schemas;

    public Stage(Mix mix)
    {
        Folder = Directory.CreateTempSubdirectory("ovs-scenario-").FullName;
        _bin = Directory.CreateDirectory(Path.Combine(Folder, "bin")).FullName;
        _schemas = mix.OurDatabase ? Path.Combine(Repository, "out/share/openvswitch") : TheirSchemas;
        foreach (var program in Directory.GetFileSystemEntries(OurPrograms).Select(Path.GetFileName))
        {
            var source = mix.IsOurs(program!) ? Path.Combine(OurPrograms, program!) : FindTheirs(program!);
            if (source is not null)
            {
                File.CreateSymbolicLink(Path.Combine(_bin, program!), source);
            }
        }
    }

    public static string Repository { get; } = FindRepository();

    public static string OurPrograms => Environment.GetEnvironmentVariable("OVS_BIN") ?? Path.Combine(Repository, "out/bin");

    public static bool HaveTheirs => FindTheirs("ovs-vswitchd") is not null && FindTheirs("ovsdb-server") is not null;

    public string Folder { get; }

    /// <summary>Runs all commands in one shell; gives each command's output and exit status.</summary>
    public IReadOnlyList<(string Output, int ExitStatus)> Run(Scenario scenario)
    {
        var script = new StringBuilder(Prologue(scenario));
        for (var i = 0; i < scenario.Steps.Count; i++)
        {
            script.Append($"{{ {scenario.Steps[i].Command}\n}} > {Folder}/out.{i} 2>&1 < /dev/null\necho $? > {Folder}/status.{i}\n");
        }

        var path = Path.Combine(Folder, "script");
        File.WriteAllText(path, script.ToString());
        // Its own network, mounts and process numbers: whatever the scenario leaves behind ends with its shell.
        Shell($"exec timeout --kill-after=5 120 unshare --net --mount --pid --fork --kill-child --mount-proc bash {path}");
        return [.. Enumerable.Range(0, scenario.Steps.Count).Select(Result)];
    }

    public void Dispose()
    {
        Directory.Delete(Folder, recursive: true);
    }

    private (string Output, int ExitStatus) Result(int step)
    {
        var status = Path.Combine(Folder, $"status.{step}");
        return File.Exists(status)
            ? (File.ReadAllText(Path.Combine(Folder, $"out.{step}")), int.Parse(File.ReadAllText(status)))
            : ("(the scenario ended before this command: " + File.ReadAllText(Path.Combine(Folder, "scene")) + ")", -1);
    }

    private string Prologue(Scenario scenario)
    {
        var text = new StringBuilder($$"""
            export PATH={{_bin}}:/usr/sbin:/usr/bin:/sbin:/bin LC_ALL=C TZ=UTC
            export OVS_RUNDIR={{Folder}} OVS_LOGDIR={{Folder}} OVS_DBDIR={{Folder}} OVS_SYSCONFDIR={{Folder}} OVS_PKGDATADIR={{_schemas}}
            cd {{Folder}}
            ip link set lo up
            mkdir -p /run/netns && mount -t tmpfs tmpfs /run/netns
            exec 2> {{Folder}}/scene
            """ + "\n");
        if (scenario.Daemons.Contains("ovsdb-server"))
        {
            text.Append("ovsdb-tool create conf.db $OVS_PKGDATADIR/vswitch.ovsschema || exit 1\n");
            text.Append("ovsdb-server --detach --no-chdir --pidfile --log-file --remote=punix:db.sock conf.db || exit 1\n");
            text.Append("ovs-vsctl --no-wait init || exit 1\n");
        }

        if (scenario.Daemons.Contains("ovs-vswitchd"))
        {
            text.Append("ovs-vswitchd --detach --no-chdir --pidfile --log-file unix:$OVS_RUNDIR/db.sock || exit 1\n");
        }

        return text.ToString();
    }

    private static void Shell(string command)
    {
        using var process = Process.Start(new ProcessStartInfo("bash", ["-c", command])
        {
            RedirectStandardOutput = true,
            RedirectStandardError = true,
        })!;
        process.OutputDataReceived += (_, _) => { };
        process.ErrorDataReceived += (_, _) => { };
        process.BeginOutputReadLine();
        process.BeginErrorReadLine();
        process.WaitForExit();
    }

    private static string? FindTheirs(string program) =>
        s_theirFolders.Select(folder => Path.Combine(folder, program)).FirstOrDefault(File.Exists);

    private static string FindRepository()
    {
        var folder = new DirectoryInfo(AppContext.BaseDirectory);
        while (!File.Exists(Path.Combine(folder!.FullName, "Ovs.slnx")))
        {
            folder = folder.Parent;
        }

        return folder.FullName;
    }
}
