using System;
using System.Collections.Generic;
using Ovs.Ovsdb.Data;
using Ovs.Ovsdb.Schema;
using Ovs.Runtime.Json;

namespace Ovs.Ovsdb.Server.Transactions;

/// <summary>What a &lt;mutation&gt; of RFC 7047 5.1 does to a column.</summary>
internal enum Mutator
{
    Add,
    Subtract,
    Multiply,
    Divide,
    Modulo,
    Insert,
    Delete,
}

/// <summary>One &lt;mutation&gt;: a column, a mutator, a value.</summary>
internal sealed class Mutation
{
    private static readonly string[] s_names = ["+=", "-=", "*=", "/=", "%=", "insert", "delete"];

    private readonly Mutator _mutator;
    private readonly Datum _argument;

    private Mutation(ColumnSchema column, Mutator mutator, Datum argument)
    {
        Column = column;
        _mutator = mutator;
        _argument = argument;
    }

    public ColumnSchema Column { get; }

    public static OvsdbError? Parse(
        TableSchema table, JsonArray json, SymbolTable? symbols, out List<Mutation> mutations)
    {
        mutations = new List<Mutation>(json.Count);
        foreach (var item in json.Items)
        {
            var error = Parse(table, item, symbols, out var mutation);
            if (error is not null)
            {
                return error;
            }

            mutations.Add(mutation!);
        }

        return null;
    }

    /// <summary>The value that comes of <paramref name="before"/>; one that the column may not hold is an error.</summary>
    public OvsdbError? Apply(Datum before, out Datum after)
    {
        switch (_mutator)
        {
            case Mutator.Insert:
                after = before.Union(_argument);
                return CheckCount(after);
            case Mutator.Delete:
                after = before.Subtract(_argument);
                return CheckCount(after);
            default:
                return ApplyToElements(before, out after);
        }
    }

    private static OvsdbError? Parse(TableSchema table, JsonValue json, SymbolTable? symbols, out Mutation? mutation)
    {
        mutation = null;
        if (json is not JsonArray { Count: 3 } parts || parts[0] is not JsonString columnName
            || parts[1] is not JsonString mutatorName)
        {
            return OvsdbError.Syntax(json, null, "Parse error in mutation.");
        }

        if (!table.TryGetColumn(columnName.Value, out var column))
        {
            return OvsdbError.Syntax(json, "unknown column", $"No column {columnName.Value} in table {table.Name}.");
        }

        if (!column.IsMutable)
        {
            return OvsdbError.Syntax(
                json, "constraint violation", $"Cannot mutate immutable column {column.Name} in table {table.Name}.");
        }

        var mutator = (Mutator)Array.IndexOf(s_names, mutatorName.Value);
        if (mutator < 0)
        {
            return OvsdbError.Syntax(null, "unknown mutator", $"No mutator named {mutatorName.Value}.");
        }

        if (!IsApplicable(mutator, column.Type))
        {
            return OvsdbError.Syntax(
                json,
                null,
                $"Type mismatch: \"{mutatorName.Value}\" operator may not be applied to column {column.Name} of type "
                    + $"{column.Type.ToEnglish()}.");
        }

        var error = ParseArgument(column.Type, mutator, parts[2], symbols, out var argument);
        mutation = error is null ? new Mutation(column, mutator, argument) : null;
        return error;
    }

    private static bool IsApplicable(Mutator mutator, ColumnType type) => mutator is Mutator.Insert or Mutator.Delete
        ? type.IsSet || type.IsMap
        : !type.IsMap && (type.Key.Type == AtomicType.Integer
            || (type.Key.Type == AtomicType.Real && mutator != Mutator.Modulo));

    private static OvsdbError? ParseArgument(
        ColumnType type, Mutator mutator, JsonValue json, SymbolTable? symbols, out Datum argument)
    {
        if (mutator == Mutator.Insert)
        {
            return Datum.Parse(json, new ColumnType(type.Key, type.Value, 0, type.Max), symbols, out argument);
        }

        if (mutator != Mutator.Delete)
        {
            return Datum.Parse(json, ColumnType.Scalar(type.Key.Type), symbols, out argument);
        }

        // From a map one deletes pairs, or keys whatever their value.
        var error = Datum.Parse(json, type.WithoutSizeLimits, symbols, out argument);
        return error is not null && type.IsMap
            ? Datum.Parse(json, new ColumnType(type.Key, null, 0, ColumnType.Unlimited), symbols, out argument)
            : error;
    }

    private OvsdbError? CheckCount(Datum datum) =>
        datum.Count < Column.Type.Min || (uint)datum.Count > Column.Type.Max
            ? OvsdbError.ConstraintViolation($"Attempted to store {datum.Count} elements in {Column.Type.ToEnglish()}.")
            : null;

    private OvsdbError? ApplyToElements(Datum before, out Datum after)
    {
        after = before;
        var builder = new DatumBuilder(before.Count);
        var argument = _argument.Key(0);
        OvsdbError? violation = null;
        for (var i = 0; i < before.Count; i++)
        {
            var error = argument.Type == AtomicType.Integer
                ? Compute(before.Key(i).Integer, argument.Integer, out var result)
                : Compute(before.Key(i).Real, argument.Real, out result);
            if (error is not null)
            {
                return error;
            }

            // Every result is computed before any is checked: the first arithmetic error is the one that is told.
            violation ??= Column.Type.Key.Check(result);
            builder.Add(result);
        }

        if (violation is not null)
        {
            return violation;
        }

        return builder.Build(out after) is null
            ? null
            : OvsdbError.ConstraintViolation($"Result of \"{Name}\" operation contains duplicates.");
    }

    private string Name => s_names[(int)_mutator];

    private OvsdbError? Compute(long x, long y, out Atom result)
    {
        result = default;
        if (_mutator is Mutator.Divide or Mutator.Modulo && y == 0)
        {
            return DivisionByZero();
        }

        var wide = _mutator switch
        {
            Mutator.Add => (Int128)x + y,
            Mutator.Subtract => (Int128)x - y,
            Mutator.Multiply => (Int128)x * y,
            Mutator.Divide => (Int128)x / y,

            // The quotient of this one remainder does not fit either, and the original refuses both alike.
            _ when x == long.MinValue && y == -1 => Int128.MaxValue,
            _ => x % y,
        };
        result = new Atom((long)wide);
        return wide < long.MinValue || wide > long.MaxValue ? OutOfRange() : null;
    }

    private OvsdbError? Compute(double x, double y, out Atom result)
    {
        result = default;
        if (_mutator == Mutator.Divide && y == 0)
        {
            return DivisionByZero();
        }

        var value = _mutator switch
        {
            Mutator.Add => x + y,
            Mutator.Subtract => x - y,
            Mutator.Multiply => x * y,
            _ => x / y,
        };
        result = new Atom(value);
        return double.IsFinite(value) ? null : OutOfRange();
    }

    private static OvsdbError DivisionByZero() => new("domain error", "Division by zero.");

    private OvsdbError OutOfRange() => new("range error", $"Result of \"{Name}\" operation is out of range.");
}
