using System;
using System.Collections;
using System.Collections.Generic;
using System.Diagnostics.CodeAnalysis;
using System.Globalization;

namespace Ovs.Ovsdb.Data;

/// <summary>A map of texts to texts, as other_config, external_ids, options and status columns are.</summary>
[SuppressMessage("Naming", "CA1710", Justification = "A map is what the field calls it.")]
public readonly struct TextMap : IReadOnlyCollection<KeyValuePair<string, string>>, IEquatable<TextMap>
{
    private readonly Datum? _datum;

    public TextMap(Datum datum) => _datum = datum;

    public Datum Datum => _datum ?? Datum.Empty;

    public int Count => Datum.Count;

    /// <summary>The value under a key, or null.</summary>
    public string? this[string key] => Datum.TryGetText(key, out var value) ? value : null;

    public static implicit operator TextMap(Dictionary<string, string> pairs) => FromDictionary(pairs);

    public static bool operator ==(TextMap left, TextMap right) => left.Equals(right);

    public static bool operator !=(TextMap left, TextMap right) => !left.Equals(right);

    public static TextMap FromDictionary(Dictionary<string, string> pairs) => new(Datum.MapOf(pairs));

    public bool ContainsKey(string key) => Datum.ContainsKey(new Atom(key));

    public bool TryGet(string key, [NotNullWhen(true)] out string? value) => Datum.TryGetText(key, out value);

    public string GetText(string key, string absent) => this[key] ?? absent;

    /// <summary>A truth: only the word that contradicts <paramref name="absent"/>, in any case, changes it.</summary>
    public bool GetBoolean(string key, bool absent) => absent
        ? !string.Equals(this[key], "false", StringComparison.OrdinalIgnoreCase)
        : string.Equals(this[key], "true", StringComparison.OrdinalIgnoreCase);

    /// <summary>A decimal integer; what is not one counts as absent.</summary>
    public long GetInteger(string key, long absent) =>
        long.TryParse(
            this[key],
            NumberStyles.AllowLeadingSign | NumberStyles.AllowLeadingWhite,
            CultureInfo.InvariantCulture,
            out var value)
            ? value
            : absent;

    /// <summary>A copy to change.</summary>
    public Dictionary<string, string> ToDictionary()
    {
        var pairs = new Dictionary<string, string>(Count, StringComparer.Ordinal);
        foreach (var (key, value) in this)
        {
            pairs.Add(key, value);
        }

        return pairs;
    }

    public IEnumerator<KeyValuePair<string, string>> GetEnumerator()
    {
        var datum = Datum;
        for (var i = 0; i < datum.Count; i++)
        {
            yield return new(datum.Key(i).Text, datum.Value(i).Text);
        }
    }

    IEnumerator IEnumerable.GetEnumerator() => GetEnumerator();

    public bool Equals(TextMap other) => Datum.Equals(other.Datum);

    public override bool Equals(object? obj) => obj is TextMap other && Equals(other);

    public override int GetHashCode() => Datum.GetHashCode();
}
