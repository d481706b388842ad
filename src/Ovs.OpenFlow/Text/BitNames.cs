using System;
using Ovs.Flow.Fields;

namespace Ovs.OpenFlow.Text;

/// <summary>Flags as names: "PORT_DOWN NO_FLOOD"; what has no name is a number at the end, and no flag at all is "0".</summary>
internal static class BitNames
{
    /// <param name="names">The name of each bit from the lowest on, null where there is none.</param>
    public static void Append(TextBuffer text, uint bits, ReadOnlySpan<string?> names, char separator)
    {
        if (bits == 0)
        {
            text.Append('0');
            return;
        }

        var count = 0;
        for (var i = 0; i < names.Length; i++)
        {
            if ((bits & (1u << i)) != 0 && names[i] is { } name)
            {
                text.Append(count++ > 0 ? separator.ToString() : "").Append(name);
                bits &= ~(1u << i);
            }
        }

        if (bits != 0)
        {
            text.Append(count > 0 ? separator.ToString() : "").Append("0x").Hex(bits);
        }
    }
}
