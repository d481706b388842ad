using Ovs.Ovsdb.Data;
using Ovs.Ovsdb.Schema;

namespace Ovs.Ovsdb.Tests.Schema;

public sealed class DatabaseSchemaTests
{
    [Theory]
    [InlineData("{'name':'db','version':'1.2.3','cksum':'1 2','tables':{'a':{'isRoot':true,'columns':{'x':{'type':'integer'}},'maxRows':3,'indexes':[['x']]},'b':{'columns':{'y':{'mutable':false,'ephemeral':true,'type':'string'}}}}}")]
    [InlineData("{'name':'db','tables':{'a':{'columns':{'x':{'type':'integer'}}}}}")]
    public void Schemas_round_trip(string json) => Assert.Equal(json, Parse(json).ToJson().ToString().Replace('"', '\''));

    [Fact]
    public void Every_table_has_the_implicit_columns_first()
    {
        var table = Parse("{'name':'db','tables':{'a':{'columns':{'x':{'type':'integer'}}}}}")["a"];
        Assert.Equal(["_uuid", "_version", "x"], [.. System.Linq.Enumerable.Select(table.Columns, column => column.Name)]);
        Assert.True(table.IsRoot);
        Assert.Equal(2, table["x"].Index);
        Assert.False(table.UuidColumn.IsMutable);
    }

    [Fact]
    public void Weak_references_are_mutable_and_strong_ones_that_keep_rows_persistent()
    {
        var schema = Parse("{'name':'db','tables':{'a':{'isRoot':true,'columns':{'w':{'mutable':false,'type':"
            + "{'key':{'type':'uuid','refTable':'b','refType':'weak'}}},'s':{'ephemeral':true,'type':"
            + "{'key':{'type':'uuid','refTable':'b'}}}}},'b':{'columns':{'x':{'ephemeral':true,'type':'real'}}}}}");
        Assert.True(schema["a"]["w"].IsMutable);
        Assert.True(schema["a"]["s"].IsPersistent);
        Assert.Equal(
            "syntax error: Table b column x is ephemeral but clustered databases do not support ephemeral columns.",
            schema.CheckForEphemeralColumns()!.ToText());
        Assert.Equal("x", Assert.Single(schema.PersistEphemeralColumns()).Column.Name);
        Assert.Null(schema.CheckForEphemeralColumns());
    }

    [Theory]
    [InlineData("{'tables':{}}", "Parsing database schema failed: Required 'name' member is missing.")]
    [InlineData("{'name':'a-b','tables':{}}", "Parsing database schema failed: Type mismatch for member 'name'.")]
    [InlineData("{'name':'a','version':'1','tables':{}}", "schema version '1' not in format x.y.z")]
    [InlineData("{'name':'a','tables':{'_b':{}}}", "names beginning with '_' are reserved")]
    [InlineData("{'name':'a','tables':{'b-c':{}}}", "name must be a valid id")]
    [InlineData("{'name':'a','tables':{'b':{'columns':{}}}}", "table must have at least one column")]
    [InlineData("{'name':'a','tables':{'b':{'columns':{'x':{'type':'real'}},'maxRows':0}}}", "maxRows must be at least 1")]
    [InlineData("{'name':'a','tables':{'b':{'columns':{'x':{'type':'real'}},'indexes':[[]]}}}", "index must have at least one column")]
    [InlineData("{'name':'a','tables':{'b':{'columns':{'x':{'type':'real'}},'indexes':[['y']]}}}", "y is not a valid column name")]
    [InlineData("{'name':'a','tables':{'b':{'columns':{'x':{'type':'real'}},'indexes':[['x','x']]}}}", "array of distinct column names expected")]
    [InlineData("{'name':'a','tables':{'b':{'columns':{'x':{'type':'real','ephemeral':true}},'indexes':[['x']]}}}", "ephemeral columns (such as x) may not be indexed")]
    [InlineData("{'name':'a','tables':{'b':{'columns':{'x':{'type':{'key':{'type':'uuid','refTable':'c'}}}}}}}", "column x key refers to undefined table c")]
    public void Bad_schemas_are_explained(string json, string details) =>
        Assert.Equal(details, DatabaseSchema.Parse(Json.Parse(json), out _)!.Details!.Replace('"', '\''));

    [Fact]
    public void Column_sets_have_a_phrase()
    {
        var table = Parse("{'name':'db','tables':{'a':{'columns':{'x':{'type':'real'},'y':{'type':'real'},'z':{'type':'real'}}}}}")["a"];
        Assert.Equal("no columns", new ColumnSet().ToEnglish());
        Assert.Equal("column \"x\"", new ColumnSet(table["x"]).ToEnglish());
        Assert.Equal("columns \"x\" and \"y\"", new ColumnSet(table["x"], table["y"]).ToEnglish());
        Assert.Equal("columns \"x\", \"y\", and \"z\"", new ColumnSet(table["x"], table["y"], table["z"]).ToEnglish());
    }

    private static DatabaseSchema Parse(string json)
    {
        Assert.Null(DatabaseSchema.Parse(Json.Parse(json), out var schema));
        return schema!;
    }
}
