using System;
using System.Buffers;
using System.Collections.Generic;
using System.Diagnostics.CodeAnalysis;
using System.IO;
using System.Text;

namespace Ovs.Runtime.Json;

/// <summary>
/// Reads one JSON value (an object or array) from bytes that come in pieces: <see cref="Feed"/> until <see cref="IsDone"/>,
/// then <see cref="Finish"/>. A stream's next value begins where Feed stopped.
/// </summary>
/// <remarks>
/// Not Utf8JsonReader: OVSDB tells integers from reals by their value, and users see the original's error texts with line,
/// column and byte. Memory is bounded by the input; nesting by <see cref="MaxDepth"/>, without recursion.
/// </remarks>
public sealed class JsonParser
{
    /// <summary>Deepest nesting of objects and arrays, as in the original.</summary>
    public const int MaxDepth = 1000;

    /// <summary>Longest string or number, in bytes as sent; half of what would fit into the longest text there can be.</summary>
    public const int MaxTokenSize = 256 * 1024 * 1024;

    // What a value takes at least, whatever it is: the object, and its place in what holds it.
    private const int ValueCost = 64;

    private const int MaxKeptToken = 4096;
    private const int MaxPlainDigits = 18;

    // What ends the plain part of a string: its end, an escape, a control character, which must be escaped.
    private static readonly SearchValues<byte> s_notPlain = SearchValues.Create(
        "\"\\\u0000\u0001\u0002\u0003\u0004\u0005\u0006\u0007\u0008\u0009\u000a\u000b\u000c\u000d\u000e\u000f"u8
        + "\u0010\u0011\u0012\u0013\u0014\u0015\u0016\u0017\u0018\u0019\u001a\u001b\u001c\u001d\u001e\u001f"u8);

    private readonly bool _takesAll;
    private readonly List<JsonValue> _open = [];
    private readonly List<string?> _openNames = [];
    private Lex _lex = Lex.Start;
    private Expect _expect = Expect.Start;
    private byte[] _token = [];
    private int _tokenLength;
    private string? _memberName;
    private JsonValue? _result;
    private string? _error;
    private int _line; // Counts from zero in the messages, columns as well.
    private int _column;
    private int _byte;

    /// <param name="takesAll">True when nothing may follow the value: the whole input is one value.</param>
    public JsonParser(bool takesAll = false) => _takesAll = takesAll;

    private enum Lex
    {
        Start,
        Keyword,
        Number,
        String,
        Escape,
    }

    private enum Expect
    {
        Start,
        ObjectFirstName,
        ObjectName,
        ObjectColon,
        ObjectValue,
        ObjectNext,
        ArrayFirstValue,
        ArrayValue,
        ArrayNext,
        End,
    }

    /// <summary>About how much memory the value takes as far as it is known, in bytes.</summary>
    public long Cost { get; private set; }

    /// <summary>True once the value is complete or wrong.</summary>
    public bool IsDone { get; private set; }

    /// <summary>Parses a whole text.</summary>
    public static bool TryParse(
        ReadOnlySpan<byte> text, [NotNullWhen(true)] out JsonValue? value, [NotNullWhen(false)] out string? error)
    {
        var parser = new JsonParser(takesAll: true);
        parser.Feed(text);
        value = parser.Finish(out error);
        return value is not null;
    }

    /// <summary>Parses a whole text.</summary>
    public static bool TryParse(
        string text, [NotNullWhen(true)] out JsonValue? value, [NotNullWhen(false)] out string? error) =>
        TryParse(Utf8Text.Encode(text), out value, out error);

    /// <summary>Parses a file; the error says why it cannot be read, in the original's words.</summary>
    public static bool TryParseFile(
        string path, [NotNullWhen(true)] out JsonValue? value, [NotNullWhen(false)] out string? error)
    {
        byte[] text;
        try
        {
            text = File.ReadAllBytes(path);
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            value = null;
            error = $"error opening \"{path}\": {FileErrors.Text(e)}";
            return false;
        }

        return TryParse(text, out value, out error);
    }

    /// <summary>Takes bytes up to the end of the value; gives how many it took.</summary>
    public int Feed(ReadOnlySpan<byte> input)
    {
        var index = 0;
        while (!IsDone && index < input.Length)
        {
            var size = _lex == Lex.Start ? FeedWhole(input[index..]) : 0;
            if (size == 0)
            {
                size = _lex == Lex.String ? FeedString(input[index..]) : FeedByte(input[index]) ? 1 : 0;
            }

            index += size;
        }

        Cost += index;
        return index;
    }

