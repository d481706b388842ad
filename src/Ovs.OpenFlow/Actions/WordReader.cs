using System;

namespace Ovs.OpenFlow.Actions;

/// <summary>Takes words off a text, as C's strtok: separators in front are skipped, and one behind the word.</summary>
internal ref struct WordReader(ReadOnlySpan<char> text)
{
    private ReadOnlySpan<char> _rest = text;

    /// <summary>The next word; empty, with false, at the end.</summary>
    public bool Next(ReadOnlySpan<char> separators, out ReadOnlySpan<char> word)
    {
        _rest = _rest.TrimStart(separators);
        var end = _rest.IndexOfAny(separators);
        word = end < 0 ? _rest : _rest[..end];
        _rest = end < 0 ? default : _rest[(end + 1)..];
        return !word.IsEmpty;
    }
}
