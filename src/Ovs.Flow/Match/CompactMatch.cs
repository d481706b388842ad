using System;
using System.Numerics;
using Ovs.Flow.Fields;
using Ovs.Flow.Key;

namespace Ovs.Flow.Match;

/// <summary>
/// A finished match in as little memory as it needs: which words of <see cref="FlowFields"/> matter, and value and mask of
/// these words only. Immutable.
/// </summary>
public sealed class CompactMatch : IEquatable<CompactMatch>
{
    public static readonly CompactMatch Any = new(0, [], []);

    private readonly ulong[] _words;
    private readonly TunnelOptionMatch[] _options;

    private CompactMatch(ulong usedWords, ulong[] words, TunnelOptionMatch[] options)
    {
        UsedWords = usedWords;
        _words = words;
        _options = options;
    }

    /// <summary>A bit for each word of <see cref="FlowFields"/> of which at least one bit matters.</summary>
    public ulong UsedWords { get; }

    /// <summary>The values of the used words, in order.</summary>
    public ReadOnlySpan<ulong> Values => _words.AsSpan(0, _words.Length / 2);

    /// <summary>The masks of the used words, in order.</summary>
    public ReadOnlySpan<ulong> Masks => _words.AsSpan(_words.Length / 2);

    public ReadOnlySpan<TunnelOptionMatch> Options => _options;

    public static CompactMatch From(FlowMatch match)
    {
        var masks = FlowFields.WordsOf(in match.Mask);
        var used = 0UL;
        for (var i = 0; i < masks.Length; i++)
        {
            used |= masks[i] != 0 ? 1UL << i : 0;
        }

        if (used == 0 && match.Options.Length == 0)
        {
            return Any;
        }

        var count = BitOperations.PopCount(used);
        var words = new ulong[count * 2];
        var values = FlowFields.WordsOf(in match.Value);
        var at = 0;
        for (var left = used; left != 0; left &= left - 1)
        {
            var i = BitOperations.TrailingZeroCount(left);
            words[at] = values[i] & masks[i];
            words[count + at++] = masks[i];
        }

        return new CompactMatch(used, words, match.Options);
    }

    /// <summary>Makes <paramref name="match"/> equal to this one.</summary>
    public void ExpandTo(FlowMatch match)
    {
        match.Clear();
        match.Options = _options;
        var values = match.Value.Words;
        var masks = match.Mask.Words;
        var count = _words.Length / 2;
        var at = 0;
        for (var left = UsedWords; left != 0; left &= left - 1)
        {
            var i = BitOperations.TrailingZeroCount(left);
            values[i] = _words[at];
            masks[i] = _words[count + at++];
        }
    }

    /// <summary>True if fields have the value that is asked for in all bits that matter; tunnel options are not looked at.</summary>
    public bool Matches(in FlowFields fields)
    {
        var words = FlowFields.WordsOf(in fields);
        var count = _words.Length / 2;
        var difference = 0UL;
        var at = 0;
        for (var left = UsedWords; left != 0; left &= left - 1)
        {
            difference |= (words[BitOperations.TrailingZeroCount(left)] ^ _words[at]) & _words[count + at];
            at++;
        }

        return difference == 0;
    }

    public bool Equals(CompactMatch? other) =>
        other is not null && UsedWords == other.UsedWords && _words.AsSpan().SequenceEqual(other._words)
        && _options.AsSpan().SequenceEqual(other._options);

    public override bool Equals(object? obj) => Equals(obj as CompactMatch);

    public override int GetHashCode()
    {
        var hash = FlowHash.Add(0, UsedWords);
        foreach (var word in _words)
        {
            hash = FlowHash.Add(hash, word);
        }

        foreach (var option in _options)
        {
            hash = FlowHash.Add(hash, (uint)option.GetHashCode());
        }

        return (int)hash;
    }

    public override string ToString()
    {
        var match = new FlowMatch();
        ExpandTo(match);
        var text = new TextBuffer();
        MatchPrinter.Append(text, match, null);
        return text.ToString();
    }
}
