using System;
using System.Collections.Generic;
using System.Linq;
using FsCheck;
using FsCheck.Fluent;
using Ovs.Ovsdb.Data;

namespace Ovs.Ovsdb.Tests.Data;

public sealed class DatumTests
{
    private const string One = "12345678-90ab-cdef-1234-567890abcdef";

    private static readonly ColumnType s_integers = new(BaseType.Plain(AtomicType.Integer), null, 0, ColumnType.Unlimited);
    private static readonly ColumnType s_texts = new(BaseType.Plain(AtomicType.String), null, 0, ColumnType.Unlimited);
    private static readonly ColumnType s_map = new(
        BaseType.Plain(AtomicType.String), BaseType.Plain(AtomicType.String), 0, ColumnType.Unlimited);
    private static readonly ColumnType s_numberMap = new(
        BaseType.Plain(AtomicType.Integer), BaseType.Plain(AtomicType.Integer), 0, ColumnType.Unlimited);

    [Theory]
    [InlineData("'integer'", "5", "5")]
    [InlineData("'real'", "5", "5")]
    [InlineData("'real'", "1.5", "1.5")]
    [InlineData("'string'", "'a'", "'a'")]
    [InlineData("'boolean'", "true", "true")]
    [InlineData("'uuid'", "['uuid','" + One + "']", "['uuid','" + One + "']")]
    [InlineData("{'key':'integer','min':0,'max':'unlimited'}", "['set',[3,1,2]]", "['set',[1,2,3]]")]
    [InlineData("{'key':'integer','min':0,'max':'unlimited'}", "['set',[3]]", "3")]
    [InlineData("{'key':'integer','min':0}", "['set',[]]", "['set',[]]")]
    [InlineData("{'key':'string','value':'integer','min':0,'max':5}", "['map',[['b',1],['a',2]]]", "['map',[['a',2],['b',1]]]")]
    [InlineData("{'key':'string','value':'integer','min':0,'max':5}", "['map',[]]", "['map',[]]")]
    public void Values_read_from_JSON_print_in_order(string type, string value, string printed)
    {
        Assert.Null(Datum.Parse(Json.Parse(value), Type(type), null, out var datum));
        Assert.Equal(printed, datum.ToJson(Type(type)).ToString().Replace('"', '\''));
    }

    [Theory]
    [InlineData("'integer'", "'a'", "syntax \"'a'\": syntax error: expected integer")]
    [InlineData("'uuid'", "'a'", "syntax \"'a'\": syntax error: expected ['uuid', <string>]")]
    [InlineData("'uuid'", "['uuid','a']", "syntax \"['uuid','a']\": syntax error: 'a' is not a valid UUID")]
    [InlineData("'uuid'", "['named-uuid','0']", "syntax \"['named-uuid','0']\": syntax error: expected ['uuid', <string>]")]
    [InlineData("{'key':'integer','max':3}", "['set',[]]", "syntax \"['set',[]]\": syntax error: set must have 1 to 3 members but 0 are present")]
    [InlineData("'integer'", "['set',[1,2]]", "syntax \"['set',[1,2]]\": syntax error: set must have exactly one member but 2 are present")]
    [InlineData("{'key':'integer','max':'unlimited'}", "['set',[1,1]]", "ovsdb error: set contains duplicate")]
    [InlineData("{'key':'integer','value':'integer','max':9}", "['map',[[1,1],[1,2]]]", "ovsdb error: map contains duplicate key")]
    [InlineData("{'key':'integer','value':'integer'}", "[1]", "syntax \"[1]\": syntax error: expected ['map', <array>]")]
    [InlineData("{'key':'integer','value':'integer'}", "['map',[1]]", "syntax \"1\": syntax error: expected 2-element array")]
    [InlineData("{'key':{'type':'integer','minInteger':5}}", "4", "constraint violation: 4 is less than minimum allowed value 5")]
    [InlineData("{'key':{'type':'integer','maxInteger':5}}", "6", "constraint violation: 6 is greater than maximum allowed value 5")]
    [InlineData("{'key':{'type':'integer','minInteger':1,'maxInteger':5}}", "6", "constraint violation: 6 is not in the valid range 1 to 5 (inclusive)")]
    [InlineData("{'key':{'type':'real','minReal':1.5,'maxReal':5}}", "6", "constraint violation: 6 is not in the valid range 1.5 to 5 (inclusive)")]
    [InlineData("{'key':{'type':'string','minLength':2}}", "'é'", "constraint violation: 'é' length 1 is less than minimum allowed length 2")]
    [InlineData("{'key':{'type':'string','maxLength':2}}", "'abc'", "constraint violation: 'abc' length 3 is greater than maximum allowed length 2")]
    [InlineData("{'key':{'type':'string','enum':['set',['a','b c']]}}", "'c'", "constraint violation: c is not one of the allowed values ([a, 'b c'])")]
    public void Bad_JSON_is_explained(string type, string value, string error) =>
        Assert.Equal(error, Datum.Parse(Json.Parse(value), Type(type), null, out _)!.ToText()
            .Replace("\\\"", "'").Replace('"', '\'').Replace("syntax '", "syntax \"").Replace("': s", "\": s"));

