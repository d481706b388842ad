using Ovs.Ovsdb.Data;
using Ovs.Ovsdb.Server.Transactions;

namespace Ovs.Ovsdb.Server.Tests.Transactions;

/// <summary>Requests and the replies to them; the texts are the original's. Single quotes stand for double ones.</summary>
public sealed class OperationTests
{
    private const string Schema = """
        {"name": "db", "tables": {
          "t": {
            "columns": {
              "number": {"type": {"key": {"type": "integer", "minInteger": 0, "maxInteger": 100}}},
              "name": {"type": "string"},
              "fixed": {"type": "integer", "mutable": false},
              "real": {"type": {"key": "real", "min": 0, "max": 1}},
              "set": {"type": {"key": "integer", "min": 0, "max": 3}},
              "map": {"type": {"key": "string", "value": "string", "min": 0, "max": "unlimited"}}},
            "indexes": [["number"], ["name", "set"]],
            "maxRows": 4}}}
        """;

    private const string Bad = "ovsdb operation 1 of 1 failed:";

    private readonly TestDatabase _db = new(Schema);

    [Theory]
    [InlineData("5", "syntax error", $"Parsing {Bad} Object expected.")]
    [InlineData("{}", "syntax error", $"Parsing {Bad} Required 'op' member is missing.")]
    [InlineData("{'op':'fly'}", "syntax error", $"Parsing {Bad} No operation \"fly\"")]
    [InlineData("{'op':'insert','table':'x','row':{}}", "syntax error", $"Parsing {Bad} No table named x.")]
    [InlineData("{'op':'insert','table':'t','row':{'x':1}}", "unknown column", "No column x in table t.")]
    [InlineData("{'op':'insert','table':'t','row':{'number':101}}", "constraint violation", "101 is not in the valid range 0 to 100 (inclusive)")]
    [InlineData("{'op':'insert','table':'t','row':{},'uuid':'zero'}", "syntax error", "bad uuid")]
    [InlineData("{'op':'insert','table':'t','row':{},'x':1}", "syntax error", $"Parsing {Bad} Member 'x' is present but not allowed here.")]
    [InlineData("{'op':'abort'}", "aborted", "aborted by request")]
    [InlineData("{'op':'assert','lock':'mine'}", "not owner", "Asserted lock mine not held.")]
    [InlineData("{'op':'select','table':'t','where':[['name','=','x']]}", "unknown function", "No function named =.")]
    [InlineData("{'op':'select','table':'t','where':[['name','true','x']]}", "unknown function", "No function named true.")]
    [InlineData("{'op':'select','table':'t','where':[['name','<','x']]}", "syntax error", "Type mismatch: \"<\" operator may not be applied to column name of type string.")]
    [InlineData("{'op':'select','table':'t','where':[5]}", "syntax error", "Parse error in condition.")]
    [InlineData("{'op':'select','table':'t','where':[],'columns':['x']}", "syntax error", "x is not a valid column name")]
    [InlineData("{'op':'update','table':'t','where':[],'row':{'fixed':1}}", "constraint violation", "Cannot update immutable column fixed in table t.")]
    [InlineData("{'op':'mutate','table':'t','where':[],'mutations':[['fixed','+=',1]]}", "constraint violation", "Cannot mutate immutable column fixed in table t.")]
    [InlineData("{'op':'mutate','table':'t','where':[],'mutations':[['number','^=',1]]}", "unknown mutator", "No mutator named ^=.")]
    [InlineData("{'op':'mutate','table':'t','where':[],'mutations':[['name','+=','x']]}", "syntax error", "Type mismatch: \"+=\" operator may not be applied to column name of type string.")]
    [InlineData("{'op':'mutate','table':'t','where':[],'mutations':[['real','%=',1]]}", "syntax error", "Type mismatch: \"%=\" operator may not be applied to column real of type set of up to 1 reals.")]
    [InlineData("{'op':'wait','table':'t','where':[],'until':'=','columns':[],'rows':[]}", "syntax error", "\"until\" must be \"==\" or \"!=\"")]
    [InlineData("{'op':'wait','timeout':-1,'table':'t','where':[],'until':'==','rows':[]}", "syntax error", "timeout must be nonnegative")]
    [InlineData("{'op':'wait','timeout':0,'table':'t','where':[],'until':'!=','rows':[]}", "timed out", "\"where\" clause test failed")]
    public void A_bad_request_is_explained(string operation, string tag, string details)
    {
        var reply = _db.RunJson(Json.Array($"[{operation}]"));
        Assert.Equal(1, reply.Count);
        var error = (Runtime.Json.JsonObject)reply[0];
        Assert.Equal((tag, details), (Text(error, "error"), Text(error, "details")));
    }

