using System;
using System.Collections.Generic;
using Ovs.Ovsdb.Data;
using Ovs.Runtime.Json;

namespace Ovs.Ovsdb.Client;

/// <summary>
/// Which rows of each table a client wants. A condition goes through three places: wanted by the client, asked of the
/// server, agreed by the server; a connection that breaks between them must not lose rows.
/// </summary>
internal sealed class TableConditions
{
    private static readonly JsonArray s_always = new(true);
    private static readonly JsonArray s_never = new(false);

    private readonly SortedDictionary<string, Slots> _tables = new(StringComparer.Ordinal);
    private bool _isChanged;

    /// <summary>Grows with each change that the server has agreed to.</summary>
    public int Sequence { get; private set; }

    /// <summary>Wants <paramref name="condition"/> (an array of clauses; null means every row) for a table, and gives
    /// the <see cref="Sequence"/> at which it will hold.</summary>
    public int Set(string table, JsonArray? condition)
    {
        var wanted = Normalize(condition);
        var slots = SlotsOf(table);
        if (!wanted.Equals(slots.Wanted ?? slots.Asked ?? slots.Agreed))
        {
            slots.Wanted = wanted;
            _isChanged = true;
        }

        if (slots.Wanted is null)
        {
            return Sequence + (slots.Asked is null ? 0 : 1);
        }

        var isAnyAsked = false;
        foreach (var other in _tables.Values)
        {
            isAnyAsked |= other.Asked is not null;
        }

        return Sequence + (isAnyAsked ? 1 : 0) + 1;
    }

    /// <summary>Puts "where" into the requests of a new monitor.</summary>
    public void AddTo(JsonObject requests)
    {
        foreach (var (table, slots) in _tables)
        {
            if (requests[table] is not JsonArray { Count: > 0 } request)
            {
                request = new JsonArray(new JsonObject(("columns", new JsonArray())));
                requests[table] = request;
            }

            ((JsonObject)request[0])["where"] = slots.Agreed;
        }
    }

    /// <summary>The requests of a "monitor_cond_change", or null when nothing changed.</summary>
    public JsonObject? TakeChange()
    {
        if (!_isChanged)
        {
            return null;
        }

        _isChanged = false;
        var requests = new JsonObject();
        foreach (var (table, slots) in _tables)
        {
            if (slots.Wanted is not null)
            {
                requests[table] = new JsonArray(new JsonObject(("where", slots.Wanted)));
                slots.Asked = slots.Wanted;
                slots.Wanted = null;
            }
        }

        return requests.Count > 0 ? requests : null;
    }

    /// <summary>The server agreed to what it was asked.</summary>
    public void Acknowledge()
    {
        foreach (var slots in _tables.Values)
        {
            slots.Agreed = slots.Asked ?? slots.Agreed;
            slots.Asked = null;
        }

        Sequence++;
    }

    /// <summary>
    /// A new connection begins. Without a transaction to resume from, it may start with what is wanted. Otherwise it
    /// must resume with what was agreed; when a change was under way nobody knows which rows the server has sent, so
    /// the answer is that resuming is not possible.
    /// </summary>
    public bool Restart(Uuid lastTransaction)
    {
        var mayResume = true;
        foreach (var slots in _tables.Values)
        {
            if (lastTransaction.IsZero)
            {
                slots.Agreed = slots.Wanted ?? slots.Asked ?? slots.Agreed;
                slots.Wanted = null;
                slots.Asked = null;
            }
            else if (slots.Asked is not null)
            {
                slots.Wanted ??= slots.Asked;
                slots.Asked = null;
                _isChanged = true;
                mayResume = false;
            }
        }

        _isChanged &= !lastTransaction.IsZero;
        return mayResume;
    }

    private static JsonArray Normalize(JsonArray? condition) => condition switch
    {
        null or { Count: 1 } when condition is null || condition[0].Kind == JsonKind.True => s_always,
        { Count: 0 } => s_never,
        { Count: 1 } when condition[0].Kind == JsonKind.False => s_never,
        _ => condition!,
    };

    private Slots SlotsOf(string table)
    {
        if (!_tables.TryGetValue(table, out var slots))
        {
            slots = new Slots();
            _tables.Add(table, slots);
        }

        return slots;
    }

    private sealed class Slots
    {
        public JsonArray Agreed { get; set; } = s_always;

        public JsonArray? Asked { get; set; }

        public JsonArray? Wanted { get; set; }
    }
}
