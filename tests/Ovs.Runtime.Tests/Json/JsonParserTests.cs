using System;
using System.Linq;
using System.Text;
using FsCheck;
using FsCheck.Fluent;
using Ovs.Runtime.Json;

namespace Ovs.Runtime.Tests.Json;

public sealed class JsonParserTests
{
    public static TheoryData<string, string> Errors => new()
    {
        { "", "line 0, column 0, byte 0: empty input stream" },
        { "1", "line 0, column 1, byte 1: syntax error at beginning of input" },
        { "[1,]", "line 0, column 3, byte 3: syntax error expecting value" },
        { "[1 2]", "line 0, column 4, byte 4: syntax error expecting ']' or ','" },
        { "{1}", "line 0, column 2, byte 2: syntax error parsing object expecting string" },
        { "{\"a\" 1}", "line 0, column 6, byte 6: syntax error parsing object expecting ':'" },
        { "{\"a\":1 \"b\"}", "line 0, column 9, byte 9: syntax error expecting '}' or ','" },
        { "[\n\n  x]", "line 2, column 3, byte 6: invalid keyword 'x'" },
        { "[01]", "line 0, column 3, byte 3: leading zeros not allowed" },
        { "[-]", "line 0, column 2, byte 2: '-' must be followed by digit" },
        { "[1.]", "line 0, column 3, byte 3: decimal point must be followed by digit" },
        { "[1e]", "line 0, column 3, byte 3: exponent must contain at least one digit" },
        { "[1e99999999999]", "line 0, column 14, byte 14: exponent outside valid range" },
        { "[1e-310]", "line 0, column 7, byte 7: number outside valid range" },
        { "[1e500]", "line 0, column 6, byte 6: number outside valid range" },
        { "[\"\\x\"]", "line 0, column 4, byte 4: bad escape \\x" },
        { "[\"\\u0000\"]", "line 0, column 8, byte 8: null bytes not supported in quoted strings" },
        { "[\"\\ud800\"]", "line 0, column 8, byte 8: malformed escaped surrogate pair" },
        { "[\"a", "line 0, column 3, byte 3: unexpected end of input in quoted string" },
        { "[\"\u0001\"]", "line 0, column 2, byte 2: U+0001 must be escaped in quoted string" },
        { "[$]", "line 0, column 1, byte 1: invalid character '$'" },
        { "[1", "line 0, column 3, byte 3: unexpected end of input" },
        { "[] x", "line 0, column 4, byte 4: invalid keyword 'x'" },
        { "[] []", "line 0, column 3, byte 3: trailing garbage at end of input" },
    };

    [Theory]
    [InlineData("[1,2.5,\"x\",true,false,null,{},[]]", "[1,2.5,\"x\",true,false,null,{},[]]")]
    [InlineData("[1.0,1e3,-0,0.0,10e-1,123456789012345678901]", "[1,1000,0,0,1,1.23456789012346e+20]")]
    [InlineData("[9223372036854775807,-9223372036854775808]", "[9223372036854775807,-9223372036854775808]")]
    [InlineData("[18446744073709551616,9223372036854775808,1e-400]", "[1.84467440737096e+19,9.22337203685478e+18,0]")]
    [InlineData("{\"a\":1,\"a\":2}", "{\"a\":2}")]
    [InlineData("[\"\\u0041\\ud83d\\ude00\\/\"]", "[\"A😀/\"]")]
    [InlineData(" [ 1 ,\t2\n]\r\n", "[1,2]")]
    public void Values_are_read(string text, string expected)
    {
        Assert.True(JsonParser.TryParse(text, out var value, out var error), error);
        Assert.Equal(expected, value.ToString());
    }

