using Ovs.Ovsdb.Client;
using Ovs.Ovsdb.Data;
using Ovs.Ovsdb.Schema;

namespace Ovs.Tools.DbCtl;

/// <summary>
/// A condition on a row, "COLUMN[:KEY]OPERATOR VALUE", as `find` and `wait-until` take it. The plain operators compare
/// whole values (smaller ones come first); those in braces compare sets.
/// </summary>
internal static class RowCondition
{
    private const int FirstSetOperator = (int)Relation.SetEqual;

    private static readonly string[] s_operators =
    [
        "=", "!=", "<", ">", "<=", ">=", "{=}", "{!=}", "{<}", "{>}", "{<=}", "{>=}", "{in}", "{not-in}",
    ];

    /// <summary>In the order of the spellings.</summary>
    private enum Relation
    {
        Equal,
        NotEqual,
        Less,
        Greater,
        AtMost,
        AtLeast,
        SetEqual,
        SetNotEqual,
        ProperSubset,
        ProperSuperset,
        Subset,
        Superset,
        In,
        NotIn,
    }

    /// <summary>Gives null or what is wrong.</summary>
    public static string? Check(Row row, string text, SymbolTable symbols, out bool holds)
    {
        holds = false;
        if (ColumnArgument.Parse(text, row.Table.Schema, s_operators, out var argument) is { } error)
        {
            return error;
        }

        var column = argument.Column;
        var relation = (Relation)argument.Operator;
        if (argument.Key is not null)
        {
            return CheckKey(row, argument, relation, symbols, out holds);
        }

        var parseError = Datum.ParseText(argument.Value, column.Type, symbols, out var wanted);
        holds = parseError is null && Holds(row[column], wanted, relation);
        return parseError;
    }

    private static string? CheckKey(
        Row row, ColumnArgument argument, Relation relation, SymbolTable symbols, out bool holds)
    {
        holds = false;
        var column = argument.Column;
        if (!column.Type.IsMap)
        {
            return $"cannot specify key to check for non-map column {column.Name}";
        }

        var type = new ColumnType(column.Type.Value, null, column.Type.Min, ColumnType.Unlimited);
        var wanted = Datum.Empty;
        var error = Atom.ParseText(argument.Key!, column.Type.Key, symbols, out var key)
            ?? Datum.ParseText(argument.Value, type, symbols, out wanted);
        if (error is not null)
        {
            return error;
        }

        // A key that is not there counts as an empty set, and meets no plain operator.
        var isFound = row[column].TryGetValue(key, out var value);
        holds = (isFound || argument.Operator >= FirstSetOperator)
            && Holds(isFound ? Datum.Of(value) : Datum.Empty, wanted, relation);
        return null;
    }

    private static bool Holds(Datum have, Datum wanted, Relation relation) => relation switch
    {
        Relation.Equal or Relation.SetEqual => have.CompareTo(wanted) == 0,
        Relation.NotEqual or Relation.SetNotEqual => have.CompareTo(wanted) != 0,
        Relation.Less => have.CompareTo(wanted) < 0,
        Relation.Greater => have.CompareTo(wanted) > 0,
        Relation.AtMost => have.CompareTo(wanted) <= 0,
        Relation.AtLeast => have.CompareTo(wanted) >= 0,
        Relation.ProperSubset => have.Count < wanted.Count && have.IsSubsetOf(wanted),
        Relation.ProperSuperset => have.Count > wanted.Count && wanted.IsSubsetOf(have),
        Relation.Subset or Relation.In => have.IsSubsetOf(wanted),
        Relation.Superset => wanted.IsSubsetOf(have),
        _ => have.IsDisjointFrom(wanted),
    };
}
