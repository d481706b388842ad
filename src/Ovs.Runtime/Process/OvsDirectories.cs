using System;
using System.IO;

namespace Ovs.Runtime.Process;

/// <summary>The folders of an installation, each overridden by its environment variable.</summary>
public static class OvsDirectories
{
    /// <summary>Sockets and pid files.</summary>
    public static string RunDir => Variable("OVS_RUNDIR") ?? "/var/run/openvswitch";

    public static string LogDir => Variable("OVS_LOGDIR") ?? "/var/log/openvswitch";

    public static string SysConfDir => Variable("OVS_SYSCONFDIR") ?? "/etc";

    /// <summary>Databases; below the system configuration unless it has a variable of its own.</summary>
    public static string DbDir => Variable("OVS_DBDIR") ?? $"{SysConfDir}/openvswitch";

    /// <summary>Schemas and scripts: `share/openvswitch` beside the executable's folder where that is there.</summary>
    public static string PkgDataDir => Variable("OVS_PKGDATADIR") ?? BesideExecutable() ?? "/usr/share/openvswitch";

    public static string BinDir => Variable("OVS_BINDIR") ?? "/usr/bin";

    /// <summary>A name of a file in the run directory; an absolute one is taken as it is.</summary>
    public static string InRunDir(string name) => Path.IsPathRooted(name) ? name : $"{RunDir}/{name}";

    /// <summary>A relative name made absolute by <paramref name="folder"/>.</summary>
    public static string In(string folder, string name) => Path.IsPathRooted(name) ? name : $"{folder}/{name}";

    private static string? Variable(string name) =>
        Environment.GetEnvironmentVariable(name) is { Length: > 0 } value ? value : null;

    private static string? BesideExecutable()
    {
        var executable = Environment.ProcessPath;
        var real = executable is null ? null : File.ResolveLinkTarget(executable, returnFinalTarget: true)?.FullName ?? executable;
        if (real is null)
        {
            return null;
        }

        var candidate = Path.GetFullPath(Path.Combine(Path.GetDirectoryName(real)!, "../share/openvswitch"));
        return Directory.Exists(candidate) ? candidate : null;
    }
}
