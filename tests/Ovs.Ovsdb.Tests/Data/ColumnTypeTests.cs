using Ovs.Ovsdb.Data;

namespace Ovs.Ovsdb.Tests.Data;

public sealed class ColumnTypeTests
{
    [Theory]
    [InlineData("'integer'")]
    [InlineData("{'key':{'type':'integer','minInteger':-1,'maxInteger':5}}")]
    [InlineData("{'key':{'type':'real','minReal':-1.5,'maxReal':5.5}}")]
    [InlineData("{'key':{'type':'string','minLength':1,'maxLength':20},'min':0}")]
    [InlineData("{'key':{'type':'uuid','refTable':'Foo','refType':'weak'},'value':'string','min':0,'max':'unlimited'}")]
    [InlineData("{'key':{'type':'string','enum':['set',['a','b']]},'max':3}")]
    public void Types_round_trip(string json)
    {
        Assert.Null(ColumnType.Parse(Json.Parse(json), out var type));
        Assert.Equal(json, type.ToJson().ToString().Replace('"', '\''));
    }

    [Theory]
    [InlineData("{'key':'uuid','value':'string','max':7}", "map of 1 to 7 (uuid, string) pairs")]
    [InlineData("{'key':'uuid','min':0,'max':7}", "set of up to 7 uuids")]
    [InlineData("{'key':'uuid','max':'unlimited'}", "set of 1 or more uuids")]
    [InlineData("'real'", "real")]
    public void Types_have_a_phrase(string json, string phrase)
    {
        Assert.Null(ColumnType.Parse(Json.Parse(json), out var type));
        Assert.Equal(phrase, type.ToEnglish());
    }

    [Theory]
    [InlineData("'foo'", "'foo' is not an atomic-type")]
    [InlineData("5", "ovsdb type expected")]
    [InlineData("{'key':'void'}", "'void' is not an atomic-type")]
    [InlineData("{'key':'integer','min':2}", "ovsdb type fails constraint checks")]
    [InlineData("{'key':'integer','min':-1}", "bad min or max value")]
    [InlineData("{'key':'integer','max':0}", "ovsdb type fails constraint checks")]
    [InlineData("{'key':'integer','max':'many'}", "bad min or max value")]
    [InlineData("{'value':'integer'}", "Parsing ovsdb type failed: Required 'key' member is missing.")]
    [InlineData("{'key':'integer','x':1}", "Parsing ovsdb type failed: Member 'x' is present but not allowed here.")]
    [InlineData("{'key':'integer','x':1,'y':2,'z':3}", "Parsing ovsdb type failed: Member 'x' and 2 other members are present but not allowed here.")]
    [InlineData("{'key':{'type':'integer','minInteger':5,'maxInteger':4}}", "minInteger exceeds maxInteger")]
    [InlineData("{'key':{'type':'real','minReal':5,'maxReal':4}}", "minReal exceeds maxReal")]
    [InlineData("{'key':{'type':'string','minLength':5,'maxLength':4}}", "minLength exceeds maxLength")]
    [InlineData("{'key':{'type':'string','minLength':-5}}", "minLength out of valid range 0 to 4294967295")]
    [InlineData("{'key':{'type':'boolean','minInteger':5}}", "Parsing ovsdb type failed: Member 'minInteger' is present but not allowed here.")]
    [InlineData("{'key':{'type':'uuid','refTable':'a','refType':'firm'}}", "refType must be 'strong' or 'weak' (not 'firm')")]
    public void Bad_types_are_explained(string json, string details) =>
        Assert.Equal(details, ColumnType.Parse(Json.Parse(json), out _)!.Details!.Replace('"', '\''));
}
