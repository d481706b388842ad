using System;
using System.Collections.Generic;
using System.Runtime.InteropServices;
using System.Threading;
using Ovs.Native.Libc;
using Ovs.Runtime.Logging;

namespace Ovs.Runtime.Process;

/// <summary>
/// Ends the process in order when a signal asks for it: hooks run, sockets and pid files are unlinked, and then it dies by
/// that same signal, so that whoever waits sees which one it was.
/// </summary>
public static class FatalSignal
{
    private static readonly LogModule s_log = LogModule.Define("fatal_signal");
    private static readonly List<PosixSignalRegistration> s_registrations = [];
    private static int s_isDying;

    /// <summary>Runs before the files are unlinked, on the thread that handles the signal.</summary>
    public static Action? Hook { get; set; }

    /// <summary>Catches SIGTERM, SIGINT and SIGHUP. Daemons call it once; tools have nothing to clean up and are ended by the
    /// signals' default effect.</summary>
    public static void Install()
    {
        foreach (var (signal, number) in new[]
        {
            (PosixSignal.SIGTERM, Signals.SIGTERM), (PosixSignal.SIGINT, Signals.SIGINT), (PosixSignal.SIGHUP, Signals.SIGHUP),
        })
        {
            if (Signals.IsIgnored(number))
            {
                continue; // nohup(1) and its like mean what they say.
            }

            s_registrations.Add(PosixSignalRegistration.Create(signal, context =>
            {
                context.Cancel = true;
                Die(number);
            }));
        }
    }

    /// <summary>Cleans up and ends the process by <paramref name="signal"/>.</summary>
    public static void Die(int signal)
    {
        if (Interlocked.Exchange(ref s_isDying, 1) == 0)
        {
            s_log.Warn($"terminating with signal {signal} ({Signals.Name(signal)})");
            Hook?.Invoke();
            FilesToUnlink.UnlinkAll();
            Signals.DieBy(signal);
        }
    }
}
