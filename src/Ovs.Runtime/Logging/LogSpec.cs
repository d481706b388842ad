using System;

namespace Ovs.Runtime.Logging;

/// <summary>The argument of `-v` and `vlog/set`: levels, `PATTERN:destination:pattern`, `FACILITY:name`.</summary>
public static class LogSpec
{
    private static readonly char[] s_separators = [' ', ',', ':', '\t'];

    /// <summary>Carries <paramref name="spec"/> out; gives the original's error text, or null.</summary>
    public static string? Apply(string spec)
    {
        var rest = spec.AsSpan();
        var word = NextWord(ref rest);
        if (Is(word, "PATTERN"))
        {
            return ApplyPattern(rest);
        }

        if (Is(word, "FACILITY"))
        {
            return SyslogSender.TryFacility(rest.ToString(), out var facility)
                ? LogSystem.SetFacility(facility)
                : "invalid facility";
        }

        return ApplyLevels(word, rest);
    }

    private static string? ApplyPattern(ReadOnlySpan<char> rest)
    {
        var word = NextWord(ref rest);
        if (word is null)
        {
            return "missing destination";
        }

        if (Is(word, "ANY"))
        {
            LogSystem.SetPattern(null, rest.ToString());
        }
        else if (LogNames.TryDestination(word, out var destination))
        {
            LogSystem.SetPattern(destination, rest.ToString());
        }
        else
        {
            return $"unknown destination \"{word}\"";
        }

        return null;
    }

    private static string? ApplyLevels(string? word, ReadOnlySpan<char> rest)
    {
        LogModule? module = null;
        LogLevel? level = null;
        LogDestination? destination = null;
        for (; word is not null; word = NextWord(ref rest))
        {
            if (Is(word, "ANY"))
            {
                continue;
            }

            if (LogNames.TryDestination(word, out var namedDestination))
            {
                if (destination is not null)
                {
                    return "cannot specify multiple destinations";
                }

                destination = namedDestination;
            }
            else if (LogNames.TryLevel(word, out var namedLevel))
            {
                if (level is not null)
                {
                    return "cannot specify multiple levels";
                }

                level = namedLevel;
            }
            else if (LogModule.Find(word) is { } namedModule)
            {
                if (module is not null)
                {
                    return "cannot specify multiple modules";
                }

                module = namedModule;
            }
            else
            {
                return $"no destination, level, or module \"{word}\"";
            }
        }

        LogSettings.Set(module, destination, level ?? LogLevel.Dbg);
        return null;
    }

    /// <summary>strtok(3): the next word between separators; what follows its separator stays in
    /// <paramref name="rest"/>.</summary>
    private static string? NextWord(ref ReadOnlySpan<char> rest)
    {
        rest = rest.TrimStart(s_separators);
        if (rest.IsEmpty)
        {
            return null;
        }

        var end = rest.IndexOfAny(s_separators);
        var word = (end < 0 ? rest : rest[..end]).ToString();
        rest = end < 0 ? [] : rest[(end + 1)..];
        return word;
    }

    private static bool Is(string? word, string expected) => expected.Equals(word, StringComparison.OrdinalIgnoreCase);
}