    [Fact]
    public void Operations_after_a_failed_one_have_no_result() => Assert.Equal(
        "[{'uuid':['uuid','<0>']},{'details':'aborted by request','error':'aborted'},null,null]",
        _db.Run("{'op':'insert','table':'t','row':{}},{'op':'abort'},{'op':'abort'},5"));

    [Fact]
    public void Operations_without_effect_succeed() => Assert.Equal("[{},{},{}]", _db.Run(
        "{'op':'comment','comment':'x'},{'op':'commit','durable':false},{'op':'wait','timeout':0,'table':'t','where':[],'until':'==','rows':[]}"));

    [Fact]
    public void A_failure_at_commit_comes_after_the_results() => Assert.Equal(
        (3, "Transaction causes multiple rows in \"t\" table to have identical values (7) for index on column \"number\".  "
            + "First row, with UUID <0>, was inserted by this transaction.  Second row, with UUID <1>, was inserted by this "
            + "transaction."),
        LastDetails("{'op':'insert','table':'t','row':{'number':7,'name':'b'}},{'op':'insert','table':'t','row':{'number':7,'name':'a'}}"));

    [Fact]
    public void An_index_error_says_what_became_of_both_rows()
    {
        AddTwo();
        Assert.Equal(
            (2, "Transaction causes multiple rows in \"t\" table to have identical values (2) for index on column \"number\".  "
                + "First row, with UUID <0>, existed in the database before this transaction and was not modified by the "
                + "transaction.  Second row, with UUID <1>, had the following index values before the transaction: 1."),
            LastDetails("{'op':'update','table':'t','where':[['name','==','one']],'row':{'number':2}}"));
        Assert.Equal(
            (2, "Transaction causes multiple rows in \"t\" table to have identical values (same and []) for index on columns "
                + "\"name\" and \"set\".  First row, with UUID <0>, had the following index values before the transaction: two "
                + "and [].  Second row, with UUID <1>, had the following index values before the transaction: one and []."),
            LastDetails("{'op':'update','table':'t','where':[],'row':{'name':'same'}}"));
    }

    [Fact]
    public void Indexed_values_may_be_swapped_within_a_transaction()
    {
        AddTwo();
        Assert.Equal("[{'count':1},{'count':1}]", _db.Run(
            "{'op':'update','table':'t','where':[['name','==','one']],'row':{'number':2}},{'op':'update','table':'t','where':[['name','==','two']],'row':{'number':1}}"));
        Assert.Equal("[{'rows':[{'name':'one'}]}]", _db.Run("{'op':'select','table':'t','where':[['number','==',2]],'columns':['name']}"));
    }

    [Fact]
    public void A_query_by_index_sees_the_transaction_it_is_in() => Assert.Equal(
        "[{'uuid':['uuid','<0>']},{'count':1},{'rows':[]},{'rows':[{'name':'a'}]}]",
        _db.Run("{'op':'insert','table':'t','row':{'number':1,'name':'a'}},{'op':'update','table':'t','where':[['number','==',1]],'row':{'number':2}},{'op':'select','table':'t','where':[['number','==',1]],'columns':['name']},{'op':'select','table':'t','where':[['number','==',2]],'columns':['name']}"));

    [Fact]
    public void More_rows_than_the_schema_allows_are_refused()
    {
        for (var i = 0; i < 4; i++)
        {
            _db.Run($"{{'op':'insert','table':'t','row':{{'number':{i},'name':'n{i}'}}}}");
        }

        Assert.Equal(
            (2, "transaction causes \"t\" table to contain 5 rows, greater than the schema-defined limit of 4 row(s)"),
            LastDetails("{'op':'insert','table':'t','row':{'number':9,'name':'n9'}}"));
        Assert.Equal("[{'count':4}]", _db.Run("{'op':'mutate','table':'t','where':[],'mutations':[]}"));
    }

