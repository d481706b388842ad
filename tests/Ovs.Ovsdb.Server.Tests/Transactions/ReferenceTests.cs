using System.Text;

namespace Ovs.Ovsdb.Server.Tests.Transactions;

/// <summary>Strong and weak references between rows, and rows that vanish for want of them.</summary>
public sealed class ReferenceTests
{
    private const string Schema = """
        {"name": "db", "tables": {
          "root": {"isRoot": true, "columns": {
            "name": {"type": "string"},
            "strong": {"type": {"key": {"type": "uuid", "refTable": "leaf"}, "min": 0, "max": "unlimited"}},
            "weak": {"type": {"key": {"type": "uuid", "refTable": "leaf", "refType": "weak"}, "min": 0, "max": "unlimited"}},
            "map": {"type": {"key": {"type": "uuid", "refTable": "leaf", "refType": "weak"}, "value": {"type": "uuid", "refTable": "leaf", "refType": "weak"}, "min": 0, "max": "unlimited"}}}},
          "must": {"isRoot": true, "columns": {
            "one": {"type": {"key": {"type": "uuid", "refTable": "leaf", "refType": "weak"}, "min": 1, "max": "unlimited"}}}},
          "leaf": {"columns": {
            "name": {"type": "string"},
            "next": {"type": {"key": {"type": "uuid", "refTable": "leaf"}, "min": 0, "max": 2}}}}}}
        """;

    private readonly TestDatabase _db = new(Schema);

    [Fact]
    public void A_leaf_that_nobody_names_is_gone_at_commit()
    {
        Assert.Equal("[{'uuid':['uuid','<0>']}]", _db.Run("{'op':'insert','table':'leaf','row':{}}"));
        Assert.Equal("0", LeafCount());
        Assert.Empty(_db.Records);
    }

    [Fact]
    public void A_reference_to_nothing_is_refused() => Assert.Equal(
        "[{'uuid':['uuid','<0>']},{'details':'Table root column strong row <0> references nonexistent row <1> in table leaf.','error':'referential integrity violation'}]",
        _db.Run("{'op':'insert','table':'root','row':{'strong':['uuid','00000000-0000-0000-0000-000000000001']}}"));

    [Fact]
    public void A_row_that_is_referred_to_is_not_deleted()
    {
        AddChain(1);
        Assert.Equal(
            "[{'count':1},{'details':'cannot delete leaf row <0> because of 1 remaining reference(s)','error':'referential integrity violation'}]",
            _db.Run("{'op':'delete','table':'leaf','where':[]}"));
        Assert.Equal("1", LeafCount());
        Assert.Equal(
            "[{'count':1},{'count':1}]",
            _db.Run("{'op':'delete','table':'leaf','where':[]},{'op':'delete','table':'root','where':[]}"));
    }

    [Fact]
    public void A_long_chain_of_rows_goes_with_its_root()
    {
        AddChain(20000);
        Assert.Equal("20000", LeafCount());
        Assert.Equal("[{'count':1}]", _db.Run("{'op':'delete','table':'root','where':[]}"));
        Assert.Equal("0", LeafCount());
    }

    [Fact]
    public void Rows_that_only_name_each_other_stay()
    {
        // References are counted, not traced: the original does the same.
        _db.Run("{'op':'insert','table':'leaf','uuid-name':'a','row':{'next':['named-uuid','b']}},{'op':'insert','table':'leaf','uuid-name':'b','row':{'next':['named-uuid','a']}}");
        Assert.Equal("2", LeafCount());
    }

    [Fact]
    public void A_reference_to_oneself_does_not_count()
    {
        _db.Run("{'op':'insert','table':'leaf','uuid-name':'a','row':{'next':['named-uuid','a']}}");
        Assert.Equal("0", LeafCount());
    }

    [Fact]
    public void Counts_follow_changes_of_a_reference()
    {
        AddTwoAndRoot();
        _db.Run("{'op':'insert','table':'leaf','uuid-name':'c','row':{'name':'c'}},{'op':'update','table':'root','where':[],'row':{'strong':['named-uuid','c']}}");
        Assert.Equal("[{'rows':[{'name':'c'}]}]", _db.Run("{'op':'select','table':'leaf','where':[],'columns':['name']}"));
    }

