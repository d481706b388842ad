using System;
using Ovs.Flow.Fields;
using Ovs.Runtime.Logging;

namespace Ovs.OpenFlow.Groups;

/// <summary>Numbers of groups that stand for more than one group, and the text of group numbers.</summary>
/// <remarks>OpenFlow 1.5.1 7.3.4.3.</remarks>
public static class GroupId
{
    /// <summary>The largest number that one group can have.</summary>
    public const uint Max = 0xffffff00;

    /// <summary>All groups, in requests that delete or ask.</summary>
    public const uint All = 0xfffffffc;

    /// <summary>No group in particular, in requests about flows.</summary>
    public const uint Any = 0xffffffff;

    private static readonly LogModule s_log = LogModule.Define("ofp_group");

    /// <summary>Reads a decimal number, "any" or "all".</summary>
    public static bool TryParse(ReadOnlySpan<char> text, out uint group)
    {
        if (text.Equals("any", StringComparison.OrdinalIgnoreCase))
        {
            group = Any;
        }
        else if (text.Equals("all", StringComparison.OrdinalIgnoreCase))
        {
            group = All;
        }
        else if (!NumberText.TryUInt32(text, 10, out group))
        {
            s_log.Warn($"{text} is not a valid group ID.  (Valid group IDs are 32-bit nonnegative integers or the keywords " +
                $"ANY or ALL.)");
            return false;
        }

        return true;
    }

    public static void Append(TextBuffer text, uint group)
    {
        switch (group)
        {
            case All:
                text.Append("ALL");
                break;
            case Any:
                text.Append("ANY");
                break;
            default:
                text.Decimal(group);
                break;
        }
    }
}
