using Ovs.Ovsdb.Data;
using Ovs.Runtime.Json;

namespace Ovs.Ovsdb.Schema;

/// <summary>A column of a table: its name, type and how it may change and be kept (RFC 7047 3.2).</summary>
public sealed class ColumnSchema(string name, ColumnType type, bool isMutable = true, bool isPersistent = true)
{
    public const string UuidName = "_uuid";
    public const string VersionName = "_version";

    public string Name => name;

    public ColumnType Type => type;

    /// <summary>False when the column is set once, by the insert.</summary>
    public bool IsMutable => isMutable;

    /// <summary>False when the value need not survive a restart ("ephemeral").</summary>
    public bool IsPersistent { get; internal set; } = isPersistent;

    /// <summary>The place in the table's columns; _uuid is 0 and _version 1.</summary>
    public int Index { get; internal set; }

    /// <summary>True for the columns that every table has.</summary>
    public bool IsImplicit => Index < TableSchema.ImplicitColumns;

    public static OvsdbError? Parse(JsonValue json, string name, out ColumnSchema? column)
    {
        column = null;
        var members = new MemberReader(json, $"schema for column {name}");
        var isMutable = members.TakeBoolean("mutable", MemberKinds.Boolean | MemberKinds.Optional) ?? true;
        var isEphemeral = members.TakeBoolean("ephemeral", MemberKinds.Boolean | MemberKinds.Optional) ?? false;
        var typeJson = members.Take("type", MemberKinds.String | MemberKinds.Object);
        var error = members.Finish();
        if (error is not null)
        {
            return error;
        }

        error = ColumnType.Parse(typeJson!, out var type);
        if (error is not null)
        {
            return error;
        }

        // A weak reference must be able to vanish with the row it names.
        column = new ColumnSchema(
            name, type, isMutable || type.Key.IsWeakReference || type.Value.IsWeakReference, !isEphemeral);
        return null;
    }

    public JsonObject ToJson()
    {
        var json = new JsonObject();
        if (!IsMutable)
        {
            json["mutable"] = false;
        }

        if (!IsPersistent)
        {
            json["ephemeral"] = true;
        }

        json["type"] = Type.ToJson();
        return json;
    }

    public override string ToString() => Name;
}
