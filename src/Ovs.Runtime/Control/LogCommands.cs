using System.Text;
using Ovs.Runtime.Logging;

namespace Ovs.Runtime.Control;

/// <summary>The `vlog/*` commands.</summary>
public static class LogCommands
{
    private static readonly LogModule s_log = LogModule.Define("vlog");

    public static void Register(ControlCommands commands)
    {
        commands.Register("vlog/set", "{spec | PATTERN:destination:pattern}", 0, int.MaxValue, Set);
        commands.Register("vlog/message", null, 1, 1, request =>
        {
            s_log.Info($"user-message: {request.Arguments[0]}");
            request.Reply("");
        });
        commands.Register("vlog/list", List);
        commands.Register("vlog/list-pattern", ListPattern);
        commands.Register("vlog/enable-rate-limit", "[module]...", 0, int.MaxValue, request => LimitRates(request, true));
        commands.Register("vlog/disable-rate-limit", "[module]...", 0, int.MaxValue, request => LimitRates(request, false));
        commands.Register("vlog/reopen", "", 0, 0, Reopen);
        commands.Register("vlog/close", "", 0, 0, request =>
        {
            LogSystem.CloseFile();
            request.Reply("");
        });
    }

    private static void Set(ControlRequest request)
    {
        if (request.Arguments.Count == 0)
        {
            LogSystem.SetLevels(LogLevel.Dbg);
        }

        foreach (var spec in request.Arguments)
        {
            if (LogSpec.Apply(spec) is { } error)
            {
                request.ReplyError(error);
                return;
            }
        }

        request.Reply("");
    }

    private static string List()
    {
        var text = new StringBuilder(
            "                 console    syslog    file\n                 -------    ------    ------\n");
        foreach (var module in LogModule.All())
        {
            text.Append($"{module.Name,-16}  {LogNames.Of(module.Level(LogDestination.Console)),4}");
            text.Append($"       {LogNames.Of(module.Level(LogDestination.Syslog)),4}");
            text.Append($"       {LogNames.Of(module.Level(LogDestination.File)),4}");
            text.Append(module.HonorsRateLimits ? "\n" : "    (rate limiting disabled)\n");
        }

        return text.ToString();
    }

    private static string ListPattern()
    {
        var text = new StringBuilder(
            "         prefix                            format\n         ------                            ------\n");
        for (var one = LogDestination.Syslog; one <= LogDestination.File; one++)
        {
            var prefix = one == LogDestination.Syslog ? LogSystem.Syslog?.Prefix ?? "none" : "none";
            text.Append($"{LogNames.Of(one),-7}  {prefix,-32}  {LogSystem.Pattern(one)}\n");
        }

        return text.ToString();
    }

    private static void LimitRates(ControlRequest request, bool honors)
    {
        foreach (var name in request.Arguments)
        {
            if (!name.Equals("any", System.StringComparison.OrdinalIgnoreCase) && LogModule.Find(name) is null)
            {
                request.ReplyError("unknown module");
                return;
            }
        }

        foreach (var module in LogModule.All())
        {
            if (Names(request, module))
            {
                module.HonorsRateLimits = honors;
            }
        }

        request.Reply("");
    }

    private static bool Names(ControlRequest request, LogModule module)
    {
        if (request.Arguments.Count == 0)
        {
            return true;
        }

        foreach (var name in request.Arguments)
        {
            if (name.Equals("any", System.StringComparison.OrdinalIgnoreCase) || LogModule.Find(name) == module)
            {
                return true;
            }
        }

        return false;
    }

    private static void Reopen(ControlRequest request)
    {
        if (LogSystem.FilePath is null)
        {
            request.ReplyError("Logging to file not configured");
            return;
        }

        var error = LogSystem.ReopenFile();
        if (error.IsError)
        {
            request.ReplyError(error.Text);
        }
        else
        {
            request.Reply("");
        }
    }
}
