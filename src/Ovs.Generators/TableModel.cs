using System.Collections.Generic;
using System.Linq;

namespace Ovs.Generators;

/// <summary>A table: its row class and columns.</summary>
internal sealed class TableModel
{
    public string Name { get; private set; } = "";

    public string ClassName => Names.Pascal(Name);

    public bool IsRoot { get; private set; }

    public long MaxRows { get; private set; } = uint.MaxValue;

    public List<ColumnModel> Columns { get; } = new();

    /// <summary>Names of the columns of each index.</summary>
    public List<string[]> Indexes { get; } = new();

    public static TableModel Read(DatabaseModel database, string name, Dictionary<string, object> json)
    {
        var table = new TableModel { Name = name };
        foreach (var member in json)
        {
            switch (member.Key)
            {
                case "isRoot":
                    table.IsRoot = (bool)member.Value;
                    break;
                case "maxRows":
                    table.MaxRows = (long)member.Value;
                    break;
                case "indexes":
                    table.Indexes.AddRange(
                        ((List<object>)member.Value).Select(index => ((List<object>)index).Cast<string>().ToArray()));
                    break;
                case "columns":
                    foreach (var column in (Dictionary<string, object>)member.Value)
                    {
                        table.Columns.Add(
                            ColumnModel.Read(database, column.Key, (Dictionary<string, object>)column.Value));
                    }

                    break;
                default:
                    throw new SchemaException($"table {name}: unexpected member {member.Key}");
            }
        }

        return table;
    }
}
