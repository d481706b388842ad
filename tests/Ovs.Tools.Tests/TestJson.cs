using System;
using Ovs.Runtime.Json;

namespace Ovs.Tools.Tests;

/// <summary>JSON written as text in tests; quotes may be single.</summary>
internal static class TestJson
{
    public static JsonValue Parse(string text) =>
        JsonParser.TryParse(text.Replace('\'', '"'), out var value, out var error)
            ? value
            : throw new FormatException($"{error} in {text}");

    public static JsonObject Object(string text) => (JsonObject)Parse(text);

    /// <summary>The text with sorted members and single quotes.</summary>
    public static string Plain(JsonValue json) => JsonWriter.ToText(json, JsonStyle.Sorted).Replace('"', '\'');
}
