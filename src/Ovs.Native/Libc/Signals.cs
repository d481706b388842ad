using System;
using System.Globalization;
using System.IO;
using System.Runtime.InteropServices;

namespace Ovs.Native.Libc;

/// <summary>Signals by number (signal(7), x86-64 and arm64).</summary>
public static unsafe partial class Signals
{
    public const int SIGHUP = 1;
    public const int SIGINT = 2;
    public const int SIGILL = 4;
    public const int SIGABRT = 6;
    public const int SIGBUS = 7;
    public const int SIGFPE = 8;
    public const int SIGKILL = 9;
    public const int SIGSEGV = 11;
    public const int SIGPIPE = 13;
    public const int SIGALRM = 14;
    public const int SIGTERM = 15;
    public const int SIGXCPU = 24;
    public const int SIGXFSZ = 25;

    private const int SIG_UNBLOCK = 1;

    /// <summary>The C library's text, such as "Terminated".</summary>
    public static string Name(int signal) => Marshal.PtrToStringUTF8((nint)strsignal(signal)) ?? $"signal {signal}";

    /// <summary>True when the process was started with that signal ignored.</summary>
    public static bool IsIgnored(int number)
    {
        foreach (var line in File.ReadLines("/proc/self/status"))
        {
            if (line.StartsWith("SigIgn:", StringComparison.Ordinal))
            {
                var mask = ulong.Parse(line.AsSpan(7).Trim(), NumberStyles.AllowHexSpecifier, CultureInfo.InvariantCulture);
                return ((mask >> (number - 1)) & 1) != 0;
            }
        }

        return false;
    }

    /// <summary>Ends the process by <paramref name="signal"/> with its default effect, so that whoever waits sees which one.</summary>
    public static void DieBy(int signal)
    {
        _ = sigaction_default(signal);
        _ = kill(getpid(), signal);
        // Another thread may take the signal: this one waits for the end.
        while (true)
        {
            _ = pause();
        }
    }

    /// <summary>Ends the process if another one sent it a fault signal that the run-time swallowed.</summary>
    /// <remarks>The run-time's handler takes each such signal for a fault of ours: it puts the default action back and
    /// returns, so that the faulty instruction runs again and kills. After kill(1) there is no such instruction.</remarks>
    public static void FinishFault()
    {
        foreach (var number in (ReadOnlySpan<int>)[SIGSEGV, SIGFPE])
        {
            if (IsDefault(number))
            {
                DieBy(number);
            }
        }
    }

    private static bool IsDefault(int number)
    {
        // The handler is the first member of struct sigaction, which is smaller than this.
        var action = stackalloc nint[32];
        return sigaction(number, null, action) == 0 && action[0] == 0;
    }

    private static int sigaction_default(int number)
    {
        var mask = stackalloc ulong[16];
        mask[0] = 1UL << (number - 1);
        _ = signal(number, null);
        return sigprocmask(SIG_UNBLOCK, mask, null);
    }

    [LibraryImport("libc")]
    private static partial byte* strsignal(int sig);

    [LibraryImport("libc")]
    private static partial void* signal(int sig, void* handler);

    [LibraryImport("libc")]
    private static partial int sigaction(int sig, void* action, void* old);

    [LibraryImport("libc")]
    private static partial int sigprocmask(int how, void* set, void* old);

    [LibraryImport("libc")]
    private static partial int kill(int pid, int sig);

    [LibraryImport("libc")]
    private static partial int getpid();

    [LibraryImport("libc")]
    private static partial int pause();
}
