using System;
using System.Collections;
using System.Collections.Generic;
using System.Diagnostics.CodeAnalysis;

namespace Ovs.Runtime.Json;

/// <summary>
/// A JSON object; a repeated member replaces the earlier one, as the original's parser does. Members keep their order. Most
/// objects have a handful of members, which are looked through; only large ones get an index.
/// </summary>
public sealed class JsonObject : JsonValue
{
    private const int FirstCapacity = 4;
    private const int IndexedCount = 12;

    private KeyValuePair<string, JsonValue>[] _members;
    private int _count;
    private Dictionary<string, int>? _index;

    public JsonObject() => _members = [];

    public JsonObject(params ReadOnlySpan<(string Name, JsonValue Value)> members)
    {
        _members = new KeyValuePair<string, JsonValue>[members.Length];
        foreach (var (name, value) in members)
        {
            this[name] = value;
        }
    }

    public override JsonKind Kind => JsonKind.Object;

    public int Count => _count;

    public JsonMembers Members => new(this);

    public JsonValue? this[string name]
    {
        get => TryGet(name, out var value) ? value : null;
        set => Set(name, value ?? throw new ArgumentNullException(nameof(value)));
    }

    /// <summary>The member at a place from 0 to <see cref="Count"/>, in order.</summary>
    public KeyValuePair<string, JsonValue> MemberAt(int place) => _members[place];

    /// <summary>The place of a member, or -1.</summary>
    public int PlaceOf(string name)
    {
        if (_index is not null)
        {
            return _index.GetValueOrDefault(name, -1);
        }

        for (var i = 0; i < _count; i++)
        {
            if (_members[i].Key == name)
            {
                return i;
            }
        }

        return -1;
    }

    public bool TryGet(string name, [NotNullWhen(true)] out JsonValue? value)
    {
        var place = PlaceOf(name);
        value = place < 0 ? null : _members[place].Value;
        return place >= 0;
    }

    public bool Remove(string name)
    {
        var place = PlaceOf(name);
        if (place < 0)
        {
            return false;
        }

        _count--;
        Array.Copy(_members, place + 1, _members, place, _count - place);
        _members[_count] = default;
        _index = null;
        IndexIfLarge();
        return true;
    }

    public override bool Equals(JsonValue? other)
    {
        if (other is not JsonObject that || that.Count != Count)
        {
            return false;
        }

        foreach (var (name, value) in Members)
        {
            if (!that.TryGet(name, out var otherValue) || !value.Equals(otherValue))
            {
                return false;
            }
        }

        return true;
    }

    public override int GetHashCode()
    {
        var hash = 0;
        foreach (var (name, value) in Members)
        {
            hash ^= HashCode.Combine(name, value);
        }

        return hash;
    }

    private void Set(string name, JsonValue value)
    {
        var place = PlaceOf(name);
        if (place >= 0)
        {
            _members[place] = new(name, value);
            return;
        }

        if (_count == _members.Length)
        {
            Array.Resize(ref _members, Math.Max(FirstCapacity, _count * 2));
        }

        _members[_count] = new(name, value);
        _index?.Add(name, _count);
        _count++;
        IndexIfLarge();
    }

    private void IndexIfLarge()
    {
        if (_index is null && _count > IndexedCount)
        {
            _index = new Dictionary<string, int>(_count * 2, StringComparer.Ordinal);
            for (var i = 0; i < _count; i++)
            {
                _index.Add(_members[i].Key, i);
            }
        }
    }
}

/// <summary>The members of a <see cref="JsonObject"/> in their order.</summary>
public readonly struct JsonMembers : IEnumerable<KeyValuePair<string, JsonValue>>
{
    private readonly JsonObject _members;

    internal JsonMembers(JsonObject members) => _members = members;

    public int Count => _members.Count;

    public IEnumerable<string> Keys
    {
        get
        {
            for (var i = 0; i < _members.Count; i++)
            {
                yield return _members.MemberAt(i).Key;
            }
        }
    }

    /// <summary>The value of a member that there is.</summary>
    public JsonValue this[string name] => _members[name] ?? throw new KeyNotFoundException(name);

    public Enumerator GetEnumerator() => new(_members);

    IEnumerator<KeyValuePair<string, JsonValue>> IEnumerable<KeyValuePair<string, JsonValue>>.GetEnumerator() =>
        GetEnumerator();

    IEnumerator IEnumerable.GetEnumerator() => GetEnumerator();

    public struct Enumerator : IEnumerator<KeyValuePair<string, JsonValue>>
    {
        private readonly JsonObject _members;
        private int _place = -1;

        internal Enumerator(JsonObject members) => _members = members;

        public readonly KeyValuePair<string, JsonValue> Current => _members.MemberAt(_place);

        readonly object IEnumerator.Current => Current;

        public bool MoveNext() => ++_place < _members.Count;

        public void Reset() => _place = -1;

        public readonly void Dispose()
        {
        }
    }
}
