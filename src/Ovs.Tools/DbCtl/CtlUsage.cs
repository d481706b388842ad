using System.Collections.Generic;
using System.Text;
using Ovs.Ovsdb.Schema;

namespace Ovs.Tools.DbCtl;

/// <summary>What `--help` says of the commands and row names that all database tools have.</summary>
internal static class CtlUsage
{
    public const string Commands =
        """
        Database commands:
          list TBL [REC]              list RECord (or all records) in TBL
          find TBL CONDITION...       list records satisfying CONDITION in TBL
          get TBL REC COL[:KEY]       print values of COLumns in RECord in TBL
          set TBL REC COL[:KEY]=VALUE set COLumn values in RECord in TBL
          add TBL REC COL [KEY=]VALUE add (KEY=)VALUE to COLumn in RECord in TBL
          remove TBL REC COL [KEY=]VALUE  remove (KEY=)VALUE from COLumn
          clear TBL REC COL           clear values from COLumn in RECord in TBL
          create TBL COL[:KEY]=VALUE  create and initialize new record
          destroy TBL REC             delete RECord from TBL
          wait-until TBL REC [COL[:KEY]=VALUE]  wait until condition is true
        Potentially unsafe database commands require --force option.

        """;

    /// <summary>How rows of each table can be named.</summary>
    public static string Tables(CtlDatabase database)
    {
        var text = new StringBuilder("Database commands may reference a row in each table in the following ways:\n");
        var tables = new List<TableSchema>(database.Schema.Tables);
        tables.Sort(static (one, other) => string.CompareOrdinal(one.Name, other.Name));
        foreach (var table in tables)
        {
            text.Append($"  {table.Name}:\n    by UUID");
            if (table.MaxRows == 1)
            {
                text.Append("\n    as \".\"");
            }

            if (database.NameOf(table) is { } name)
            {
                text.Append("\n    ").Append(NameText(table, name));
            }

            text.Append('\n');
        }

        return text.ToString();
    }

    private static string NameText(TableSchema table, RowName name)
    {
        if (name.Reference is null)
        {
            return $"by \"{name.Name.Name}\"";
        }

        var owner = name.Table == table ? "" : $" of {name.Table.Name}";
        return $"via \"{name.Reference.Name}\"{owner} with matching \"{name.Name.Name}\"";
    }
}