    [Fact]
    public void Named_identifiers_share_a_symbol_and_remember_how_they_are_used()
    {
        var symbols = new SymbolTable();
        var type = Type("{'key':{'type':'uuid','refTable':'T','refType':'weak'}}");
        Assert.Null(Datum.Parse(Json.Parse("['named-uuid','row1']"), type, symbols, out var one));
        Assert.Null(Datum.Parse(Json.Parse("['named-uuid','row1']"), type, symbols, out var two));
        Assert.Equal(one, two);
        var symbol = Assert.Single(symbols.Symbols);
        Assert.True(symbol is { HasWeakReference: true, HasStrongReference: false, IsCreated: false });
    }

    [Fact]
    public void Values_that_are_not_UTF_8_are_refused() =>
        Assert.Equal(
            "constraint violation: not a valid UTF-8 string: invalid UTF-8 sequence 0xe9 0x61",
            BaseType.Plain(AtomicType.String).Check(new Atom("x\udce9a"))!.ToText());

    [Theory]
    [InlineData("[]", "[]")]
    [InlineData("[1,2]", "[1, 2]")]
    [InlineData("1 2,  3", "[1, 2, 3]")]
    [InlineData("3-5,1", "[1, 3, 4, 5]")]
    [InlineData(" [ 7 ] ", "[7]")]
    public void Sets_read_from_text(string text, string printed)
    {
        Assert.Null(Datum.ParseText(text, s_integers, null, out var datum));
        Assert.Equal(printed, datum.ToText(s_integers));
    }

    [Theory]
    [InlineData("{}", "{}", "")]
    [InlineData("a=b,c=\"d e\"", "{a=b, c=\"d e\"}", "a=b c=d e")]
    [InlineData("{a = b c=d}", "{a=b, c=d}", "a=b c=d")]
    [InlineData("a=\\:b", "{a=\":b\"}", "a=:b")]
    public void Maps_read_from_text(string text, string printed, string bare)
    {
        Assert.Null(Datum.ParseText(text, s_map, null, out var datum));
        Assert.Equal((printed, bare), (datum.ToText(s_map), datum.ToBareText()));
    }

    [Theory]
    [InlineData("", "use \"[]\" to specify the empty set")]
    [InlineData("[1", "[1: missing \"]\" at end of data")]
    [InlineData("[1]x", "[1]x: trailing garbage after \"]\"")]
    [InlineData("1,,2", "1,,2: unexpected \",\" parsing set of integers")]
    [InlineData("1,1", "1,1: set contains duplicate value")]
    [InlineData("5-3", "\"5-3\" is not a valid range. Range end cannot be before start.")]
    [InlineData("0-4096", "constraint violation: Range \"0-4096\" is too big. Maximum allowed size is 4096.")]
    [InlineData("\"1", "\"1: quoted string extends past end of argument")]
    [InlineData("1\\", "1\\: backslash at end of argument")]
    public void Bad_set_text_is_explained(string text, string error) =>
        Assert.Equal(error, Datum.ParseText(text, s_integers, null, out _));

