using System;
using System.Linq;
using Ovs.Runtime.Json;

namespace Ovs.Runtime.Tests.Json;

/// <summary>Values of every kind, for properties; the top one is an object or array.</summary>
internal static class RandomJson
{
    private const string Letters = "aZ0 \"\\/\n\u0001é😀{}[]:,";

    public static JsonValue Make(Random random, int depth = 3)
    {
        if (random.Next(2) == 0)
        {
            return new JsonArray(Enumerable.Range(0, random.Next(5)).Select(_ => Any(random, depth - 1)));
        }

        var members = new JsonObject();
        for (var i = random.Next(5); i > 0; i--)
        {
            members[Text(random)] = Any(random, depth - 1);
        }

        return members;
    }

    private static JsonValue Any(Random random, int depth) => random.Next(depth > 0 ? 7 : 5) switch
    {
        0 => JsonValue.Null,
        1 => JsonValue.Of(random.Next(2) == 0),
        2 => JsonValue.Of(random.NextInt64(long.MinValue, long.MaxValue)),
        3 => JsonValue.Of(Math.Round(random.NextDouble(), 6) + 0.0000001),
        4 => JsonValue.Of(Text(random)),
        _ => Make(random, depth),
    };

    private static string Text(Random random)
    {
        var runes = Letters.EnumerateRunes().ToArray();
        return string.Concat(Enumerable.Range(0, random.Next(6)).Select(_ => runes[random.Next(runes.Length)].ToString()));
    }
}
