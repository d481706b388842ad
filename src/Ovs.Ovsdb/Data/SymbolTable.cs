using System;
using System.Collections.Generic;
using System.Diagnostics.CodeAnalysis;

namespace Ovs.Ovsdb.Data;

/// <summary>
/// A name for a row that a transaction inserts (RFC 7047 5.1, &lt;named-uuid&gt;), or an "@name" of ovs-vsctl.
/// </summary>
public sealed class Symbol(string name, Uuid uuid, bool isCreated)
{
    public string Name => name;

    public Uuid Uuid { get; set; } = uuid;

    /// <summary>True once a row with this name has been inserted.</summary>
    public bool IsCreated { get; set; } = isCreated;

    public bool HasStrongReference { get; set; }

    public bool HasWeakReference { get; internal set; }

    internal void NoteReference(BaseType type)
    {
        if (type.RefTable is not null)
        {
            HasStrongReference |= type.RefType == RefType.Strong;
            HasWeakReference |= type.RefType == RefType.Weak;
        }
    }
}

/// <summary>The symbols of one transaction; a name may be used before the row it names is made.</summary>
public sealed class SymbolTable
{
    private readonly Dictionary<string, Symbol> _symbols = new(StringComparer.Ordinal);

    public IEnumerable<Symbol> Symbols => _symbols.Values;

    public bool TryGet(string name, [NotNullWhen(true)] out Symbol? symbol) => _symbols.TryGetValue(name, out symbol);

    /// <summary>Adds a symbol whose name must be new.</summary>
    public Symbol Put(string name, Uuid uuid, bool isCreated)
    {
        var symbol = new Symbol(name, uuid, isCreated);
        _symbols.Add(name, symbol);
        return symbol;
    }

    /// <summary>The symbol of this name, made with a random identifier when it is new.</summary>
    public Symbol GetOrAdd(string name) =>
        _symbols.TryGetValue(name, out var symbol) ? symbol : Put(name, Uuid.NewRandom(), isCreated: false);
}
