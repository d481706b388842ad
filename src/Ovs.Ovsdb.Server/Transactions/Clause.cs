using System;
using Ovs.Ovsdb.Data;
using Ovs.Ovsdb.Schema;
using Ovs.Runtime.Json;

namespace Ovs.Ovsdb.Server.Transactions;

/// <summary>The functions of conditions, those first that are expected to leave the fewest rows.</summary>
internal enum ConditionFunction
{
    False,
    True,
    Equal,
    Includes,
    LessOrEqual,
    Less,
    GreaterOrEqual,
    Greater,
    Excludes,
    NotEqual,
}

/// <summary>One clause of a <see cref="Condition"/>: a column, a function, a value; or just true or false.</summary>
internal sealed class Clause : IComparable<Clause>
{
    // "true" and "false" are whole clauses, not functions that a clause may name.
    private static readonly string[] s_names = ["", "", "==", "includes", "<=", "<", ">=", ">", "excludes", "!="];

    private Clause(ColumnSchema column, ConditionFunction function, Datum argument)
    {
        Column = column;
        Function = function;
        Argument = argument;
    }

    public ColumnSchema Column { get; }

    public ConditionFunction Function { get; }

    public Datum Argument { get; }

    public static OvsdbError? Parse(TableSchema table, JsonValue json, SymbolTable? symbols, out Clause? clause)
    {
        clause = null;
        if (json.Kind is JsonKind.True or JsonKind.False)
        {
            var truth = json.Kind == JsonKind.True ? ConditionFunction.True : ConditionFunction.False;
            clause = new Clause(table.Columns[Table.UuidColumn], truth, Datum.Empty);
            return null;
        }

        if (json is not JsonArray { Count: 3 } parts || parts[0] is not JsonString columnName
            || parts[1] is not JsonString functionName)
        {
            return OvsdbError.Syntax(json, null, "Parse error in condition.");
        }

        if (!table.TryGetColumn(columnName.Value, out var column))
        {
            return OvsdbError.Syntax(json, "unknown column", $"No column {columnName.Value} in table {table.Name}.");
        }

        var function = (ConditionFunction)Math.Max(0, Array.IndexOf(s_names, functionName.Value));
        if (function <= ConditionFunction.True)
        {
            return OvsdbError.Syntax(null, "unknown function", $"No function named {functionName.Value}.");
        }

        if (IsOrdering(function) && !HasOrder(column.Type))
        {
            return OvsdbError.Syntax(
                json,
                null,
                $"Type mismatch: \"{functionName.Value}\" operator may not be applied to column {column.Name} of type "
                    + $"{column.Type.ToEnglish()}.");
        }

        var error = Datum.Parse(parts[2], ArgumentType(column.Type, function), symbols, out var argument);
        clause = error is null ? new Clause(column, function, argument) : null;
        return error;
    }

    public JsonValue ToJson() => Function switch
    {
        ConditionFunction.False => JsonValue.False,
        ConditionFunction.True => JsonValue.True,
        _ => new JsonArray(Column.Name, s_names[(int)Function], Argument.ToJson(Column.Type)),
    };

    public bool Matches(Datum[] fields)
    {
        if (Function <= ConditionFunction.True)
        {
            return Function == ConditionFunction.True;
        }

        var value = fields[Column.Index];
        return Function switch
        {
            ConditionFunction.Equal => value.Equals(Argument),
            ConditionFunction.NotEqual => !value.Equals(Argument),
            ConditionFunction.Includes => Argument.IsSubsetOf(value),
            ConditionFunction.Excludes => Argument.IsDisjointFrom(value),

            // An optional value that is missing is in no order to anything.
            _ => !value.IsEmpty && IsInOrder(value.Key(0).CompareTo(Argument.Key(0))),
        };
    }

    public int CompareTo(Clause? other)
    {
        if (other is null || Function != other.Function)
        {
            return other is null ? 1 : Function.CompareTo(other.Function);
        }

        if (Column.Index != other.Column.Index)
        {
            return Column.Index <= Table.VersionColumn || other.Column.Index <= Table.VersionColumn
                ? Column.Index.CompareTo(other.Column.Index)
                : string.CompareOrdinal(Column.Name, other.Column.Name);
        }

        return Argument.CompareTo(other.Argument);
    }

    private static bool IsOrdering(ConditionFunction function) => function
        is ConditionFunction.Less or ConditionFunction.LessOrEqual
        or ConditionFunction.Greater or ConditionFunction.GreaterOrEqual;

    private static bool HasOrder(ColumnType type) =>
        (type.IsScalar || type.IsOptionalScalar) && type.Key.Type is AtomicType.Integer or AtomicType.Real;

    /// <summary>What the value of a clause may be: more, or less, than the column may hold (RFC 7047 5.1).</summary>
    private static ColumnType ArgumentType(ColumnType type, ConditionFunction function) => function switch
    {
        ConditionFunction.Includes when !type.IsScalar => new ColumnType(type.Key, type.Value, 0, type.Max),
        ConditionFunction.Excludes when !type.IsScalar => type.WithoutSizeLimits,
        ConditionFunction.Equal or ConditionFunction.NotEqual => type,
        ConditionFunction.Includes or ConditionFunction.Excludes => type,
        _ => new ColumnType(type.Key, type.Value, 1, type.Max),
    };

    private bool IsInOrder(int order) => Function switch
    {
        ConditionFunction.Less => order < 0,
        ConditionFunction.LessOrEqual => order <= 0,
        ConditionFunction.Greater => order > 0,
        _ => order >= 0,
    };
}
