using System;

namespace Ovs.OpenFlow.Text;

/// <summary>Cuts a text at any of some characters, which may differ from piece to piece (as strtok_r does).</summary>
internal ref struct TokenReader(ReadOnlySpan<char> text)
{
    private ReadOnlySpan<char> _rest = text;

    /// <summary>Takes the next piece that is not empty.</summary>
    public bool Next(ReadOnlySpan<char> delimiters, out ReadOnlySpan<char> token)
    {
        _rest = _rest.TrimStart(delimiters);
        var length = _rest.IndexOfAny(delimiters);
        length = length < 0 ? _rest.Length : length;
        token = _rest[..length];
        _rest = _rest[Math.Min(length + 1, _rest.Length)..];
        return !token.IsEmpty;
    }
}
