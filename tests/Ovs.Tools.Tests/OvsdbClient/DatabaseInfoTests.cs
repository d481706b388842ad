using FsCheck;
using FsCheck.Fluent;
using Ovs.Ovsdb.Data;
using Ovs.Tools.OvsdbClient;

namespace Ovs.Tools.Tests.OvsdbClient;

public sealed class DatabaseInfoTests
{
    private const string Cluster = "01234567-89ab-cdef-0123-456789abcdef";

    [Theory]
    [InlineData("{'name':'a','model':'standalone','connected':false,'leader':false}", true, true)]
    [InlineData("{'name':'a','model':'clustered','connected':true,'leader':true}", true, true)]
    [InlineData("{'name':'a','model':'clustered','connected':true,'leader':false}", true, false)]
    [InlineData("{'name':'a','model':'clustered','connected':true,'leader':false}", false, true)]
    [InlineData("{'name':'a','model':'clustered','connected':false,'leader':true}", false, false)]
    [InlineData("{'name':'a','model':'relay'}", true, true)]
    [InlineData("{'name':'b','model':'standalone'}", false, false)]
    public void Servers_that_are_connected_and_lead_will_do(string row, bool isLeaderOnly, bool expected)
    {
        var found = DatabaseInfo.Find(TestJson.Parse($"[{{'rows':[{row}]}}]"), "s", "a", Uuid.Zero);
        Assert.Equal(expected, DatabaseInfo.IsAcceptable(found, isLeaderOnly));
    }

    [Fact]
    public void Of_several_databases_with_the_name_the_one_of_the_cluster_is_meant()
    {
        var reply = TestJson.Parse(
            $"[{{'rows':[{{'name':'a','cid':['set',[]]}},{{'name':'a','cid':['uuid','{Cluster}'],'model':'clustered'}}]}}]");
        var found = DatabaseInfo.Find(reply, "s", "a", Uuid.Parse(Cluster));
        Assert.True(DatabaseInfo.IsClustered(found));
        Assert.False(DatabaseInfo.IsClustered(DatabaseInfo.Find(reply, "s", "a", Uuid.Zero)));
    }

    [Fact]
    public void Nonsense_finds_nothing()
    {
        var texts = Gen.Elements("[]", "{}", "[1]", "[{}]", "[{'rows':1}]", "[{'rows':[1,{},{'name':1},{'name':['a']}]}]");
        Prop.ForAll(texts.ToArbitrary(), text =>
            DatabaseInfo.Find(TestJson.Parse(text), "s", "a", Uuid.Zero) is null).QuickCheckThrowOnFailure();
    }
}