    [Fact]
    public void A_failed_transaction_leaves_the_counts_alone()
    {
        AddChain(3);
        _db.Run("{'op':'update','table':'root','where':[],'row':{'strong':['set',[]]}},{'op':'insert','table':'root','row':{'strong':['uuid','00000000-0000-0000-0000-000000000001']}}");
        Assert.Equal("3", LeafCount());
        _db.Run("{'op':'update','table':'root','where':[],'row':{'strong':['set',[]]}}");
        Assert.Equal("0", LeafCount());
    }

    [Fact]
    public void Weak_references_vanish_with_what_they_name()
    {
        AddTwoAndRoot();
        _db.Run($"{{'op':'insert','table':'root','row':{{'name':'weak','weak':['set',[{IdOf("a")},{IdOf("b")}]],'map':['map',[[{IdOf("a")},{IdOf("b")}],[{IdOf("b")},{IdOf("b")}]]]}}}}");
        Assert.Equal(
            "[{'count':1}]",
            _db.Run($"{{'op':'mutate','table':'root','where':[['name','==','keeper']],'mutations':[['strong','delete',{IdOf("a")}]]}}"));
        Assert.Equal(
            "[{'rows':[{'map':['map',[[['uuid','<0>'],['uuid','<0>']]]],'weak':['uuid','<0>']}]}]",
            _db.Run("{'op':'select','table':'root','where':[['name','==','weak']],'columns':['weak','map']}"));
        _db.Run("{'op':'update','table':'root','where':[['name','==','keeper']],'row':{'strong':['set',[]]}}");
        Assert.Equal(
            "[{'rows':[{'map':['map',[]],'weak':['set',[]]}]}]",
            _db.Run("{'op':'select','table':'root','where':[['name','==','weak']],'columns':['weak','map']}"));
        Assert.Equal("[{'count':2}]", _db.Run("{'op':'delete','table':'root','where':[]}"));
    }

    [Fact]
    public void A_weak_reference_to_nothing_is_dropped_at_once()
    {
        _db.Run("{'op':'insert','table':'root','row':{'weak':['uuid','00000000-0000-0000-0000-000000000001']}}");
        Assert.Equal("[{'rows':[{'weak':['set',[]]}]}]", _db.Run("{'op':'select','table':'root','where':[],'columns':['weak']}"));
    }

    [Fact]
    public void A_column_that_needs_a_weak_reference_keeps_the_row_it_names()
    {
        Assert.Contains(
            "(inserted within this transaction) contained all-zeros UUID (probably as the default value for this column) but "
                + "deleting this value caused a constraint volation because this column is not allowed to be empty.",
            _db.Run("{'op':'insert','table':'must','row':{}}"));
        AddChain(1);
        _db.Run($"{{'op':'insert','table':'must','row':{{'one':{IdOf("0")}}}}}");
        Assert.Contains(
            "row <0> caused this column to become empty, but constraints on this column disallow an empty column.",
            _db.Run("{'op':'delete','table':'root','where':[]}"));
        Assert.Equal(
            "[{'count':1},{'count':1}]",
            _db.Run("{'op':'delete','table':'must','where':[]},{'op':'delete','table':'root','where':[]}"));
    }

    private string LeafCount() => _db.Run("{'op':'mutate','table':'leaf','where':[],'mutations':[]}")["[{'count':".Length..^2];

    private string IdOf(string name)
    {
        var reply = _db.RunJson(Json.Array($"[{{'op':'select','table':'leaf','where':[['name','==','{name}']],'columns':['_uuid']}}]"));
        return reply.ToString()["[{\"rows\":[{\"_uuid\":".Length..^4].Replace('"', '\'');
    }

    private void AddTwoAndRoot() => _db.Run(
        "{'op':'insert','table':'leaf','uuid-name':'a','row':{'name':'a'}},{'op':'insert','table':'leaf','uuid-name':'b','row':{'name':'b'}},{'op':'insert','table':'root','row':{'name':'keeper','strong':['set',[['named-uuid','a'],['named-uuid','b']]]}}");

    private void AddChain(int length)
    {
        var operations = new StringBuilder("{'op':'insert','table':'root','row':{'strong':['named-uuid','n0']}}");
        for (var i = 0; i < length; i++)
        {
            var next = i + 1 < length ? $"['named-uuid','n{i + 1}']" : "['set',[]]";
            operations.Append($",{{'op':'insert','table':'leaf','uuid-name':'n{i}','row':{{'name':'{i}','next':{next}}}}}");
        }

        _db.Run(operations.ToString());
    }
}
