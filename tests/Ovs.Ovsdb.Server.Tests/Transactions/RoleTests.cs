using Ovs.Ovsdb.Server.Transactions;

namespace Ovs.Ovsdb.Server.Tests.Transactions;

/// <summary>What clients with a role may do: ovsdb(7), "Role-Based Access Control".</summary>
public sealed class RoleTests
{
    private const string Schema = """
        {"name": "db", "tables": {
          "RBAC_Role": {"isRoot": true, "columns": {
            "name": {"type": "string"},
            "permissions": {"type": {"key": "string", "value": {"type": "uuid", "refTable": "RBAC_Permission"}, "min": 0, "max": "unlimited"}}}},
          "RBAC_Permission": {"columns": {
            "table": {"type": "string"},
            "authorization": {"type": {"key": "string", "min": 0, "max": "unlimited"}},
            "insert_delete": {"type": "boolean"},
            "update": {"type": {"key": "string", "min": 0, "max": "unlimited"}}}},
          "own": {"isRoot": true, "columns": {
            "name": {"type": "string"}, "value": {"type": "integer"}, "fixed": {"type": "integer"},
            "ids": {"type": {"key": "string", "value": "string", "min": 0, "max": "unlimited"}}}},
          "all": {"isRoot": true, "columns": {"value": {"type": "integer"}}},
          "shut": {"isRoot": true, "columns": {"value": {"type": "integer"}}},
          "other": {"isRoot": true, "columns": {"value": {"type": "integer"}}}}}
        """;

    private static readonly ExecutionContext s_client = new() { Role = "r", ClientName = "c" };

    private readonly TestDatabase _db = new(Schema);

    public RoleTests() => _db.Run(
        "{'op':'insert','table':'RBAC_Permission','uuid-name':'own','row':{'authorization':['set',['name','ids:who']],'insert_delete':true,'update':['set',['value','name']]}},"
        + "{'op':'insert','table':'RBAC_Permission','uuid-name':'all','row':{'authorization':'','insert_delete':true,'update':'value'}},"
        + "{'op':'insert','table':'RBAC_Permission','uuid-name':'shut','row':{'authorization':'','insert_delete':false,'update':'value'}},"
        + "{'op':'insert','table':'RBAC_Role','row':{'name':'r','permissions':['map',[['own',['named-uuid','own']],['all',['named-uuid','all']],['shut',['named-uuid','shut']]]]}},"
        + "{'op':'insert','table':'own','row':{'name':'c','value':1}},{'op':'insert','table':'own','row':{'name':'d','value':2}},"
        + "{'op':'insert','table':'own','row':{'name':'e','value':3,'ids':['map',[['who','c']]]}},{'op':'insert','table':'shut','row':{}}");

    [Theory]
    [InlineData("{'op':'insert','table':'own','row':{'name':'c'}}")]
    [InlineData("{'op':'insert','table':'own','row':{'name':'x','ids':['map',[['who','c']]]}}")]
    [InlineData("{'op':'insert','table':'all','row':{}}")]
    [InlineData("{'op':'select','table':'other','where':[]}")]
    [InlineData("{'op':'update','table':'own','where':[['name','==','c']],'row':{'value':5}}")]
    [InlineData("{'op':'update','table':'own','where':[['name','==','e']],'row':{'value':5}}")]
    [InlineData("{'op':'update','table':'own','where':[['name','==','nobody']],'row':{'fixed':5}}")]
    [InlineData("{'op':'mutate','table':'own','where':[['name','==','c']],'mutations':[['value','+=',5]]}")]
    [InlineData("{'op':'mutate','table':'own','where':[],'mutations':[]}")]
    [InlineData("{'op':'delete','table':'own','where':[['name','==','c']]}")]
    [InlineData("{'op':'delete','table':'shut','where':[['value','==',7]]}")]
    public void A_client_may_do_what_its_role_allows(string operation) =>
        Assert.DoesNotContain("error", _db.Run(operation, s_client));

    [Theory]
    [InlineData("{'op':'insert','table':'own','row':{'name':'d'}}", "row insertion into table \"own\".")]
    [InlineData("{'op':'insert','table':'other','row':{}}", "row insertion into table \"other\".")]
    [InlineData("{'op':'insert','table':'shut','row':{}}", "row insertion into table \"shut\".")]
    [InlineData("{'op':'update','table':'own','where':[],'row':{'value':5}}", "modification of table \"own\".")]
    [InlineData("{'op':'update','table':'own','where':[['name','==','c']],'row':{'fixed':5}}", "modification of table \"own\".")]
    [InlineData("{'op':'mutate','table':'own','where':[['name','==','d']],'mutations':[['value','+=',5]]}", "mutate operation on table \"own\".")]
    [InlineData("{'op':'mutate','table':'other','where':[],'mutations':[['value','+=',5]]}", "mutate operation on table \"other\".")]
    [InlineData("{'op':'delete','table':'own','where':[]}", "row deletion from table \"own\".")]
    [InlineData("{'op':'delete','table':'shut','where':[]}", "row deletion from table \"shut\".")]
    [InlineData("{'op':'delete','table':'RBAC_Role','where':[]}", "row deletion from table \"RBAC_Role\".")]
    public void A_client_may_not_do_more(string operation, string what) => Assert.Equal(
        $"[{{'details':'RBAC rules for client \\'c\\' role \\'r\\' prohibit {what.Replace("\"", "\\'")}','error':'permission error'}}]",
        _db.Run(operation, s_client));

    [Fact]
    public void A_client_without_a_name_or_with_an_unknown_role_may_only_read()
    {
        const string Insert = "{'op':'insert','table':'all','row':{}}";
        Assert.StartsWith("[{'details':'RBAC rules for client \\'(null)\\' role \\'r\\' prohibit", _db.Run(Insert, s_client with { ClientName = null }));
        Assert.StartsWith("[{'details':'RBAC rules for client \\'c\\' role \\'x\\' prohibit", _db.Run(Insert, s_client with { Role = "x" }));
        Assert.StartsWith("[{'uuid':", _db.Run(Insert, s_client with { Role = "" }));
        Assert.StartsWith("[{'rows':", _db.Run("{'op':'select','table':'all','where':[]}", s_client with { Role = "x" }));
    }
}
