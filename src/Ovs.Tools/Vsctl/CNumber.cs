namespace Ovs.Tools.Vsctl;

/// <summary>Reads numbers as C's library does, where commands follow the original in not checking them.</summary>
internal static class CNumber
{
    /// <summary>The integer that a text begins with, as atoll(3): 0 when there is none, the nearest when it is too
    /// large.</summary>
    public static long Parse(string text)
    {
        _ = TryParseStart(text, out var value, out _);
        return value;
    }

    /// <summary>False when the text does not begin with an integer, perhaps behind spaces.</summary>
    /// <param name="length">Where the integer ends.</param>
    public static bool TryParseStart(string text, out long value, out int length)
    {
        var at = 0;
        while (at < text.Length && text[at] is ' ' or (>= '\t' and <= '\r'))
        {
            at++;
        }

        var isNegative = at < text.Length && text[at] == '-';
        if (at < text.Length && text[at] is '-' or '+')
        {
            at++;
        }

        var start = at;
        var magnitude = default(System.UInt128);
        while (at < text.Length && char.IsAsciiDigit(text[at]))
        {
            var next = (magnitude * 10) + (uint)(text[at] - '0');
            magnitude = next > ulong.MaxValue ? ulong.MaxValue : next;
            at++;
        }

        length = at > start ? at : 0;
        value = isNegative
            ? magnitude > (ulong)long.MaxValue ? long.MinValue : -(long)magnitude
            : magnitude > (ulong)long.MaxValue ? long.MaxValue : (long)magnitude;
        return at > start;
    }
}
