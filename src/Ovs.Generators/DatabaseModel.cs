using System.Collections.Generic;

namespace Ovs.Generators;

/// <summary>What the generator knows of a database.</summary>
internal sealed class DatabaseModel
{
    private readonly Dictionary<string, TableModel> _byName = new();

    public string Name { get; private set; } = "";

    public string Version { get; private set; } = "";

    public string Checksum { get; private set; } = "";

    public string Namespace { get; private set; } = "";

    public string ClassName => Names.Pascal(Name) + "Database";

    public List<TableModel> Tables { get; } = new();

    /// <summary>Distinct column types as C# expressions; columns share them.</summary>
    public List<string> Types { get; } = new();

    public static DatabaseModel Read(Dictionary<string, object> json, string rowsNamespace)
    {
        var database = new DatabaseModel
        {
            Name = (string)json["name"],
            Version = json.TryGetValue("version", out var version) ? (string)version : "",
            Checksum = json.TryGetValue("cksum", out var checksum) ? (string)checksum : "",
            Namespace = rowsNamespace,
        };
        foreach (var table in (Dictionary<string, object>)json["tables"])
        {
            var model = TableModel.Read(database, table.Key, (Dictionary<string, object>)table.Value);
            database.Tables.Add(model);
            database._byName.Add(table.Key, model);
        }

        return database;
    }

    /// <summary>The row class of a table that a reference names.</summary>
    public string ClassOf(string table) => _byName.TryGetValue(table, out var model)
        ? model.ClassName
        : throw new SchemaException($"reference to undefined table {table}");

    public int AddType(string expression)
    {
        var index = Types.IndexOf(expression);
        if (index < 0)
        {
            index = Types.Count;
            Types.Add(expression);
        }

        return index;
    }
}
