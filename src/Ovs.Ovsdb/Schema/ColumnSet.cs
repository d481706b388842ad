using System.Collections.Generic;
using System.Text;
using Ovs.Ovsdb.Data;
using Ovs.Runtime.Json;

namespace Ovs.Ovsdb.Schema;

/// <summary>An ordered choice of columns of one table: what an index, a monitor or a select is about.</summary>
public sealed class ColumnSet(params ColumnSchema[] columns)
{
    private readonly ColumnSchema[] _columns = columns;

    public int Count => _columns.Length;

    public IReadOnlyList<ColumnSchema> Columns => _columns;

    public ColumnSchema this[int index] => _columns[index];

    public static ColumnSet All(TableSchema table) => new([.. table.Columns]);

    /// <summary>Reads an array of distinct column names; without one, the set is every column.</summary>
    public static OvsdbError? Parse(JsonValue? json, TableSchema table, out ColumnSet set)
    {
        set = new ColumnSet();
        if (json is null)
        {
            set = All(table);
            return null;
        }

        var columns = new List<ColumnSchema>();
        var seen = new HashSet<ColumnSchema>();
        var isGood = json is JsonArray;
        for (var i = 0; isGood && i < ((JsonArray)json).Count; i++)
        {
            if (((JsonArray)json)[i] is not JsonString name)
            {
                isGood = false;
            }
            else if (!table.TryGetColumn(name.Value, out var column))
            {
                return OvsdbError.Syntax(json, null, $"{name.Value} is not a valid column name");
            }
            else
            {
                isGood = seen.Add(column);
                columns.Add(column);
            }
        }

        set = new ColumnSet([.. columns]);
        return isGood ? null : OvsdbError.Syntax(json, null, "array of distinct column names expected");
    }

    public bool Contains(ColumnSchema column) => System.Array.IndexOf(_columns, column) >= 0;

    public JsonArray ToJson()
    {
        var json = new JsonArray();
        foreach (var column in _columns)
        {
            json.Add(column.Name);
        }

        return json;
    }

    /// <summary>A phrase for messages, such as <c>columns "a", "b", and "c"</c>.</summary>
    public string ToEnglish()
    {
        if (Count == 0)
        {
            return "no columns";
        }

        var text = new StringBuilder(Count > 1 ? "columns " : "column ");
        for (var i = 0; i < Count; i++)
        {
            text.Append(i == 0 ? "" : i < Count - 1 ? ", " : Count > 2 ? ", and " : " and ")
                .Append('"').Append(_columns[i].Name).Append('"');
        }

        return text.ToString();
    }
}
