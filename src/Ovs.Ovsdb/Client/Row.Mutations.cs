using System.Collections.Generic;
using Ovs.Ovsdb.Data;
using Ovs.Ovsdb.Schema;
using Ovs.Runtime.Json;
using Ovs.Runtime.Logging;

namespace Ovs.Ovsdb.Client;

/// <summary>
/// Changes of single elements of sets and maps, sent as mutations (RFC 7047 5.1), so that clients that change different
/// elements of one column do not get in each other's way. Reading shows them once the server has them.
/// </summary>
public partial class Row
{
    private static readonly LogModule s_log = LogModule.Define("ovsdb_idl");

    private SortedDictionary<int, SortedDictionary<Atom, Mutation>>? _mutations;

    private enum MutationKind
    {
        Insert,
        Delete,

        /// <summary>Of a map: delete the key, then insert the pair.</summary>
        Replace,
    }

    internal bool HasMutations => _mutations is not null;

    /// <summary>Puts a pair into a map, in place of the pair with the same key.</summary>
    public void PutPair(ColumnSchema column, Atom key, Atom value)
    {
        if (IsInserted || IsWritten(column))
        {
            var before = this[column];
            var pair = Datum.Pair(key, value);
            Set(column, before.Subtract(Datum.Of(key)).Union(pair));
            return;
        }

        var kind = this[column].ContainsKey(key) ? MutationKind.Replace : MutationKind.Insert;
        Mutate(column, key, new Mutation(kind, value));
    }

    /// <summary>Adds an element to a set.</summary>
    public void AddElement(ColumnSchema column, Atom element)
    {
        if (IsInserted || IsWritten(column))
        {
            Set(column, this[column].Union(Datum.Of(element)));
            return;
        }

        Mutate(column, element, new Mutation(MutationKind.Insert, default));
    }

    /// <summary>Removes an element from a set, or a key and its value from a map.</summary>
    public void RemoveElement(ColumnSchema column, Atom key)
    {
        if (IsInserted || IsWritten(column))
        {
            Set(column, this[column].Subtract(Datum.Of(key)));
            return;
        }

        Mutate(column, key, new Mutation(MutationKind.Delete, default));
    }

    /// <summary>The &lt;mutation&gt;s of the open transaction.</summary>
    internal JsonArray ComposeMutations(Transaction transaction)
    {
        var result = new JsonArray();
        foreach (var (index, mutations) in _mutations!)
        {
            var column = Table.Schema.Columns[index];
            var before = this[column];
            var deleted = new JsonArray();
            var inserted = new JsonArray();
            foreach (var (key, mutation) in mutations)
            {
                Compose(transaction, column, before, key, mutation, deleted, inserted);
            }

            if (deleted.Count > 0)
            {
                result.Add(new JsonArray(column.Name, "delete", new JsonArray("set", deleted)));
            }

            if (inserted.Count > 0)
            {
                var word = column.Type.IsMap ? "map" : "set";
                result.Add(new JsonArray(column.Name, "insert", new JsonArray(word, inserted)));
            }
        }

        return result;
    }

    private static void Compose(
        Transaction transaction,
        ColumnSchema column,
        Datum before,
        Atom key,
        Mutation mutation,
        JsonArray deleted,
        JsonArray inserted)
    {
        if (mutation.Kind == MutationKind.Delete && !before.ContainsKey(key))
        {
            s_log.Warn($"Trying to delete a key that doesn't exist in the {(column.Type.IsMap ? "map" : "set")}.");
            return;
        }

        if (mutation.Kind == MutationKind.Replace && before.TryGetValue(key, out var old) && old == mutation.Value)
        {
            return;
        }

        var keyJson = transaction.ToJson(key);
        if (mutation.Kind != MutationKind.Insert)
        {
            deleted.Add(keyJson);
        }

        if (mutation.Kind != MutationKind.Delete)
        {
            inserted.Add(column.Type.IsMap ? new JsonArray(keyJson, transaction.ToJson(mutation.Value)) : keyJson);
        }
    }

    private void Mutate(ColumnSchema column, Atom key, Mutation mutation)
    {
        Writable(column).Touch(this);
        _mutations ??= [];
        if (!_mutations.TryGetValue(column.Index, out var mutations))
        {
            mutations = [];
            _mutations.Add(column.Index, mutations);
        }

        mutations[key] = mutation;
    }

    private readonly record struct Mutation(MutationKind Kind, Atom Value);
}
