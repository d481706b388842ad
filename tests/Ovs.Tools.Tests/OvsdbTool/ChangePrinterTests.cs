using System;
using FsCheck;
using FsCheck.Fluent;
using Ovs.Runtime.Json;
using Ovs.Tools.OvsdbTool;

namespace Ovs.Tools.Tests.OvsdbTool;

public sealed class ChangePrinterTests
{
    private const string Id = "01234567-89ab-cdef-0123-456789abcdef";
    private const string Insert = "{'_comment':'hi','_date':1700000000123,'Dog':{'" + Id + "':{'name':'rex','age':3}}}";

    [Theory]
    [InlineData(0, " 2023-11-14 22:13:20.123 \"hi\"")]
    [InlineData(1, " 2023-11-14 22:13:20.123 \"hi\"\n  table Dog insert row \"rex\" (01234567):\n")]
    [InlineData(2, " 2023-11-14 22:13:20.123 \"hi\"\n  table Dog insert row \"rex\" (01234567):\n    name=rex\n    age=3\n")]
    public void Verbosity_decides_what_is_told(int verbosity, string expected) =>
        Assert.Equal(expected, Describe(verbosity, Insert)[0]);

    [Fact]
    public void A_row_keeps_its_name_until_it_gets_another_or_goes()
    {
        var texts = Describe(
            2,
            Insert,
            "{'_is_diff':true,'Dog':{'" + Id + "':{'toys':['set',['a','b']]}}}",
            "{'Dog':{'" + Id + "':{'name':'max'}}}",
            "{'Dog':{'" + Id + "':null}}",
            "{'Dog':{'" + Id + "':{'age':1}}}",
            "{'Dog':{'" + Id + "':{'age':2}}}");
        Assert.Equal("\n  table Dog row \"rex\" (01234567) diff:\n    toys=[a, b]\n", texts[1]);
        Assert.Equal("\n  table Dog row \"rex\" (01234567):\n    name=max\n", texts[2]);
        Assert.Equal("\n  table Dog row \"max\" (01234567):\n    delete row\n", texts[3]);
        Assert.Equal("\n  table Dog insert row 01234567:\n    age=1\n", texts[4]);
        Assert.Equal("\n  table Dog row 01234567 (01234567):\n    age=2\n", texts[5]);
    }

    [Fact]
    public void What_the_schema_does_not_know_is_shown_as_json() => Assert.Equal(
        "\n  table Cat insert row 7:\n    lives=[\"set\",[9]]\n  table Dog insert row 01234567:\n    age=\"old\"\n",
        Describe(2, "{'Cat':{'7':{'lives':['set',[9]]}},'Dog':{'" + Id + "':{'age':'old'}}}")[0]);

    [Fact]
    public void Nonsense_is_described_without_harm()
    {
        var leaves = Gen.Elements("1", "-1", "null", "true", "[]", "{}", "'x'", "1.5", "['set',[1]]", "{'name':[]}", "{'name':null,'x':{}}");
        var names = Gen.Elements("Dog", "_date", "_comment", "_is_diff", "Cat", "", Id);
        var objects = from name in names
                      from inner in names
                      from leaf in leaves
                      from other in leaves
                      select $"{{'{name}':{{'{inner}':{leaf},'{Id}x':{other}}},'_date':{other},'_is_diff':{leaf}}}";
        Prop.ForAll(objects.ListOf().ToArbitrary(), records =>
        {
            foreach (var text in Describe(3, [.. records]))
            {
                Assert.DoesNotContain("System.", text, StringComparison.Ordinal);
            }
        }).QuickCheckThrowOnFailure();
    }

    private static string[] Describe(int verbosity, params string[] records)
    {
        var printer = new ChangePrinter(PetDatabase.Schema, verbosity);
        return Array.ConvertAll(records, record => printer.Describe((JsonObject)TestJson.Parse(record)));
    }
}
