using System;
using System.Buffers;
using System.Collections.Generic;

namespace Ovs.Runtime.Json;

/// <summary>JSON text as the original writes it; OVSDB logs, replies and command output depend on each byte of it.</summary>
public static class JsonWriter
{
    private const int SpacesPerLevel = 2;

    // Everything else stands for itself, DEL and all that is not ASCII included.
    private static readonly SearchValues<char> s_escaped = SearchValues.Create(
        "\"\\\u0000\u0001\u0002\u0003\u0004\u0005\u0006\u0007\u0008\u0009\u000a\u000b\u000c\u000d\u000e\u000f"
        + "\u0010\u0011\u0012\u0013\u0014\u0015\u0016\u0017\u0018\u0019\u001a\u001b\u001c\u001d\u001e\u001f");

    public static string ToText(JsonValue value, JsonStyle style)
    {
        var output = new Utf8Builder();
        Append(output, value, style);
        return output.ToString();
    }

    /// <summary>The text as UTF-8, ready for a socket or file.</summary>
    public static byte[] ToUtf8(JsonValue value, JsonStyle style = JsonStyle.Compact)
    {
        var output = new Utf8Builder();
        Append(output, value, style);
        return output.ToArray();
    }

    /// <summary>The compact text as UTF-8, in a buffer that may be larger.</summary>
    public static ReadOnlyMemory<byte> ToMemory(JsonValue value)
    {
        var output = new Utf8Builder();
        Append(output, value, JsonStyle.Compact);
        return output.WrittenMemory;
    }

    public static void Append(Utf8Builder output, JsonValue value, JsonStyle style = JsonStyle.Compact)
        => Append(output, value, style, 0);

    /// <summary>Appends <paramref name="text"/> as a JSON string, with its quotes.</summary>
    public static void AppendString(Utf8Builder output, ReadOnlySpan<char> text)
    {
        output.Append((byte)'"');
        for (var plain = text.IndexOfAny(s_escaped); plain >= 0; plain = text.IndexOfAny(s_escaped))
        {
            output.Append(text[..plain]);
            AppendEscape(output, text[plain]);
            text = text[(plain + 1)..];
        }

        output.Append(text);
        output.Append((byte)'"');
    }

    private static void Append(Utf8Builder output, JsonValue value, JsonStyle style, int depth)
    {
        switch (value)
        {
            case JsonInteger integer:
                output.Append(integer.Value);
                break;
            case JsonReal real:
                output.Append(RealText.Format(real.Value));
                break;
            case JsonString literal:
                AppendString(output, literal.Value);
                break;
            case JsonArray array:
                AppendArray(output, array, style, depth + 1);
                break;
            case JsonObject members:
                AppendObject(output, members, style, depth + 1);
                break;
            default:
                output.Append(value.Kind switch
                {
                    JsonKind.True => "true"u8,
                    JsonKind.False => "false"u8,
                    _ => "null"u8,
                });
                break;
        }
    }

    private static void AppendArray(Utf8Builder output, JsonArray array, JsonStyle style, int depth)
    {
        output.Append((byte)'[');
        for (var i = 0; i < array.Count; i++)
        {
            if (i > 0)
            {
                output.Append((byte)',');
            }

            StartLine(output, style, depth);
            Append(output, array[i], style, depth);
        }

        output.Append((byte)']');
    }

    private static void AppendObject(Utf8Builder output, JsonObject members, JsonStyle style, int depth)
    {
        output.Append((byte)'{');
        if (members.Count == 0)
        {
            // Unlike an empty array, an empty object gets its line; tools show this text.
            StartLine(output, style, depth);
        }
        else if ((style & JsonStyle.Sorted) != 0 && members.Count > 1)
        {
            AppendSorted(output, members, style, depth);
        }
        else
        {
            var isFirst = true;
            foreach (var (name, value) in members.Members)
            {
                AppendMember(output, name, value, isFirst, style, depth);
                isFirst = false;
            }
        }

        output.Append((byte)'}');
    }

    private static void AppendSorted(Utf8Builder output, JsonObject members, JsonStyle style, int depth)
    {
        var names = new List<string>(members.Members.Keys);
        names.Sort(Utf8Text.Compare);
        for (var i = 0; i < names.Count; i++)
        {
            AppendMember(output, names[i], members.Members[names[i]], i == 0, style, depth);
        }
    }

    private static void AppendMember(
        Utf8Builder output, string name, JsonValue value, bool isFirst, JsonStyle style, int depth)
    {
        if (!isFirst)
        {
            output.Append((byte)',');
        }

        StartLine(output, style, depth);
        AppendString(output, name);
        output.Append((style & JsonStyle.Pretty) != 0 ? ": "u8 : ":"u8);
        Append(output, value, style, depth);
    }

    private static void StartLine(Utf8Builder output, JsonStyle style, int depth)
    {
        if ((style & JsonStyle.Pretty) != 0)
        {
            output.Append((byte)'\n');
            output.Append((byte)' ', depth * SpacesPerLevel);
        }
    }

    private static void AppendEscape(Utf8Builder output, char c)
    {
        var letter = c switch
        {
            '"' => '"',
            '\\' => '\\',
            '\b' => 'b',
            '\f' => 'f',
            '\n' => 'n',
            '\r' => 'r',
            '\t' => 't',
            _ => '\0',
        };
        if (letter != '\0')
        {
            output.Append((byte)'\\');
            output.Append((byte)letter);
        }
        else
        {
            output.Append(c < 0x10 ? "\\u000"u8 : "\\u001"u8);
            output.Append("0123456789abcdef"u8[c & 0xf]);
        }
    }
}
