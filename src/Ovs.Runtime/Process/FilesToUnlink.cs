using System.Collections.Generic;
using System.IO;
using System.Threading;

namespace Ovs.Runtime.Process;

/// <summary>Files that must not outlive the process: sockets and pid files. What ends the process unlinks them.</summary>
public static class FilesToUnlink
{
    private static readonly Lock s_lock = new();
    private static readonly HashSet<string> s_paths = [];

    /// <summary>Remembers <paramref name="path"/>, absolute so that a later chdir does not matter.</summary>
    public static void Add(string path)
    {
        lock (s_lock)
        {
            s_paths.Add(Path.GetFullPath(path));
        }
    }

    public static void Remove(string path)
    {
        lock (s_lock)
        {
            s_paths.Remove(Path.GetFullPath(path));
        }
    }

    /// <summary>Unlinks one of them before its time.</summary>
    public static void UnlinkNow(string path)
    {
        Remove(path);
        File.Delete(path);
    }

    /// <summary>Unlinks all; the process is about to end.</summary>
    public static void UnlinkAll()
    {
        lock (s_lock)
        {
            foreach (var path in s_paths)
            {
                File.Delete(path);
            }

            s_paths.Clear();
        }
    }
}