    [Theory]
    [InlineData("", "use \"{}\" to specify the empty map")]
    [InlineData("a=b,a=c", "a=b,a=c: map contains duplicate key")]
    [InlineData("a:b", "a:b: syntax error at \":\" expecting \"=\"")]
    [InlineData("a", "a: syntax error at \"")]
    public void Bad_map_text_is_explained(string text, string error) =>
        Assert.Equal(error, Datum.ParseText(text, s_map, null, out _));

    [Fact]
    public void Counts_out_of_bounds_are_explained()
    {
        var pair = new ColumnType(BaseType.Plain(AtomicType.Integer), null, 1, 2);
        Assert.Equal("[]: 0 value(s) specified but the minimum number is 1", Datum.ParseText("[]", pair, null, out _));
        Assert.Equal("1 2 3: 3 value(s) specified but the maximum number is 2", Datum.ParseText("1 2 3", pair, null, out _));
        Assert.Equal("set of 1 to 2 integers", pair.ToEnglish());
    }

    [Fact]
    public void Random_text_never_crashes_the_reader() =>
        Prop.ForAll<NonNull<string>>(random =>
        {
            var text = random.Get.Replace("\0", "", StringComparison.Ordinal); // No argument holds a zero byte.
            foreach (var type in (ColumnType[])[s_integers, s_texts, s_map, s_numberMap, ColumnType.Scalar(AtomicType.Real)])
            {
                if (Datum.ParseText(text, type, new SymbolTable(), out var datum) is null)
                {
                    Assert.Null(Datum.ParseText(datum.ToText(type), type, null, out var again));
                    Assert.Equal(datum, again);
                }
            }
        }).QuickCheckThrowOnFailure();

    [Fact]
    public void Set_algebra_agrees_with_a_plain_set() =>
        Prop.ForAll<int[], int[]>((left, right) =>
        {
            var (a, b) = (Set(left), Set(right));
            Assert.Equal(Set(left.Union(right)), a.Union(b));
            Assert.Equal(Set(left.Except(right)), a.Subtract(b));
            Assert.Equal(!left.Except(right).Any(), a.IsSubsetOf(b));
            Assert.Equal(!left.Intersect(right).Any(), a.IsDisjointFrom(b));
            Assert.Equal(Set(left.Except(right).Union(right.Except(left))), a.Diff(b, s_integers));
            Assert.Equal((Set(right.Except(left)), Set(left.Except(right))), a.Changes(b, s_integers));
        }).QuickCheckThrowOnFailure();

