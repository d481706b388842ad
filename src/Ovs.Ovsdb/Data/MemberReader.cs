using System;
using System.Collections.Generic;
using Ovs.Runtime.Json;

namespace Ovs.Ovsdb.Data;

/// <summary>Kinds of JSON value that a member may have.</summary>
[Flags]
public enum MemberKinds
{
    None = 0,
    Null = 1,
    False = 1 << 1,
    True = 1 << 2,
    Object = 1 << 3,
    Array = 1 << 4,
    Integer = 1 << 5,
    Real = 1 << 6,
    String = 1 << 7,

    /// <summary>A string that is an &lt;id&gt; (RFC 7047 3.1).</summary>
    Id = 1 << 8,
    Optional = 1 << 9,
    Boolean = False | True,
    Number = Integer | Real,
    Any = Null | Boolean | Object | Array | Number | String,
}

/// <summary>
/// Takes the members of a JSON object one by one and insists that nothing else is there. The first problem sticks;
/// <see cref="Finish"/> tells it.
/// </summary>
public sealed class MemberReader
{
    private const int MaskBits = 64;

    private readonly JsonObject? _json;
    private readonly string _subject;
    private readonly int _number;
    private readonly int _count;
    private readonly HashSet<string>? _usedBeyond; // Of objects with more members than a mask has bits.
    private ulong _used;
    private int _usedCount;

    /// <param name="json">What should be an object.</param>
    /// <param name="subject">What is read, for messages: "Parsing SUBJECT failed: ...".</param>
    public MemberReader(JsonValue? json, string subject)
    {
        _subject = subject;
        _json = json as JsonObject;
        if (_json is null)
        {
            Fail("Object expected.");
        }
        else if (_json.Count > MaskBits)
        {
            _usedBeyond = new HashSet<string>(StringComparer.Ordinal);
        }
    }

    /// <param name="json">What should be an object.</param>
    /// <param name="subject">What is read: "Parsing SUBJECT NUMBER of COUNT failed: ...".</param>
    public MemberReader(JsonValue? json, string subject, int number, int count)
        : this(json, subject)
    {
        _number = number;
        _count = count;
        Error = Error is null ? null : Describe("Object expected.");
    }

    public OvsdbError? Error { get; private set; }

    public static bool IsId(string text)
    {
        if (text.Length == 0 || !(char.IsAsciiLetter(text[0]) || text[0] == '_'))
        {
            return false;
        }

        foreach (var c in text)
        {
            if (!char.IsAsciiLetterOrDigit(c) && c != '_')
            {
                return false;
            }
        }

        return true;
    }

    /// <summary>The member, or null when it is absent or of another kind than <paramref name="kinds"/>.</summary>
    public JsonValue? Take(string name, MemberKinds kinds)
    {
        if (_json is null)
        {
            return null;
        }

        var place = _json.PlaceOf(name);
        if (place < 0)
        {
            if ((kinds & MemberKinds.Optional) == 0)
            {
                Fail($"Required '{name}' member is missing.");
            }

            return null;
        }

        var value = _json.MemberAt(place).Value;
        if ((kinds & KindOf(value)) != 0
            || ((kinds & MemberKinds.Id) != 0 && value is JsonString id && IsId(id.Value)))
        {
            NoteUsed(place, name);
            return value;
        }

        Fail($"Type mismatch for member '{name}'.");
        return null;
    }

    public string? TakeText(string name, MemberKinds kinds = MemberKinds.String) =>
        (Take(name, kinds) as JsonString)?.Value;

    public bool? TakeBoolean(string name, MemberKinds kinds = MemberKinds.Boolean) => Take(name, kinds)?.Kind switch
    {
        JsonKind.True => true,
        JsonKind.False => false,
        _ => null,
    };

    /// <summary>Records a problem unless there is one already.</summary>
    public void Fail(string message) =>
        Error ??= Describe(message);

    public void Fail(OvsdbError error) => Error ??= error;

    /// <summary>The first problem, a member nobody took included; null when all is well.</summary>
    public OvsdbError? Finish()
    {
        if (Error is null && _json is not null && _json.Count > _usedCount)
        {
            var others = _json.Count - _usedCount - 1;
            for (var place = 0; place < _json.Count; place++)
            {
                var name = _json.MemberAt(place).Key;
                if (!IsUsed(place, name))
                {
                    var are = others == 0 ? "is" : $"and {others} other member{(others > 1 ? "s" : "")} are";
                    Fail($"Member '{name}' {are} present but not allowed here.");
                    break;
                }
            }
        }

        return Error;
    }

    private OvsdbError Describe(string message)
    {
        var subject = _count == 0 ? _subject : $"{_subject} {_number} of {_count}";
        return OvsdbError.Syntax(_json, null, $"Parsing {subject} failed: {message}");
    }

    private bool IsUsed(int place, string name) =>
        _usedBeyond is null ? (_used >> place & 1) != 0 : _usedBeyond.Contains(name);

    private void NoteUsed(int place, string name)
    {
        if (IsUsed(place, name))
        {
            return;
        }

        _usedCount++;
        _usedBeyond?.Add(name);
        _used |= 1UL << (place % MaskBits);
    }

    private static MemberKinds KindOf(JsonValue value) => value.Kind switch
    {
        JsonKind.Null => MemberKinds.Null,
        JsonKind.False => MemberKinds.False,
        JsonKind.True => MemberKinds.True,
        JsonKind.Object => MemberKinds.Object,
        JsonKind.Array => MemberKinds.Array,
        JsonKind.Integer => MemberKinds.Integer,
        JsonKind.Real => MemberKinds.Real,
        _ => MemberKinds.String,
    };
}
