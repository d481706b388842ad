using System;
using System.Globalization;
using System.IO;
using Ovs.Native.Libc;

namespace Ovs.Ovsdb.Server.Daemon;

/// <summary>
/// What control commands changed, kept for the daemon that takes the place of a crashed one under `--monitor`: that is
/// started with the old command line, and must not forget what its forerunner was told.
/// </summary>
/// <remarks>
/// A file without a name that the process which the user started opens, and that the monitor and each daemon inherit, with
/// the descriptor's number in a variable. It vanishes with the last of them.
/// </remarks>
internal sealed class SavedConfiguration
{
    private const string Variable = "OVSDB_SERVER_CONFIGURATION_FD";

    private static FileStream? s_file;

    private readonly string _path;

    private SavedConfiguration(string path) => _path = path;

    /// <summary>In whichever process comes first; before it starts another.</summary>
    public static void Prepare()
    {
        if (Environment.GetEnvironmentVariable(Variable) is not null)
        {
            return;
        }

        var path = Path.GetTempFileName();
        s_file = new FileStream(path, FileMode.Open, FileAccess.ReadWrite, FileShare.ReadWrite | FileShare.Delete);
        File.Delete(path);
        var fd = (int)s_file.SafeFileHandle.DangerousGetHandle();
        if (Processes.SetInherited(fd, true) is { IsError: true } error)
        {
            throw new IOException($"fcntl: {error.Text}");
        }

        Environment.SetEnvironmentVariable(Variable, fd.ToString(CultureInfo.InvariantCulture));
    }

    /// <summary>In the daemon; children that it starts have no part in this.</summary>
    public static SavedConfiguration Take()
    {
        var fd = Environment.GetEnvironmentVariable(Variable);
        Environment.SetEnvironmentVariable(Variable, null);
        return new SavedConfiguration($"/proc/self/fd/{fd}");
    }

    /// <summary>What was written last; null when nothing was.</summary>
    public ServerConfiguration? Read() => new FileInfo(_path) is { Exists: true } && File.ReadAllBytes(_path).Length > 0
        ? ServerConfiguration.Parse(_path)
        : null;

    public void Write(ServerConfiguration configuration) => File.WriteAllText(_path, configuration.ToJson().ToString());
}
