using System;
using System.Buffers;

namespace Ovs.Flow.Fields;

/// <summary>
/// Terminal colours of flow text: empty strings until <see cref="Enable"/> is called, as `ovs-ofctl --color` does.
/// </summary>
public static class TextColors
{
    private static readonly SearchValues<char> s_codeCharacters = SearchValues.Create("0123456789;");

    public static string Actions { get; private set; } = "";

    public static string Drop { get; private set; } = "";

    public static string Learn { get; private set; } = "";

    public static string Param { get; private set; } = "";

    public static string Paren { get; private set; } = "";

    public static string Special { get; private set; } = "";

    public static string Value { get; private set; } = "";

    public static string End { get; private set; } = "";

    /// <summary>Turns colours on: the defaults, changed by <paramref name="choices"/> ("ac=01;31:dr=34", the value of
    /// OVS_COLORS), of which what is not understood is left out.</summary>
    public static void Enable(string? choices)
    {
        Actions = Sequence("1;31");
        Drop = Sequence("34");
        Learn = Sequence("31");
        Param = Sequence("36");
        Paren = Sequence("35");
        Special = Sequence("33");
        Value = Sequence("32");
        End = Sequence("");
        foreach (var choice in (choices ?? "").Split(':'))
        {
            var equals = choice.IndexOf('=', StringComparison.Ordinal);
            var code = equals < 0 ? "" : choice[(equals + 1)..];
            if (choice.Length > 0 && !code.AsSpan().ContainsAnyExcept(s_codeCharacters))
            {
                Choose(equals < 0 ? choice : choice[..equals], Sequence(code));
            }
        }
    }

    private static void Choose(string name, string sequence)
    {
        switch (name)
        {
            case "ac": Actions = sequence; break;
            case "dr": Drop = sequence; break;
            case "le": Learn = sequence; break;
            case "pm": Param = sequence; break;
            case "pr": Paren = sequence; break;
            case "sp": Special = sequence; break;
            case "vl": Value = sequence; break;
            default: break;
        }
    }

    // ECMA-48: SGR, then EL so that a wrapped line has the colour only where the text is.
    private static string Sequence(string code) => $"\u001b[{code}m\u001b[K";
}
