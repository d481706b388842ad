using System.Collections.Generic;
using System.Globalization;
using System.Text;

namespace Ovs.Generators;

/// <summary>
/// Reads JSON into strings, longs, doubles, bools, lists and dictionaries. Compilers load generators without their
/// packages, so no library does it.
/// </summary>
internal sealed class JsonReader
{
    private readonly string _text;
    private int _at;

    private JsonReader(string text) => _text = text;

    public static Dictionary<string, object> Read(string text) =>
        new JsonReader(text).ReadValue() as Dictionary<string, object> ?? throw new SchemaException("object expected");

    private object ReadValue()
    {
        switch (Peek())
        {
            case '{':
                return ReadObject();
            case '[':
                return ReadArray();
            case '"':
                return ReadString();
            case 't':
                return Word("true", true);
            case 'f':
                return Word("false", false);
            default:
                return ReadNumber();
        }
    }

    private Dictionary<string, object> ReadObject()
    {
        var members = new Dictionary<string, object>();
        Expect('{');
        while (Peek() != '}')
        {
            if (members.Count > 0)
            {
                Expect(',');
            }

            var name = ReadString();
            Expect(':');
            members[name] = ReadValue();
        }

        Expect('}');
        return members;
    }

    private List<object> ReadArray()
    {
        var items = new List<object>();
        Expect('[');
        while (Peek() != ']')
        {
            if (items.Count > 0)
            {
                Expect(',');
            }

            items.Add(ReadValue());
        }

        Expect(']');
        return items;
    }

    private string ReadString()
    {
        Expect('"');
        var text = new StringBuilder();
        while (_at < _text.Length && _text[_at] != '"')
        {
            if (_text[_at] == '\\')
            {
                throw new SchemaException("escapes have no place in a schema");
            }

            text.Append(_text[_at++]);
        }

        Expect('"');
        return text.ToString();
    }

    private object ReadNumber()
    {
        Peek();
        var start = _at;
        while (_at < _text.Length && (char.IsDigit(_text[_at]) || "+-.eE".IndexOf(_text[_at]) >= 0))
        {
            _at++;
        }

        var digits = _text.Substring(start, _at - start);
        if (long.TryParse(digits, NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture, out var integer))
        {
            return integer;
        }

        return double.TryParse(digits, NumberStyles.Float, CultureInfo.InvariantCulture, out var real)
            ? real
            : throw new SchemaException($"value expected at byte {start}");
    }

    private bool Word(string word, bool value)
    {
        if (string.CompareOrdinal(_text, _at, word, 0, word.Length) != 0)
        {
            throw new SchemaException($"{word} expected at byte {_at}");
        }

        _at += word.Length;
        return value;
    }

    private char Peek()
    {
        while (_at < _text.Length && char.IsWhiteSpace(_text[_at]))
        {
            _at++;
        }

        return _at < _text.Length ? _text[_at] : throw new SchemaException("unexpected end");
    }

    private void Expect(char c)
    {
        if (Peek() != c)
        {
            throw new SchemaException($"'{c}' expected at byte {_at}");
        }

        _at++;
    }
}
