using System;
using System.IO;
using Ovs.Ovsdb.Server.Storage;
using Ovs.Runtime.Json;

namespace Ovs.Ovsdb.Server.Tests.Storage;

/// <summary>A log on a file system of 64 kB. Only root may mount one.</summary>
public sealed class FullDiskTests : IDisposable
{
    private static readonly string[] s_standalone = [LogRecord.StandaloneMagic];

    private readonly TemporaryFolder _folder = new();
    private readonly string _disk;

    public FullDiskTests()
    {
        if (Environment.UserName != "root" || !File.Exists("/usr/bin/mount"))
        {
            Assert.Skip("mounting a small file system needs root and mount(8)");
        }

        _disk = _folder["disk"];
        Directory.CreateDirectory(_disk);
        var start = new System.Diagnostics.ProcessStartInfo("/usr/bin/mount", ["-t", "tmpfs", "-o", "size=64k", "tmpfs", _disk])
        {
            RedirectStandardError = true,
        };
        using var mount = System.Diagnostics.Process.Start(start)!;
        mount.WaitForExit();
        if (mount.ExitCode != 0)
        {
            Assert.Skip($"mount: {mount.StandardError.ReadToEnd()}");
        }
    }

    public void Dispose()
    {
        Original.Run("/usr/bin/umount", _disk);
        _folder.Dispose();
    }

    [Fact]
    public void A_record_that_does_not_fit_leaves_nothing_and_later_ones_work()
    {
        var name = $"{_disk}/db";
        var large = new JsonObject(("x", new string('a', 30000)));
        var small = Json.Parse("{'x':0}");
        using (var log = Open(name, LogOpenMode.CreateNew))
        {
            Assert.Null(log.Append(large));
            var before = new FileInfo(name).Length;
            File.WriteAllBytes($"{_disk}/ballast", new byte[20000]);
            var error = log.Append(large);
            Assert.Equal($"I/O error: {name}: write failed (No space left on device)", error!.ToText());
            Assert.Equal(before, new FileInfo(name).Length);
            File.Delete($"{_disk}/ballast");
            Assert.Null(log.Append(small));
            Assert.Null(log.Commit());
        }

        using var again = Open(name, LogOpenMode.ReadOnly);
        Assert.Null(again.Read(out var first));
        Assert.Equal(large, first);
        Assert.Null(again.Read(out var second));
        Assert.Equal(small, second);
        Assert.Null(again.Read(out var third));
        Assert.Null(third);
    }

    [Fact]
    public void A_compaction_that_does_not_fit_leaves_the_log_as_it_was()
    {
        var name = $"{_disk}/db";
        var large = new JsonObject(("x", new string('a', 40000)));
        using (var log = Open(name, LogOpenMode.CreateNew))
        {
            Assert.Null(log.Append(large));
            Assert.Equal(
                $"I/O error: {name}.tmp: write failed (No space left on device)", log.Replace(large)!.ToText());
            Assert.False(File.Exists($"{name}.tmp"));
            Assert.Null(log.Append(Json.Parse("{'x':0}")));
        }

        using var again = Open(name, LogOpenMode.ReadOnly);
        Assert.Null(again.Read(out var first));
        Assert.Equal(large, first);
    }

    private static LogFile Open(string name, LogOpenMode mode)
    {
        Assert.Null(LogFile.Open(name, s_standalone, mode, null, out var log));
        return log!;
    }
}
