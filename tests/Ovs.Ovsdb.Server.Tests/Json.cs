using System;
using System.Text.RegularExpressions;
using Ovs.Runtime.Json;

namespace Ovs.Ovsdb.Server.Tests;

/// <summary>JSON written as text in tests; quotes may be single.</summary>
internal static partial class Json
{
    public static JsonValue Parse(string text) =>
        JsonParser.TryParse(text.Replace('\'', '"'), out var value, out var error)
            ? value
            : throw new FormatException($"{error} in {text}");

    public static JsonObject Object(string text) => (JsonObject)Parse(text);

    public static JsonArray Array(string text) => (JsonArray)Parse(text);

    /// <summary>The text with sorted members, single quotes and identifiers numbered in the order they appear.</summary>
    public static string Plain(JsonValue json)
    {
        var names = new System.Collections.Generic.Dictionary<string, string>();
        var text = JsonWriter.ToText(json, JsonStyle.Sorted).Replace('"', '\'');
        return UuidText().Replace(text, match =>
        {
            if (!names.TryGetValue(match.Value, out var name))
            {
                names.Add(match.Value, name = $"<{names.Count}>");
            }

            return name;
        });
    }

    [GeneratedRegex("[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}")]
    private static partial Regex UuidText();
}
