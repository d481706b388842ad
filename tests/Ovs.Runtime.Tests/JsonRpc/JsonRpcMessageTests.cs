using Ovs.Runtime.Json;
using Ovs.Runtime.JsonRpc;

namespace Ovs.Runtime.Tests.JsonRpc;

public sealed class JsonRpcMessageTests
{
    public static TheoryData<string, string> BadMessages => new()
    {
        { "[]", "message is not a JSON object" },
        { """{"method":1}""", "method is not a JSON string" },
        { """{"method":"m","params":[],"id":1,"x":2}""", "message has unexpected member \"x\"" },
        { """{"method":"m","params":{},"id":1}""", "\"params\" must be JSON array" },
        { """{"method":"m","id":1}""", "request must have \"params\"" },
        { """{"method":"m"}""", "notification must have \"params\"" },
        { """{"params":[],"id":1}""", "request must have \"method\"" },
        { """{"result":1}""", "reply must have \"id\"" },
        { """{"result":1,"params":[],"id":2}""", "reply must not have \"params\"" },
        { """{"error":1,"result":1,"id":2}""", "error must not have \"result\"" },
    };

    [Theory]
    [MemberData(nameof(BadMessages))]
    public void Bad_messages_are_refused_with_the_original_text(string text, string expected)
    {
        Assert.False(JsonRpcMessage.TryParse(Parse(text), out _, out var error));
        Assert.Equal(expected, error);
    }

    [Theory]
    [InlineData("""{"method":"m","params":[1],"id":0}""", JsonRpcType.Request)]
    [InlineData("""{"method":"m","params":[],"id":null}""", JsonRpcType.Notify)]
    [InlineData("""{"result":{"a":1},"error":null,"id":"x"}""", JsonRpcType.Reply)]
    [InlineData("""{"result":null,"error":"bad","id":3}""", JsonRpcType.Error)]
    public void Messages_survive_a_round_trip(string text, JsonRpcType type)
    {
        var json = Parse(text);
        Assert.True(JsonRpcMessage.TryParse(json, out var message, out _));
        Assert.Equal(type, message.Type);
        Assert.Equal(json, message.ToJson());
    }

    [Fact]
    public void A_reply_may_be_null()
    {
        Assert.True(JsonRpcMessage.TryParse(Parse("""{"result":null,"error":null,"id":1}"""), out var message, out _));
        Assert.Equal(JsonRpcType.Reply, message.Type);
    }

    [Fact]
    public void Requests_have_ids_of_their_own()
    {
        var first = JsonRpcMessage.Request("m", new JsonArray());
        var second = JsonRpcMessage.Request("m", new JsonArray());
        Assert.NotEqual(first.Id, second.Id);
    }

    private static JsonValue Parse(string text)
    {
        var parser = new JsonParser();
        parser.Feed(System.Text.Encoding.UTF8.GetBytes(text));
        var json = parser.Finish(out var error);
        Assert.True(json is not null, error);
        return json;
    }
}
