using System;
using Ovs.Flow.Fields;

namespace Ovs.OpenFlow.Wire;

/// <summary>Bytes as the original dumps them: offset, sixteen bytes a line, and optionally their characters.</summary>
public static class HexDump
{
    private const int LineBytes = 16;

    public static void Append(TextBuffer text, ReadOnlySpan<byte> bytes, bool withCharacters, int firstOffset = 0)
    {
        var offset = firstOffset;
        while (!bytes.IsEmpty)
        {
            // The first line may begin in the middle, so that offsets of lines are multiples of their length.
            var start = offset % LineBytes;
            var line = bytes[..Math.Min(LineBytes - start, bytes.Length)];
            text.Hex((ulong)(offset - start), 8).Append("  ").Append(' ', 3 * start);
            for (var i = 0; i < line.Length; i++)
            {
                text.Hex(line[i], 2).Append(start + i == 7 ? '-' : ' ');
            }

            if (withCharacters)
            {
                text.Append(' ', 3 * (LineBytes - start - line.Length));
                AppendCharacters(text, line, start);
            }
            else
            {
                text.Chomp(' ');
            }

            text.Append('\n');
            bytes = bytes[line.Length..];
            offset += line.Length;
        }
    }

    private static void AppendCharacters(TextBuffer text, ReadOnlySpan<byte> line, int start)
    {
        text.Append('|');
        text.Append(' ', start);
        foreach (var octet in line)
        {
            text.Append(octet is >= 0x20 and < 0x7f ? (char)octet : '.');
        }

        text.Append(' ', LineBytes - start - line.Length);
        text.Append('|');
    }
}
