using Ovs.Ovsdb.Data;
using Ovs.Runtime.Logging;

namespace Ovs.Tools.DbCtl;

/// <summary>The "@name"s that `--id` gives to rows.</summary>
internal static class RowSymbol
{
    /// <summary>Makes the name of an `--id` option; gives null or what is wrong.</summary>
    public static string? Create(SymbolTable symbols, string id, out Symbol symbol)
    {
        symbol = null!;
        if (!id.StartsWith('@'))
        {
            return $"row id \"{id}\" does not begin with \"@\"";
        }

        symbol = symbols.GetOrAdd(id);
        if (symbol.IsCreated)
        {
            return $"row id \"{id}\" may only be specified on one --id option";
        }

        symbol.IsCreated = true;
        return null;
    }

    /// <summary>When all commands have run: a name without a row is wrong, a row that nothing will keep is
    /// odd.</summary>
    public static string? CheckAll(SymbolTable symbols, LogModule log)
    {
        foreach (var symbol in symbols.Symbols)
        {
            if (!symbol.IsCreated)
            {
                return $"row id \"{symbol.Name}\" is referenced but never created "
                    + $"(e.g. with \"-- --id={symbol.Name} create ...\")";
            }

            if (!symbol.HasStrongReference)
            {
                var created = $"row id \"{symbol.Name}\" was created but";
                var reference = symbol.HasWeakReference
                    ? "only a weak reference to it was inserted"
                    : "no reference to it was inserted";
                log.Warn($"{created} {reference}, so it will not actually appear in the database");
            }
        }

        return null;
    }
}