    [Fact]
    public void Bytes_that_are_not_utf8_go_through_unchanged()
    {
        byte[] bytes = [(byte)'[', (byte)'"', 0xff, 0xc3, (byte)'(', 0xe2, 0x82, (byte)'"', (byte)']'];

        Assert.True(JsonParser.TryParse(bytes, out var value, out var error), error);
        Assert.Equal(bytes, JsonWriter.ToUtf8(value));
        Assert.True(JsonParser.TryParse(value.ToString(), out var again, out error), error);
        Assert.Equal(value, again);
    }

    [Fact]
    public void A_lone_trailing_surrogate_becomes_its_three_bytes()
    {
        Assert.True(JsonParser.TryParse("[\"\\udc80\"]", out var value, out var error), error);
        Assert.Equal([(byte)'[', (byte)'"', 0xed, 0xb2, 0x80, (byte)'"', (byte)']'], JsonWriter.ToUtf8(value));
    }

    [Fact]
    public void A_bad_escape_is_named_even_when_it_is_not_text()
    {
        Assert.False(JsonParser.TryParse([(byte)'[', (byte)'"', (byte)'\\', 0xff, (byte)'"', (byte)']'], out _, out var error));
        Assert.Equal("line 0, column 4, byte 4: bad escape \\\udcff", error);
    }

    [Theory]
    [MemberData(nameof(Errors))]
    public void Errors_say_where_and_what(string text, string expected)
    {
        Assert.False(JsonParser.TryParse(text, out _, out var error));
        Assert.Equal(expected, error);
    }

    [Fact]
    public void Nesting_is_limited()
    {
        Assert.True(JsonParser.TryParse(new string('[', 1000) + new string(']', 1000), out _, out _));
        Assert.False(JsonParser.TryParse(new string('[', 1001) + new string(']', 1001), out _, out var error));
        Assert.EndsWith("input exceeds maximum nesting depth 1000", error, StringComparison.Ordinal);
    }

    [Fact]
    public void A_stream_of_values_is_read_one_by_one()
    {
        var stream = "{\"a\":1}[2]"u8;
        var first = new JsonParser();
        var used = first.Feed(stream);
        Assert.True(first.IsDone);
        Assert.Equal("{\"a\":1}", first.Finish(out _)!.ToString());
        var second = new JsonParser();
        Assert.Equal(stream.Length - used, second.Feed(stream[used..]));
        Assert.Equal("[2]", second.Finish(out _)!.ToString());
    }

    [Fact]
    public void Pieces_of_any_size_give_the_same_value() =>
        Prop.ForAll<int, int[]>((seed, cuts) =>
        {
            var expected = RandomJson.Make(new System.Random(seed));
            var bytes = Encoding.UTF8.GetBytes(expected.ToString());
            var parser = new JsonParser();
            var start = 0;
            foreach (var cut in cuts.Select(cut => (int)((uint)cut % (uint)(bytes.Length + 1))).Append(bytes.Length).Order())
            {
                parser.Feed(bytes.AsSpan(start, cut - start));
                start = cut;
            }

            var value = parser.Finish(out var error);
            Assert.True(value is not null, error);
            Assert.Equal(expected.ToString(), value.ToString()); // Reals print with 15 digits.
        }).QuickCheckThrowOnFailure();

    [Fact]
    public void Any_bytes_are_refused_or_read_without_a_crash() =>
        Prop.ForAll<byte[]>(bytes =>
        {
            var ok = JsonParser.TryParse([(byte)'[', .. bytes], out var value, out var error);
            Assert.Equal(ok, value is not null);
            Assert.Equal(ok, error is null);
        }).QuickCheckThrowOnFailure();

    [Fact]
    public void Damaged_text_is_refused_or_read_without_a_crash() =>
        Prop.ForAll<int, int, byte>((seed, where, what) =>
        {
            var bytes = Encoding.UTF8.GetBytes(RandomJson.Make(new System.Random(seed)).ToString());
            bytes[(int)((uint)where % (uint)bytes.Length)] = what;
            var ok = JsonParser.TryParse(bytes, out _, out var error);
            Assert.Equal(ok, error is null);
        }).QuickCheckThrowOnFailure();
}
