using System;
using System.Collections.Generic;
using System.Globalization;
using System.IO;
using System.Text;
using Ovs.Native;
using Ovs.Runtime.Json;
using Ovs.Runtime.Logging;
using Ovs.Runtime.Process;

namespace Ovs.Runtime.Replay;

/// <summary>
/// The order of everything that a process exchanged with the outside, and the files it is written to and read from.
/// </summary>
/// <remarks>
/// <para>A run with `--record` can be run again with `--replay`: to find out what happened, or to measure it, without the
/// peers, without their timing, and over and over. Each connection, each listening socket and the source of random numbers
/// has a file of its own (<see cref="ReplayFile"/>). Every opened file and every record has a number, counted over all files:
/// it says what came before what. A replayed connection has nothing to read until the number of its next record is
/// due.</para>
/// <para>The program must do the same things again given the same input. Where it does them a little earlier than it did,
/// because a timer or the kernel's buffers no longer matter, their numbers are ticked off early, and when they are due they
/// are passed over; so a replay waits for nothing that has been.</para>
/// <para>Files are named and laid out as the original's are, but hold what our programs did; neither replays the other's
/// runs. Used on the main loop's thread.</para>
/// </remarks>
public static class ReplayJournal
{
    private static readonly LogModule s_log = LogModule.Define("ovs_replay");
    private static readonly LogRateLimit s_limit = new(10, 25);
    private static readonly HashSet<int> s_takenEarly = [];
    private static readonly HashSet<string> s_openedPaths = new(StringComparer.Ordinal);
    private static readonly List<ReplayFile> s_replayed = [];
    private static bool s_isTelling;

    public static ReplayMode Mode { get; private set; }

    /// <summary>Where the files are; a relative name counts from the run directory.</summary>
    public static string Folder { get; private set; } = "";

    /// <summary>True when timers must not decide what is sent: they would not decide the same again.</summary>
    public static bool IsActive => Mode != ReplayMode.None;

    /// <summary>The number of what is written, or must happen, next.</summary>
    internal static int Next { get; private set; }

    /// <summary>Chooses the mode and forgets what was; done once, before anything is opened.</summary>
    public static void Begin(ReplayMode mode, string? folder)
    {
        Mode = mode;
        Folder = OvsDirectories.InRunDir(folder ?? "");
        Next = 0;
        s_takenEarly.Clear();
        s_openedPaths.Clear();
        s_replayed.Clear();
    }

    /// <summary>Makes the file for something called <paramref name="name"/>, or finds the one it had.</summary>
    internal static Errno Open(string name, out ReplayFile? file)
    {
        file = null;
        var number = Next;
        var path = Mode == ReplayMode.Record ? PathOf(name, number) : FindPath(name, out number);
        try
        {
            var stream = Mode == ReplayMode.Record
                ? new FileStream(path, FileMode.Create, FileAccess.Write, FileShare.Read)
                : new FileStream(path, FileMode.Open, FileAccess.Read, FileShare.Read);
            file = new ReplayFile(name, stream);
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            s_log.Err(s_limit, $"{path}: fopen failed: {FileErrors.Text(e)}");
            return e is FileNotFoundException or DirectoryNotFoundException ? Errno.ENOENT : Errno.EIO;
        }

        if (Mode == ReplayMode.Replay)
        {
            s_openedPaths.Add(path);
            s_replayed.Add(file);
            file.ReadNumber();
        }

        Take(number);
        return Errno.None;
    }

    /// <summary>Ticks a number off and lets the owner of the record that is due now know.</summary>
    internal static void Take(int number)
    {
        s_takenEarly.Add(number);
        while (s_takenEarly.Remove(Next))
        {
            Next++;
        }

        // Whoever is told may take the next number itself: then its owner is told here, in turn.
        if (s_isTelling)
        {
            return;
        }

        s_isTelling = true;
        int told;
        do
        {
            told = Next;
            s_replayed.Find(file => file.Number == told)?.OnDue();
        }
        while (told != Next);
        s_isTelling = false;
    }

    internal static void Forget(ReplayFile file) => s_replayed.Remove(file);

    /// <summary>
    /// The name without what differs from run to run: digits are process or port numbers, and they and all signs that are no
    /// letters become one underscore.
    /// </summary>
    internal static string PathOf(string name, int number)
    {
        var text = new StringBuilder();
        foreach (var letter in name)
        {
            if (char.IsAsciiLetter(letter))
            {
                text.Append(letter);
            }
            else if (text.Length == 0 || text[^1] != '_')
            {
                text.Append('_');
            }
        }

        if (text.Length > 0 && text[^1] == '_')
        {
            text.Length--;
        }

        return string.Create(CultureInfo.InvariantCulture, $"{Folder}/replay_{text}_{number}");
    }

    /// <summary>The oldest file of the name that is not opened yet; normally its number is due.</summary>
    private static string FindPath(string name, out int number)
    {
        number = Next;
        var expected = PathOf(name, number);
        if (File.Exists(expected) || !Directory.Exists(Folder))
        {
            return expected;
        }

        var prefix = expected[..(expected.LastIndexOf('_') + 1)];
        var best = int.MaxValue;
        foreach (var path in Directory.EnumerateFiles(Folder))
        {
            if (path.StartsWith(prefix, StringComparison.Ordinal)
                && !s_openedPaths.Contains(path)
                && int.TryParse(path.AsSpan(prefix.Length), NumberStyles.None, CultureInfo.InvariantCulture, out var found))
            {
                best = Math.Min(best, found);
            }
        }

        if (best == int.MaxValue)
        {
            return expected;
        }

        number = best;
        return PathOf(name, best);
    }
}
