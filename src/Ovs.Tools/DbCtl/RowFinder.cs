using System;
using System.Globalization;
using Ovs.Ovsdb.Client;
using Ovs.Ovsdb.Data;
using Ovs.Ovsdb.Schema;

namespace Ovs.Tools.DbCtl;

/// <summary>Finds the row that a RECORD argument means: by identifier, as ".", by name, by the beginning of an
/// identifier, in this order.</summary>
internal static class RowFinder
{
    /// <summary>A shorter beginning of an identifier would often be a name as well.</summary>
    private const int LeastPrefix = 4;

    /// <summary>Gives null or what is wrong; without a row when there is none and <paramref name="mustExist"/> is
    /// false.</summary>
    public static string? Find(CtlContext context, TableSchema table, string record, bool mustExist, out Row? row)
    {
        var rows = context.Replica[table];
        row = Uuid.TryParse(record, out var uuid) ? rows.Find(uuid) : null;
        if (row is null && record == ".")
        {
            row = OnlyRow(rows);
        }

        if (row is null && context.Database.NameOf(table) is { } name
            && FindByName(context.Replica, table, name, record, out row) is { } nameError)
        {
            return nameError;
        }

        if (row is null && Uuid.PartialLength(record) >= LeastPrefix
            && FindByPrefix(rows, record, out row) is { } prefixError)
        {
            return prefixError;
        }

        return row is null && mustExist ? $"no row \"{record}\" in table {table.Name}" : null;
    }

    private static Row? OnlyRow(ReplicaTable rows)
    {
        Row? only = null;
        foreach (var row in rows.Rows)
        {
            if (only is not null)
            {
                return null;
            }

            only = row;
        }

        return only;
    }

    private static string? FindByName(
        Replica replica, TableSchema table, RowName name, string record, out Row? row)
    {
        row = null;
        Row? named = null;
        foreach (var one in replica[name.Table].Rows)
        {
            var value = one[name.Name];
            if (value.Count != 1 || !IsNamed(value.Key(0), record))
            {
                continue;
            }

            if (named is not null)
            {
                return $"multiple rows in {name.Table.Name} match \"{record}\"";
            }

            named = one;
        }

        if (named is null || name.Reference is null)
        {
            row = named;
            return null;
        }

        named.Verify(name.Reference);
        var reference = named[name.Reference];
        row = reference.Count == 1 ? replica[table].Find(reference.Key(0).Uuid) : null;
        return null;
    }

    private static bool IsNamed(Atom name, string record) => name.Type switch
    {
        AtomicType.Integer => record.Length > 0 && !record.AsSpan().ContainsAnyExceptInRange('0', '9')
            && long.TryParse(record, NumberStyles.None, CultureInfo.InvariantCulture, out var number)
            && number == name.Integer,
        AtomicType.Uuid => Uuid.TryParse(record, out var uuid) && uuid == name.Uuid,

        // A name that looks like an identifier may be shortened as one.
        _ => name.Text == record
            || (record.Length >= LeastPrefix && Uuid.TryParse(name.Text, out _)
                && name.Text.StartsWith(record, StringComparison.Ordinal)),
    };

    private static string? FindByPrefix(ReplicaTable rows, string record, out Row? found)
    {
        found = null;
        foreach (var row in rows.Rows)
        {
            if (!row.Uuid.ToString().StartsWith(record, StringComparison.OrdinalIgnoreCase))
            {
                continue;
            }

            if (found is not null)
            {
                return $"{rows.Schema.Name} contains 2 or more rows whose UUIDs begin with {record}: "
                    + $"at least {found.Uuid} and {row.Uuid}";
            }

            found = row;
        }

        return null;
    }
}
