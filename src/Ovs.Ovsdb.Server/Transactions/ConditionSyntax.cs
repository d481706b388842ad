using Ovs.Ovsdb.Data;
using Ovs.Ovsdb.Schema;
using Ovs.Runtime.Json;

namespace Ovs.Ovsdb.Server.Transactions;

/// <summary>Checks a &lt;condition&gt; (RFC 7047 5.1) against a table without a database.</summary>
public static class ConditionSyntax
{
    /// <summary>Null when <paramref name="json"/> is a condition on the table's columns.</summary>
    public static OvsdbError? Check(TableSchema table, JsonValue json) => json is JsonArray clauses
        ? Condition.Parse(table, clauses, null, out _)
        : OvsdbError.Syntax(json, null, "array expected");
}
