using System.Linq;
using Ovs.Runtime.Time;
using Ovs.Tools.Tables;
using Ovs.Tools.Tests.OvsdbTool;

namespace Ovs.Tools.Tests.Tables;

public sealed class TableDumpTests
{
    private const string IdA = "11111111-89ab-cdef-0123-456789abcdef";
    private const string IdB = "00000000-89ab-cdef-0123-456789abcdef";

    [Fact]
    public void All_columns_but_the_version_are_asked_for_by_name() => Assert.Equal(
        "['Pets',{'columns':['_uuid','age','name','toys'],'op':'select','table':'Dog','where':[]}]",
        TestJson.Plain(TableDump.Request("Pets", TableDump.OfAll(PetDatabase.Schema))));

    [Fact]
    public void Rows_are_in_the_order_of_their_values_and_then_of_their_identifiers()
    {
        var dumps = TableDump.OfAll(PetDatabase.Schema);
        var reply = TestJson.Parse(
            $"[{{'rows':[{Row(IdA, 2)},{Row(IdA, 1)},{Row(IdB, 2)}]}}]");
        var table = Assert.Single(TableDump.Tables(dumps, reply));
        var text = new TablePrinter(new TableStyle { Format = TableFormat.Csv }, new Clock()).Format(table);
        Assert.Equal($"Dog table\n_uuid,age,name,toys\n{IdA},1,x,[]\n{IdB},2,x,[]\n{IdA},2,x,[]\n", text);
    }

    [Fact]
    public void Chosen_columns_are_shown_by_name_and_the_version_never()
    {
        var table = PetDatabase.Schema["Dog"];
        var dump = new TableDump(table, [table["name"], table["_version"], table["age"]]);
        Assert.Equal(
            "['Pets',{'columns':['age','name'],'op':'select','table':'Dog','where':[]}]",
            TestJson.Plain(TableDump.Request("Pets", Enumerable.Repeat(dump, 1))));
    }

    private static string Row(string id, int age) =>
        $"{{'_uuid':['uuid','{id}'],'age':{age},'name':'x','toys':['set',[]]}}";
}
