using System;
using System.Text;
using System.Text.Unicode;

namespace Ovs.Runtime.Json;

/// <summary>
/// Bytes that should be UTF-8 to strings and back without loss: a byte that is not part of valid UTF-8 becomes the lone
/// surrogate U+DC00 plus the byte, which valid text never holds, and turns into the same byte again.
/// </summary>
/// <remarks>
/// The original hands text through as bytes and never looks; configuration with a stray Latin-1 byte must survive a
/// round trip through us as well. <see cref="HasInvalidBytes"/> is for places that refuse such text.
/// </remarks>
public static class Utf8Text
{
    private const char EscapeBase = '\uDC00';
    private const char FirstEscape = '\uDC80';
    private const char LastEscape = '\uDCFF';

    public static string Decode(ReadOnlySpan<byte> bytes)
    {
        if (Utf8.IsValid(bytes))
        {
            return Encoding.UTF8.GetString(bytes);
        }

        var text = new StringBuilder(bytes.Length);
        Span<char> pair = stackalloc char[2];
        while (!bytes.IsEmpty)
        {
            if (Rune.DecodeFromUtf8(bytes, out var rune, out var size) == System.Buffers.OperationStatus.Done)
            {
                text.Append(pair[..rune.EncodeToUtf16(pair)]);
                bytes = bytes[size..];
            }
            else
            {
                text.Append((char)(EscapeBase + bytes[0]));
                bytes = bytes[1..];
            }
        }

        return text.ToString();
    }

    public static byte[] Encode(ReadOnlySpan<char> text)
    {
        var bytes = new Utf8Builder(text.Length + 16);
        bytes.Append(text);
        return bytes.ToArray();
    }

    /// <summary>True when <paramref name="text"/> carries bytes that were not valid UTF-8.</summary>
    public static bool HasInvalidBytes(ReadOnlySpan<char> text)
    {
        for (var at = text.IndexOfAnyInRange(FirstEscape, LastEscape); at >= 0;
             at = NextEscape(text, at + 1))
        {
            if (at == 0 || !char.IsHighSurrogate(text[at - 1]))
            {
                return true;
            }
        }

        return false;
    }

    /// <summary>Orders text as its UTF-8 bytes compare, which differs from UTF-16 order above U+D7FF.</summary>
    public static int Compare(string left, string right)
    {
        var shorter = Math.Min(left.Length, right.Length);
        for (var i = 0; i < shorter; i++)
        {
            var a = left[i];
            var b = right[i];
            if (a != b)
            {
                return Rank(a) - Rank(b);
            }
        }

        return left.Length - right.Length;

        static int Rank(char c) => char.IsSurrogate(c) ? c + 0x10000 : c;
    }

    internal static bool IsEscapedByte(char c) => c is >= FirstEscape and <= LastEscape;

    internal static byte EscapedByte(char c) => (byte)(c - EscapeBase);

    private static int NextEscape(ReadOnlySpan<char> text, int from)
    {
        var at = text[from..].IndexOfAnyInRange(FirstEscape, LastEscape);
        return at < 0 ? -1 : from + at;
    }
}
