using System.Collections.Generic;
using System.Text;

namespace Ovs.Runtime.CommandLine;

/// <summary>What `--option` (and `ovs-vsctl --options`) prints for completion scripts: a line per spelling.</summary>
public static class OptionListing
{
    public static string Text(IReadOnlyList<OptionRow> rows)
    {
        var text = new StringBuilder();
        foreach (var row in rows)
        {
            if (row.IsHidden)
            {
                continue;
            }

            var (equals, space) = row.Argument switch
            {
                OptionArgument.Required => ("=ARG", "ARG"),
                OptionArgument.Optional => ("=[ARG]", "[ARG]"),
                _ => ("", ""),
            };
            text.Append($"--{row.Long}{equals}\n");
            if (row.Short != '\0')
            {
                text.Append($"-{row.Short} {space}\n");
            }
        }

        return text.ToString();
    }
}