    [Theory]
    [InlineData("['number','+=',95]", "105 is not in the valid range 0 to 100 (inclusive)")]
    [InlineData("['number','+=',9223372036854775807]", "Result of \"+=\" operation is out of range.")]
    [InlineData("['number','*=',-9223372036854775808]", "Result of \"*=\" operation is out of range.")]
    [InlineData("['number','/=',0]", "Division by zero.")]
    [InlineData("['number','%=',0]", "Division by zero.")]
    [InlineData("['real','*=',1e308]", "Result of \"*=\" operation is out of range.")]
    [InlineData("['set','*=',0]", "Result of \"*=\" operation contains duplicates.")]
    [InlineData("['set','insert',['set',[7,8]]]", "Attempted to store 4 elements in set of up to 3 integers.")]
    public void A_mutation_that_is_not_possible_changes_nothing(string mutation, string details)
    {
        AddOne();
        var before = _db.Contents();
        Assert.Equal((1, details), LastDetails($"{{'op':'mutate','table':'t','where':[],'mutations':[{mutation}]}}"));
        Assert.Equal(before, _db.Contents());
    }

    [Theory]
    [InlineData("['set','-=',1]", "set", "['set',[0,1]]")]
    [InlineData("['set','delete',['set',[1,7]]]", "set", "2")]
    [InlineData("['map','insert',['map',[['a','new'],['c','z']]]]", "map", "['map',[['a','x'],['b','y'],['c','z']]]")]
    [InlineData("['map','delete',['map',[['a','x'],['b','other']]]]", "map", "['map',[['b','y']]]")]
    [InlineData("['map','delete',['set',['a','z']]]", "map", "['map',[['b','y']]]")]
    [InlineData("['map','delete','b']", "map", "['map',[['a','x']]]")]
    public void A_mutation_changes_each_row(string mutation, string column, string value)
    {
        AddOne();
        Assert.Equal("[{'count':1}]", _db.Run($"{{'op':'mutate','table':'t','where':[],'mutations':[{mutation}]}}"));
        Assert.Equal(
            $"[{{'rows':[{{'{column}':{value}}}]}}]", _db.Run($"{{'op':'select','table':'t','where':[],'columns':['{column}']}}"));
    }

    [Theory]
    [InlineData("['number','==',1]", "a")]
    [InlineData("['number','!=',1]", "b c")]
    [InlineData("['number','<',2]", "a")]
    [InlineData("['number','<=',2]", "a b")]
    [InlineData("['number','>',2]", "c")]
    [InlineData("['number','>=',2]", "b c")]
    [InlineData("['real','>',0]", "b")]
    [InlineData("['real','==',['set',[]]]", "a c")]
    [InlineData("['set','includes',['set',[]]]", "a b c")]
    [InlineData("['set','includes',2]", "b c")]
    [InlineData("['set','excludes',['set',[1,3]]]", "a")]
    [InlineData("['map','includes',['map',[['k','v']]]]", "c")]
    [InlineData("['map','excludes',['map',[['k','v']]]]", "a b")]
    [InlineData("['map','includes',['map',[['k','w']]]]", "")]
    [InlineData("false", "")]
    [InlineData("true", "a b c")]
    [InlineData("['number','==',1],['name','==','b']", "")]
    [InlineData("['name','==','b'],['set','==',['set',[1,2]]]", "b")]
    public void Rows_that_meet_every_clause_are_selected(string where, string names)
    {
        _db.Run("{'op':'insert','table':'t','row':{'number':1,'name':'a'}},{'op':'insert','table':'t','row':{'number':2,'name':'b','real':1.5,'set':['set',[1,2]]}},{'op':'insert','table':'t','row':{'number':3,'name':'c','set':['set',[2,3]],'map':['map',[['k','v']]]}}");
        var rows = names.Length == 0 ? "" : $"{{'name':'{names.Replace(" ", "'},{'name':'")}'}}";
        Assert.Equal(
            $"[{{'rows':[{rows}]}}]",
            _db.Run($"{{'op':'select','table':'t','where':[{where}],'columns':['name'],'sort':['name']}}"));
    }

    [Fact]
    public void Rows_that_look_alike_are_selected_once()
    {
        AddTwo();
        Assert.Equal("[{'rows':[{'fixed':0}]}]", _db.Run("{'op':'select','table':'t','where':[],'columns':['fixed']}"));
    }

