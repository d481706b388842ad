using System;
using System.Buffers;

namespace Ovs.OpenFlow.Text;

/// <summary>
/// Splits "key=value,key:value,key(value),key" as the original does: parentheses nest, and "key(value)->rest" is one value.
/// </summary>
public ref struct KeyValueReader(ReadOnlySpan<char> text)
{
    private static readonly SearchValues<char> s_keyEnds = SearchValues.Create(":=(, \t\r\n");

    private ReadOnlySpan<char> _rest = text;

    /// <summary>What has not been read.</summary>
    public readonly ReadOnlySpan<char> Rest => _rest;

    /// <summary>Takes the next pair; a key alone has an empty value. False at the end.</summary>
    public bool Next(out ReadOnlySpan<char> key, out ReadOnlySpan<char> value)
    {
        key = default;
        value = default;
        _rest = _rest.TrimStart(", \t\r\n");
        if (_rest.IsEmpty)
        {
            return false;
        }

        var length = _rest.IndexOfAny(s_keyEnds);
        length = length < 0 ? _rest.Length : length;
        key = _rest[..length];
        var delimiter = length < _rest.Length ? _rest[length] : '\0';
        _rest = _rest[Math.Min(length + 1, _rest.Length)..];
        var ends = delimiter switch
        {
            ':' or '=' => ", \t\r\n",
            '(' => ")",
            _ => null,
        };
        if (ends is null)
        {
            return true;
        }

        length = ValueLength(_rest, ends);
        if (delimiter == '(' && _rest[length..].StartsWith(")->"))
        {
            length += ValueLength(_rest[length..], ", \t\r\n");
        }

        value = _rest[..length];
        _rest = _rest[Math.Min(length + 1, _rest.Length)..];
        return true;
    }

    private static int ValueLength(ReadOnlySpan<char> text, string ends)
    {
        var at = 0;
        while (at < text.Length && !ends.Contains(text[at]))
        {
            if (text[at] != '(')
            {
                at++;
                continue;
            }

            var level = 0;
            do
            {
                if (at == text.Length)
                {
                    return at;
                }

                level += text[at] == '(' ? 1 : text[at] == ')' ? -1 : 0;
                at++;
            }
            while (level > 0);
        }

        return at;
    }
}