    /// <summary>Says that the input is over, and gives the value, or null and what is wrong.</summary>
    public JsonValue? Finish(out string? error)
    {
        switch (_lex)
        {
            case Lex.String or Lex.Escape:
                Fail("unexpected end of input in quoted string");
                break;
            case Lex.Number or Lex.Keyword:
                Feed(" "u8);
                break;
            default:
                break;
        }

        if (_expect == Expect.Start)
        {
            Fail("empty input stream");
        }
        else if (_expect != Expect.End)
        {
            Fail("unexpected end of input");
        }

        error = _error;
        return _error is null ? _result : null;
    }

    /// <summary>Begins anew, with the next value.</summary>
    public void Reset()
    {
        _lex = Lex.Start;
        _expect = Expect.Start;
        _memberName = null;
        _result = null;
        _error = null;
        _line = _column = _byte = 0;
        _open.Clear();
        _openNames.Clear();
        Cost = 0;
        IsDone = false;
        if (_token.Length > MaxKeptToken)
        {
            _token = [];
        }
    }

    /// <summary>A string without escapes or a plain integer that is here as a whole, as nearly all are; gives the bytes it
    /// took, 0 when it is something else.</summary>
    private int FeedWhole(ReadOnlySpan<byte> input)
    {
        if (input[0] == '"')
        {
            var length = input[1..].IndexOfAny(s_notPlain);
            if (length < 0 || input[length + 1] != '"')
            {
                return 0;
            }

            // Where the closing quote is: that is where an error would be.
            _column += length + 1;
            _byte += length + 1;
            TakeString(JsonNames.Decode(input.Slice(1, length)));
            _column++;
            _byte++;
            return length + 2;
        }

        if (input[0] is > (byte)'0' and <= (byte)'9')
        {
            var value = 0L;
            var size = 0;
            for (; size < input.Length && size <= MaxPlainDigits && char.IsAsciiDigit((char)input[size]); size++)
            {
                value = (value * 10) + (input[size] - '0');
            }

            if (size == input.Length || size > MaxPlainDigits || input[size] is (byte)'.' or (byte)'e' or (byte)'E' or (byte)'+' or (byte)'-')
            {
                return 0;
            }

            _column += size;
            _byte += size;
            Value(JsonInteger.From(value));
            return size;
        }

        return 0;
    }

    /// <summary>The inside of a string, as far as it goes: most of all bytes pass here.</summary>
    private int FeedString(ReadOnlySpan<byte> input)
    {
        var length = input.IndexOfAny(s_notPlain);
        length = length < 0 ? input.Length : length;
        Keep(input[..length]);
        _column += length;
        _byte += length;
        return length == input.Length || !FeedByte(input[length]) ? length : length + 1;
    }

    /// <summary>One byte; false when it ended a token without being part of it, and is to be offered again.</summary>
    private bool FeedByte(byte c)
    {
        switch (_lex)
        {
            case Lex.Start:
                BeginToken(c);
                break;
            case Lex.Keyword:
                if (!char.IsAsciiLetter((char)c))
                {
                    EndKeyword();
                    return false;
                }

                Keep([c]);
                break;
            case Lex.Number:
                if (".0123456789eE-+"u8.IndexOf(c) < 0)
                {
                    EndNumber();
                    return false;
                }

                Keep([c]);
                break;
            case Lex.String:
                if (c == '"')
                {
                    EndString();
                }
                else if (c == '\\')
                {
                    _lex = Lex.Escape;
                    Keep([c]);
                }
                else if (c < 0x20)
                {
                    Fail($"U+{c:X4} must be escaped in quoted string");
                }
                else
                {
                    Keep([c]);
                }

                break;
            default:
                _lex = Lex.String;
                Keep([c]);
                break;
        }

        _byte++;
        if (c == '\n')
        {
            _column = 0;
            _line++;
        }
        else
        {
            _column++;
        }

        return true;
    }

    private void BeginToken(byte c)
    {
        _tokenLength = 0;
        switch ((char)c)
        {
            case ' ' or '\t' or '\n' or '\r':
                break;
            case '[' or '{' or ']' or '}' or ':' or ',':
                Punctuation((char)c);
                break;
            case '"':
                _lex = Lex.String;
                break;
            case '-' or (>= '0' and <= '9'):
                _lex = Lex.Number;
                Keep([c]);
                break;
            case >= 'a' and <= 'z':
                _lex = Lex.Keyword;
                Keep([c]);
                break;
            default:
                Fail(c is >= 0x20 and < 0x7f ? $"invalid character '{(char)c}'" : $"invalid character U+{c:x4}");
                break;
        }
    }