    [Fact]
    public void A_chosen_identifier_must_be_new_to_table_and_transaction()
    {
        const string Insert = "{'op':'insert','table':'t','uuid':'00000000-0000-0000-0000-00000000000a','row':{}}";
        const string Refusal = "This UUID would duplicate a UUID already present within the table or deleted within the same transaction.";
        Assert.Equal("[{'uuid':['uuid','<0>']}]", _db.Run(Insert));
        Assert.Equal((1, Refusal), LastDetails(Insert));
        Assert.Equal((2, Refusal), LastDetails($"{{'op':'delete','table':'t','where':[]}},{Insert}"));
        _db.Run("{'op':'delete','table':'t','where':[]}");
        Assert.Equal("[{'uuid':['uuid','<0>']}]", _db.Run(Insert));
    }

    [Fact]
    public void A_row_name_names_one_row() => Assert.Equal(
        (2, "This \"uuid-name\" appeared on an earlier \"insert\" operation."),
        LastDetails("{'op':'insert','table':'t','uuid-name':'x','row':{}},{'op':'insert','table':'t','uuid-name':'x','row':{}}"));

    [Fact]
    public void A_read_only_database_is_read_but_not_changed()
    {
        var readOnly = new ExecutionContext { IsReadOnly = true };
        Assert.Equal("[{'rows':[]}]", _db.Run("{'op':'select','table':'t','where':[]}", readOnly));
        Assert.Equal(
            "[{'details':'insert operation not allowed when database server is in read only mode','error':'not allowed'}]",
            _db.Run("{'op':'insert','table':'t','row':{}}", readOnly));
    }

    [Fact]
    public void What_cannot_be_stored_has_not_happened()
    {
        AddTwo();
        var before = _db.Contents();
        _db.StorageError = OvsdbError.Io(Native.Errno.ENOSPC, "db: write failed");
        Assert.Equal(
            "[{'count':2},{'uuid':['uuid','<0>']},{'details':'db: write failed','error':'I/O error','io-error':'No space left on device'}]",
            _db.Run("{'op':'delete','table':'t','where':[]},{'op':'insert','table':'t','row':{'number':1,'name':'b'}}"));
        Assert.Equal(before, _db.Contents());
        _db.StorageError = null;
        Assert.Equal("[{'count':1}]", _db.Run("{'op':'delete','table':'t','where':[['number','==',1]]}"));
    }

    [Fact]
    public void Only_what_changed_is_stored()
    {
        _db.Run("{'op':'insert','table':'t','row':{'number':1,'set':['set',[1,2]]}},{'op':'comment','comment':'a'},{'op':'comment','comment':'b'}");
        _db.Run("{'op':'update','table':'t','where':[],'row':{'number':1,'name':'','set':['set',[2,3]]}}");
        _db.Run("{'op':'update','table':'t','where':[],'row':{'number':1}},{'op':'comment','comment':'nothing'}");
        _db.Run("{'op':'delete','table':'t','where':[]}");
        Assert.True(_db.Records.TrueForAll(record => record.Remove("_date")));
        Assert.Equal(
            [
                "{'_comment':'a\\nb','_is_diff':true,'t':{'<0>':{'number':1,'set':['set',[1,2]]}}}",
                "{'_is_diff':true,'t':{'<0>':{'set':['set',[1,3]]}}}",
                "{'_is_diff':true,'t':{'<0>':null}}",
            ],
            _db.Records.ConvertAll(Json.Plain));
    }

    private static string Text(Runtime.Json.JsonObject json, string member) => ((Runtime.Json.JsonString)json[member]!).Value;

    /// <summary>How many results there are, and the explanation of the last, identifiers numbered.</summary>
    private (int Count, string Details) LastDetails(string operations)
    {
        var reply = _db.RunJson(Json.Array($"[{operations}]"));
        var details = Text((Runtime.Json.JsonObject)reply[reply.Count - 1], "details");
        var plain = Json.Plain(Runtime.Json.JsonValue.Of(details));
        return (reply.Count, plain[1..^1].Replace("\\'", "\""));
    }

    private void AddOne() => _db.Run(
        "{'op':'insert','table':'t','row':{'number':10,'real':1e300,'set':['set',[1,2]],'map':['map',[['a','x'],['b','y']]]}}");

    private void AddTwo() => _db.Run(
        "{'op':'insert','table':'t','row':{'number':1,'name':'one'}},{'op':'insert','table':'t','row':{'number':2,'name':'two'}}");
}