    [Theory]
    [InlineData("integer")]
    [InlineData("real")]
    [InlineData("string")]
    [InlineData("uuid")]
    public void Large_sets_change_by_a_few_elements(string type)
    {
        Assert.Null(ColumnType.Parse(Json.Parse($"{{'key':'{type}','min':0,'max':'unlimited'}}"), out var columnType));
        var random = new Random(7);
        var model = new SortedSet<int>();
        var datum = Datum.Empty;
        for (var round = 0; round < 200; round++)
        {
            var few = Few();
            var before = datum;
            datum = round % 3 == 2 ? datum.Subtract(SetOf(few)) : datum.Union(SetOf(few));
            model = [.. round % 3 == 2 ? model.Except(few) : model.Union(few)];
            Assert.Equal(SetOf(model), datum);
            Assert.Equal(model.Count, datum.Count);
            var difference = before.Diff(datum, columnType);
            Assert.Null(before.ApplyDiff(difference, columnType, out var after));
            Assert.Equal(datum, after);
            Assert.Null(datum.ApplyDiff(difference, columnType, out after));
            Assert.Equal(before, after);
            var (added, removed) = before.Changes(datum, columnType);
            Assert.Equal(difference, added.Union(removed));
            Assert.True(added.IsSubsetOf(datum) && removed.IsSubsetOf(before) && added.IsDisjointFrom(before));
        }

        List<int> Few()
        {
            var list = new List<int>();
            for (var n = random.Next(40) + 1; n > 0; n--)
            {
                list.Add(random.Next(2000));
            }

            return list;
        }

        Datum SetOf(IEnumerable<int> numbers) => numbers.Any()
            ? Parse(string.Join(',', numbers.Distinct().Select(Element)))
            : Datum.Empty;

        Datum Parse(string elements)
        {
            Assert.Null(Datum.Parse(Json.Parse($"['set',[{elements}]]"), columnType.WithoutConstraints, null, out var parsed));
            return parsed;
        }

        string Element(int number) => type switch
        {
            "integer" => $"{number}",
            "real" => $"{number}.5",
            "string" => $"'t{number}'",
            _ => $"['uuid','00000000-0000-0000-{number % 7:x4}-{number:x12}']",
        };
    }

    [Fact]
    public void A_difference_applied_gives_the_other_value_in_both_directions() =>
        Prop.ForAll<Dictionary<byte, byte>, Dictionary<byte, byte>>((left, right) =>
        {
            var (a, b) = (Map(left), Map(right));
            var diff = a.Diff(b, s_numberMap);
            Assert.Null(a.ApplyDiff(diff, s_numberMap, out var forth));
            Assert.Equal(b, forth);
            var (added, removed) = a.Changes(b, s_numberMap);
            Assert.Equal(b, a.Subtract(removed).Union(added));
        }).QuickCheckThrowOnFailure();

    [Fact]
    public void Union_keeps_the_value_that_was_there_and_subtracting_keys_removes_pairs()
    {
        var a = Map(new() { [1] = 10, [2] = 20 });
        Assert.Equal(Map(new() { [1] = 10, [2] = 20, [3] = 30 }), a.Union(Map(new() { [2] = 99, [3] = 30 })));
        Assert.Equal(Map(new() { [1] = 10 }), a.Subtract(Set([2, 7])));
        Assert.Equal(a, a.Subtract(Map(new() { [2] = 99 })));
    }

    [Fact]
    public void A_difference_may_not_break_the_size()
    {
        var one = new ColumnType(BaseType.Plain(AtomicType.Integer), null, 1, 2);
        var error = Set([1]).ApplyDiff(Set([1]), one, out _);
        Assert.Equal("ovsdb error: Datum crated by diff has size error", error!.ToText());
    }

    [Fact]
    public void Defaults_are_zero_empty_and_recognised()
    {
        foreach (var type in (AtomicType[])[AtomicType.Integer, AtomicType.Real, AtomicType.Boolean, AtomicType.String, AtomicType.Uuid])
        {
            var scalar = ColumnType.Scalar(type);
            Assert.True(scalar.Default.IsDefault(scalar));
            Assert.True(Datum.Empty.IsDefault(s_integers));
            Assert.False(Datum.Empty.IsDefault(scalar));
        }

        Assert.False(Datum.Of(1).IsDefault(ColumnType.Scalar(AtomicType.Integer)));
    }

    private static Datum Set(IEnumerable<int> values) => Datum.SetOf(values.Select(value => (long)value));

    private static Datum Map(Dictionary<byte, byte> values)
    {
        var builder = new DatumBuilder();
        foreach (var (key, value) in values)
        {
            builder.Add(new Atom((long)key), new Atom((long)value));
        }

        return builder.BuildUnique();
    }

    private static ColumnType Type(string json)
    {
        Assert.Null(ColumnType.Parse(Json.Parse(json), out var type));
        return type;
    }
}