    private void EndKeyword()
    {
        var word = Encoding.ASCII.GetString(_token, 0, _tokenLength);
        _lex = Lex.Start;
        switch (word)
        {
            case "false":
                Value(JsonValue.False);
                break;
            case "true":
                Value(JsonValue.True);
                break;
            case "null":
                Value(JsonValue.Null);
                break;
            default:
                Fail($"invalid keyword '{word}'");
                break;
        }
    }

    private void EndNumber()
    {
        _lex = Lex.Start;
        if (JsonNumber.TryParse(_token.AsSpan(0, _tokenLength), out var value, out var error))
        {
            Value(value);
        }
        else
        {
            Fail(error);
        }
    }

    private void EndString()
    {
        _lex = Lex.Start;
        if (JsonText.TryUnescape(_token.AsSpan(0, _tokenLength), out var text, out var error))
        {
            TakeString(text);
        }
        else
        {
            Fail(error);
        }
    }

    private void TakeString(string text)
    {
        if (_expect is Expect.ObjectName or Expect.ObjectFirstName)
        {
            _memberName = text;
            _expect = Expect.ObjectColon;
        }
        else
        {
            Value(new JsonString(text));
        }
    }

    private void Punctuation(char c)
    {
        switch (_expect)
        {
            case Expect.Start when c == '{':
            case Expect.ObjectValue or Expect.ArrayValue or Expect.ArrayFirstValue when c == '{':
                Open(new JsonObject(), Expect.ObjectFirstName);
                break;
            case Expect.Start when c == '[':
            case Expect.ObjectValue or Expect.ArrayValue or Expect.ArrayFirstValue when c == '[':
                Open(new JsonArray(), Expect.ArrayFirstValue);
                break;
            case Expect.ObjectFirstName or Expect.ObjectNext when c == '}':
            case Expect.ArrayFirstValue or Expect.ArrayNext when c == ']':
                Close();
                break;
            case Expect.ObjectColon when c == ':':
                _expect = Expect.ObjectValue;
                break;
            case Expect.ObjectNext when c == ',':
                _expect = Expect.ObjectName;
                break;
            case Expect.ArrayNext when c == ',':
                _expect = Expect.ArrayValue;
                break;
            default:
                Unexpected();
                break;
        }
    }

    private void Value(JsonValue value)
    {
        Cost += ValueCost;
        if (_expect is Expect.ObjectValue or Expect.ArrayValue or Expect.ArrayFirstValue)
        {
            Put(value);
        }
        else
        {
            Unexpected();
        }
    }

    private void Unexpected() => Fail(_expect switch
    {
        Expect.Start => "syntax error at beginning of input",
        Expect.ObjectFirstName or Expect.ObjectName => "syntax error parsing object expecting string",
        Expect.ObjectColon => "syntax error parsing object expecting ':'",
        Expect.ObjectNext => "syntax error expecting '}' or ','",
        Expect.ArrayNext => "syntax error expecting ']' or ','",
        Expect.End => "trailing garbage at end of input",
        _ => "syntax error expecting value",
    });

    private void Open(JsonValue container, Expect expect)
    {
        if (_open.Count >= MaxDepth)
        {
            Fail($"input exceeds maximum nesting depth {MaxDepth}");
            return;
        }

        Cost += ValueCost;
        _open.Add(container);
        _openNames.Add(_memberName);
        _expect = expect;
    }

    private void Close()
    {
        var container = _open[^1];
        _memberName = _openNames[^1];
        _open.RemoveAt(_open.Count - 1);
        _openNames.RemoveAt(_openNames.Count - 1);
        if (_open.Count > 0)
        {
            Put(container);
            return;
        }

        _result = container;
        _expect = Expect.End;
        IsDone = !_takesAll;
    }

    private void Put(JsonValue value)
    {
        if (_open[^1] is JsonObject members)
        {
            members[_memberName!] = value;
            _expect = Expect.ObjectNext;
        }
        else
        {
            ((JsonArray)_open[^1]).Add(value);
            _expect = Expect.ArrayNext;
        }
    }

    private void Keep(ReadOnlySpan<byte> bytes)
    {
        if (_tokenLength + bytes.Length > _token.Length)
        {
            if (_tokenLength + bytes.Length > MaxTokenSize)
            {
                Fail($"string exceeds maximum length {MaxTokenSize}");
                return;
            }

            Array.Resize(ref _token, Math.Max(_tokenLength + bytes.Length, Math.Max(64, _token.Length * 2)));
        }

        bytes.CopyTo(_token.AsSpan(_tokenLength));
        _tokenLength += bytes.Length;
    }

    private void Fail(string error)
    {
        _error ??= $"line {_line}, column {_column}, byte {_byte}: {error}";
        IsDone = true;
    }
}
