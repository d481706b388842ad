using System.Globalization;
using System.Text;

namespace Ovs.Runtime.Json;

/// <summary>JSON text as the original writes it; OVSDB logs, replies and command output depend on each byte of it.</summary>
public static class JsonWriter
{
    public static string ToText(JsonValue value, JsonStyle style)
    {
        var text = new StringBuilder();
        Append(text, value);
        return text.ToString();
    }

    private static void Append(StringBuilder text, JsonValue value)
    {
        switch (value)
        {
            case JsonInteger integer:
                text.Append(integer.Value);
                break;
            case JsonReal real:
                text.Append(real.Value.ToString("R", CultureInfo.InvariantCulture));
                break;
            case JsonString literal:
                AppendString(text, literal.Value);
                break;
            case JsonArray array:
                AppendArray(text, array);
                break;
            case JsonObject members:
                AppendObject(text, members);
                break;
            default:
                text.Append(value.Kind switch { JsonKind.True => "true", JsonKind.False => "false", _ => "null" });
                break;
        }
    }

    private static void AppendArray(StringBuilder text, JsonArray array)
    {
        text.Append('[');
        for (var i = 0; i < array.Count; i++)
        {
            text.Append(i > 0 ? "," : "");
            Append(text, array[i]);
        }

        text.Append(']');
    }

    private static void AppendObject(StringBuilder text, JsonObject members)
    {
        text.Append('{');
        var separator = "";
        foreach (var (name, value) in members.Members)
        {
            text.Append(separator);
            AppendString(text, name);
            text.Append(':');
            Append(text, value);
            separator = ",";
        }

        text.Append('}');
    }

    private static void AppendString(StringBuilder text, string value)
    {
        text.Append('"');
        foreach (var c in value)
        {
            _ = c switch
            {
                '"' => text.Append("\\\""),
                '\\' => text.Append("\\\\"),
                '\b' => text.Append("\\b"),
                '\f' => text.Append("\\f"),
                '\n' => text.Append("\\n"),
                '\r' => text.Append("\\r"),
                '\t' => text.Append("\\t"),
                < ' ' => text.Append("\\u").Append(((int)c).ToString("x4", CultureInfo.InvariantCulture)),
                _ => text.Append(c),
            };
        }

        text.Append('"');
    }
}
