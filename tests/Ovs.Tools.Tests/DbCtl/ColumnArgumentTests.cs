using FsCheck;
using FsCheck.Fluent;
using Ovs.Ovsdb.Rows;
using Ovs.Tools.DbCtl;

namespace Ovs.Tools.Tests.DbCtl;

public sealed class ColumnArgumentTests
{
    private static readonly string[] s_operators = ["=", "<", "<=", "{<=}", "{in}"];

    [Theory]
    [InlineData("name=x", "name", null, "x")]
    [InlineData("Fail-Mode=secure", "fail_mode", null, "secure")]
    [InlineData("other:a=b=c", "other_config", "a", "b=c")]
    [InlineData("other_config:\"a b\"=c", "other_config", "\"a b\"", "c")]
    [InlineData("other_config:a\\:b=c", "other_config", "a:b", "c")]
    [InlineData("name==", "name", null, "=")]
    public void Assignments_have_a_column_perhaps_a_key_and_a_value(
        string text, string column, string? key, string value)
    {
        Assert.Null(ColumnArgument.ParseAssignment(text, Bridge.TableSchema, out var argument));
        Assert.Equal((column, key, value), (argument.Column.Name, argument.Key, argument.Value));
    }

    [Theory]
    [InlineData("name<=x", 2, "x")]
    [InlineData("name<x", 1, "x")]
    [InlineData("name{in}x", 4, "x")]
    [InlineData("name<=", 1, "=")]
    public void The_longest_operator_that_leaves_a_value_counts(string text, int place, string value)
    {
        Assert.Null(ColumnArgument.Parse(text, Bridge.TableSchema, s_operators, out var argument));
        Assert.Equal((place, value), (argument.Operator, argument.Value));
    }

    [Theory]
    [InlineData("=x", "=x: missing column name")]
    [InlineData("", ": missing column name")]
    [InlineData("nosuch=x", "Bridge does not contain a column whose name matches \"nosuch\"")]
    [InlineData("_uuid=x", "Bridge does not contain a column whose name matches \"_uuid\"")]
    [InlineData("datapath=x", "Bridge contains more than one column whose name matches \"datapath\": "
        + "datapath_id, datapath_type, datapath_version")]
    [InlineData("name=", "name=: argument does not end in \"=\" followed by a value.")]
    [InlineData("name", "name: argument does not end in \"=\" followed by a value.")]
    [InlineData("name:\"a=x", "\"a=x: quoted string extends past end of argument")]
    public void Wrong_assignments_are_explained_as_by_the_original(string text, string error) =>
        Assert.Equal(error, ColumnArgument.ParseAssignment(text, Bridge.TableSchema, out _));

    [Fact]
    public void A_missing_operator_is_explained_with_all_that_would_do() => Assert.Equal(
        "name: argument does not end in \"=\", \"<\", \"<=\", \"{<=}\", or \"{in}\" followed by a value.",
        ColumnArgument.Parse("name", Bridge.TableSchema, s_operators, out _));

    [Fact]
    public void Reading_takes_no_operator()
    {
        Assert.Null(ColumnArgument.Parse("other_config:k", Bridge.TableSchema, out var argument));
        Assert.Equal("k", argument.Key);
        Assert.Equal(
            "name=x: trailing garbage \"=x\" in argument",
            ColumnArgument.Parse("name=x", Bridge.TableSchema, out _));
    }

    [Fact]
    public void No_text_whatever_does_harm()
    {
        var part = Gen.Elements("name", "other_config", ":", "=", "\"", "\\", "{", "}", "<", "in", " ", "a", "!");
        var texts = part.ListOf().Select(parts => string.Concat(parts)).ToArbitrary();
        Check.QuickThrowOnFailure(Prop.ForAll(texts, text =>
        {
            var error = ColumnArgument.Parse(text, Bridge.TableSchema, s_operators, out var argument);
            return error is not null || (argument.Value.Length > 0 && text.EndsWith(argument.Value));
        }));
    }
}
