using System.Collections.Generic;
using Ovs.Ovsdb.Data;
using Ovs.Ovsdb.Schema;
using Ovs.Runtime.Logging;

namespace Ovs.Ovsdb.Server.Transactions;

/// <summary>
/// What a client may change that came by a remote with a role (ovsdb(7), "Role-Based Access Control"): a row of RBAC_Role
/// names, by table, a row that says which clients may insert and delete rows and modify which columns. A database without
/// RBAC_Role has no rules. Reading is always allowed.
/// </summary>
internal sealed class RoleRules
{
    /// <summary>What stands for the name of a client without a certificate; it is allowed nothing.</summary>
    public const string NoName = "(null)";

    private const string RoleTable = "RBAC_Role";

    private static readonly LogModule s_log = LogModule.Define("ovsdb_rbac");
    private static readonly LogRateLimit s_limit = new(1, 1);

    private readonly Table _roles;
    private readonly string _role;
    private readonly string? _client;

    private RoleRules(Table roles, string role, string? client)
    {
        _roles = roles;
        _role = role;
        _client = client;
    }

    /// <summary>The rules for who asks; null when everything is allowed.</summary>
    public static RoleRules? For(Database database, in ExecutionContext context) =>
        !string.IsNullOrEmpty(context.Role) && database.TryGetTable(RoleTable, out var roles)
            ? new RoleRules(roles, context.Role, context.ClientName)
            : null;

    public OvsdbError Refuse(string what) => new(
        "permission error", $"RBAC rules for client \"{_client ?? NoName}\" role \"{_role}\" prohibit {what}");

    public bool MayInsert(Table table, Datum[] fields) =>
        FindPermission(table) is { } permission
        && IsAuthorized(permission, table, fields)
        && ColumnAccess.ReadBoolean(permission, "insert_delete") == true;

    public bool MayDelete(Table table, Condition condition)
    {
        if (FindPermission(table) is not { } permission)
        {
            return false;
        }

        foreach (var row in Find(table, condition))
        {
            if (!IsAuthorized(permission, table, row.Fields)
                || ColumnAccess.ReadBoolean(permission, "insert_delete") != true)
            {
                return false;
            }
        }

        return true;
    }

    public bool MayModify(Table table, List<ColumnSchema> columns, Condition condition)
    {
        if (FindPermission(table) is not { } permission)
        {
            return false;
        }

        if (ColumnAccess.ReadTexts(permission, "update") is not { } modifiable)
        {
            s_log.Info(s_limit, "ovsdb_rbac_update: could not read \"update\" column");
            return false;
        }

        // A modification of no row is allowed to anyone.
        foreach (var row in Find(table, condition))
        {
            if (!IsAuthorized(permission, table, row.Fields)
                || !columns.TrueForAll(column => modifiable.ContainsKey(new Atom(column.Name))))
            {
                return false;
            }
        }

        return true;
    }

    private static List<Row> Find(Table table, Condition condition)
    {
        var found = new List<Row>();
        Query.Find(table, condition, found);
        return found;
    }

    private Row? FindPermission(Table table)
    {
        if (_client is null)
        {
            return null;
        }

        foreach (var role in _roles.Rows)
        {
            if (ColumnAccess.ReadText(role, "name") == _role)
            {
                return ColumnAccess.ReadRow(role, "permissions", table.Name);
            }
        }

        s_log.Info(s_limit, $"rbac: role \"{_role}\" not found in rbac roles table");
        return null;
    }

    /// <summary>Whether a column of the row, "COLUMN" or of a map "COLUMN:KEY", holds the client's name; an empty name of a
    /// column allows everyone.</summary>
    private bool IsAuthorized(Row permission, Table table, Datum[] fields)
    {
        if (ColumnAccess.ReadTexts(permission, "authorization") is not { } columns)
        {
            s_log.Info(s_limit, "rbac: error reading authorization column");
            return false;
        }

        for (var i = 0; i < columns.Count; i++)
        {
            var name = columns.Key(i).Text;
            var colon = name.IndexOf(':');
            var value = colon < 0
                ? ColumnAccess.ReadText(table, fields, name)
                : ColumnAccess.ReadText(table, fields, name[..colon], name[(colon + 1)..]);
            if (name.Length == 0 || value == _client)
            {
                return true;
            }
        }

        return false;
    }
}
