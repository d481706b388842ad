using System;
using Ovs.Native.Libc;
using Ovs.Runtime.CommandLine;
using Ovs.Runtime.Loop;

namespace Ovs.Runtime.Process;

/// <summary>`--timeout=SECS` of tools, or OVS_CTL_TIMEOUT: the tool dies by SIGALRM when it takes longer.</summary>
public static class ToolTimeout
{
    /// <summary>Starts the time; without an option the environment decides, and 0 is no limit.</summary>
    public static void Start(EventLoop loop, uint optionSeconds)
    {
        var seconds = optionSeconds;
        if (seconds == 0 && Environment.GetEnvironmentVariable("OVS_CTL_TIMEOUT") is { Length: > 0 } value)
        {
            _ = uint.TryParse(value, out seconds);
        }

        if (seconds > 0)
        {
            loop.After(seconds * 1000L, () => FatalSignal.Die(Signals.SIGALRM));
        }
    }

    /// <summary>The value of the option; the error names it as <paramref name="shortName"/> or --timeout.</summary>
    public static uint Parse(string value, string shortName)
    {
        if (!uint.TryParse(value, out var seconds) || seconds == 0)
        {
            ProgramExit.Fatal($"value {value} on {shortName} or --timeout is invalid");
        }

        return seconds;
    }
}
