using System;
using System.Buffers;
using System.Collections.Generic;
using System.Text;

namespace Ovs.Tools.DbCtl;

/// <summary>A command line as one line of the log, quoted so that it could be pasted into a shell again.</summary>
internal static class EscapedArguments
{
    private static readonly SearchValues<char> s_special = SearchValues.Create(" \t\r\n\v\\'\"");

    public static string Join(IReadOnlyList<string> arguments)
    {
        var text = new StringBuilder();
        for (var i = 0; i < arguments.Count; i++)
        {
            text.Append(i > 0 ? " " : "");
            Append(text, arguments[i]);
        }

        return text.ToString();
    }

    private static void Append(StringBuilder text, string argument)
    {
        if (!argument.AsSpan().ContainsAny(s_special))
        {
            text.Append(argument);
            return;
        }

        text.Append('"');
        foreach (var c in argument)
        {
            if (c is '\\' or '"')
            {
                text.Append('\\');
            }

            text.Append(c);
        }

        text.Append('"');
    }
}
