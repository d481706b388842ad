namespace Ovs.Runtime.Logging;

/// <summary>Levels that were set for all modules, which modules defined later take over.</summary>
internal static class LogSettings
{
    private static readonly LogLevel[] s_defaults = [LogLevel.Info, LogLevel.Info, LogLevel.Info];

    /// <summary>Sets the level of one module, or of all and of those to come.</summary>
    public static void Set(LogModule? module, LogDestination? destination, LogLevel level)
    {
        for (var one = LogDestination.Syslog; one <= LogDestination.File; one++)
        {
            if (destination is not null && destination != one)
            {
                continue;
            }

            if (module is not null)
            {
                module.SetLevel(one, level);
                continue;
            }

            s_defaults[(int)one] = level;
            foreach (var each in LogModule.Defined())
            {
                each.SetLevel(one, level);
            }
        }
    }

    public static void Apply(LogModule module)
    {
        for (var one = LogDestination.Syslog; one <= LogDestination.File; one++)
        {
            module.SetLevel(one, s_defaults[(int)one]);
        }
    }
}
