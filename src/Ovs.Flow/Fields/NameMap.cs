using System;
using System.Collections.Generic;
using System.Text;
using Ovs.Runtime.Json;

namespace Ovs.Flow.Fields;

/// <summary>Names of a switch's ports or tables by number, and numbers by name; what is ambiguous is as if absent.</summary>
public sealed class NameMap
{
    private readonly Dictionary<string, Entry> _byName = [];
    private readonly Dictionary<uint, Entry> _byNumber = [];

    /// <summary>True for a name that text shows without quotation marks: letters and digits, a letter first.</summary>
    public static bool IsPlain(ReadOnlySpan<char> name)
    {
        if (name.Length == 0 || !char.IsAsciiLetter(name[0]))
        {
            return false;
        }

        foreach (var character in name)
        {
            if (!char.IsAsciiLetterOrDigit(character))
            {
                return false;
            }
        }

        return true;
    }

    /// <summary>Appends a name, quoted if it must be.</summary>
    public static void AppendName(TextBuffer text, string name) =>
        text.Append(IsPlain(name) ? name : JsonWriter.ToText(new JsonString(name), JsonStyle.Compact));

    /// <summary>Adds a pair; a name or number that is there already with another partner becomes ambiguous.</summary>
    public void Add(uint number, string name)
    {
        if (_byName.TryGetValue(name, out var entry))
        {
            entry.IsAmbiguous |= entry.Number != number;
        }
        else if (_byNumber.TryGetValue(number, out entry))
        {
            entry.IsAmbiguous = true;
        }
        else
        {
            entry = new Entry(number, name);
            _byName.Add(name, entry);
            _byNumber.Add(number, entry);
        }
    }

    public string? NameOf(uint number) =>
        _byNumber.TryGetValue(number, out var entry) && !entry.IsAmbiguous ? entry.Name : null;

    /// <summary>Finds a number by a name, which may be quoted.</summary>
    public bool TryFind(ReadOnlySpan<char> name, out uint number)
    {
        number = 0;
        if (name.Length > 1 && name[0] == '"' && name[^1] == '"')
        {
            if (!JsonText.TryUnescape(Encoding.UTF8.GetBytes(name[1..^1].ToString()), out var unquoted, out _))
            {
                return false;
            }

            name = unquoted;
        }

        if (!_byName.GetAlternateLookup<ReadOnlySpan<char>>().TryGetValue(name, out var entry) || entry.IsAmbiguous)
        {
            return false;
        }

        number = entry.Number;
        return true;
    }

    private sealed class Entry(uint number, string name)
    {
        public uint Number { get; } = number;

        public string Name { get; } = name;

        public bool IsAmbiguous { get; set; }
    }
}
