using System.Text.Json;
using Ovs.Runtime.Json;

namespace Ovs.Ovsdb.Tests;

/// <summary>JSON written as text in tests; quotes may be single.</summary>
internal static class Json
{
    public static JsonValue Parse(string text)
    {
        using var document = JsonDocument.Parse(text.Replace('\'', '"'));
        return Convert(document.RootElement);
    }

    private static JsonValue Convert(JsonElement element)
    {
        switch (element.ValueKind)
        {
            case JsonValueKind.Object:
                var members = new JsonObject();
                foreach (var member in element.EnumerateObject())
                {
                    members[member.Name] = Convert(member.Value);
                }

                return members;
            case JsonValueKind.Array:
                var items = new JsonArray();
                foreach (var item in element.EnumerateArray())
                {
                    items.Add(Convert(item));
                }

                return items;
            case JsonValueKind.String:
                return element.GetString()!;
            case JsonValueKind.Number:
                return element.TryGetInt64(out var integer) ? integer : JsonValue.Of(element.GetDouble());
            case JsonValueKind.True:
                return true;
            case JsonValueKind.False:
                return false;
            default:
                return JsonValue.Null;
        }
    }
}
