using System.Collections.Generic;
using Ovs.Ovsdb.Data;
using Ovs.Ovsdb.Rows.Vtep;
using Ovs.Tools.DbCtl;

namespace Ovs.Tools.VtepCtl;

/// <summary>The commands about MAC addresses of logical switches and the tunnels' ends behind which they are.</summary>
internal static class MacCommands
{
    private const string DefaultEncapsulation = "vxlan_over_ipv4";

    public static readonly CtlCommandRow[] Rows = [.. RowsOf(MacTables.Local), .. RowsOf(MacTables.Remote)];

    private static CtlCommandRow[] RowsOf(MacTables tables) =>
    [
        VtepCommands.Writing($"add-ucast-{tables.Word}", 3, 4, "", context => AddUnicast(context, tables.Unicast)),
        VtepCommands.Writing($"del-ucast-{tables.Word}", 2, 2, "", context => DeleteUnicast(context, tables.Unicast)),
        VtepCommands.Writing($"add-mcast-{tables.Word}", 3, 4, "", context => AddMulticast(context, tables.Multicast)),
        VtepCommands.Writing(
            $"del-mcast-{tables.Word}", 3, 4, "", context => DeleteMulticast(context, tables.Multicast)),

        // The log takes it for a reader, as in the original.
        VtepCommands.Reading($"clear-{tables.Word}-macs", 1, 1, "", context => Clear(context, tables)),
        VtepCommands.Reading($"list-{tables.Word}-macs", 1, 1, "", context => List(context, tables)),
    ];

    private static string? AddUnicast(VtepContext context, MacTable table)
    {
        if (context.RequireLogicalSwitch(context.Arguments[1], out var owner) is { } error)
        {
            return error;
        }

        var mac = context.Arguments[2];
        var locator = FindLocator(context) ?? InsertLocator(context);
        var row = table.Find(context, owner, mac) ?? table.Insert(context, owner, mac);
        row[table.Place] = Datum.Of(locator.Uuid);
        return null;
    }

    private static string? DeleteUnicast(VtepContext context, MacTable table)
    {
        var error = context.RequireLogicalSwitch(context.Arguments[1], out var owner);
        if (error is null)
        {
            table.Find(context, owner, context.Arguments[2])?.Delete();
        }

        return error;
    }

    private static string? AddMulticast(VtepContext context, MacTable table)
    {
        if (context.RequireLogicalSwitch(context.Arguments[1], out var owner) is { } error)
        {
            return error;
        }

        var mac = context.Arguments[2];
        var row = table.Find(context, owner, mac);
        var locators = new List<PhysicalLocator>(row is null ? [] : LocatorsOf(context, table.PlaceOf(row)))
        {
            FindLocator(context) ?? InsertLocator(context),
        };
        row ??= table.Insert(context, owner, mac);
        row[table.Place] = Datum.Of(InsertSet(context, locators).Uuid);
        return null;
    }

    private static string? DeleteMulticast(VtepContext context, MacTable table)
    {
        if (context.RequireLogicalSwitch(context.Arguments[1], out var owner) is { } error)
        {
            return error;
        }

        if (table.Find(context, owner, context.Arguments[2]) is not { } row || FindLocator(context) is not { } locator)
        {
            return null;
        }

        var locators = new List<PhysicalLocator>(LocatorsOf(context, table.PlaceOf(row)));
        locators.Remove(locator);
        if (locators.Count == 0)
        {
            row.Delete();
        }
        else
        {
            row[table.Place] = Datum.Of(InsertSet(context, locators).Uuid);
        }

        return null;
    }

    private static string? Clear(VtepContext context, MacTables tables)
    {
        if (context.RequireLogicalSwitch(context.Arguments[1], out var owner) is { } error)
        {
            return error;
        }

        tables.Unicast.RowsOf(context, owner).ForEach(static row => row.Delete());
        tables.Multicast.RowsOf(context, owner).ForEach(static row => row.Delete());
        return null;
    }

    private static string? List(VtepContext context, MacTables tables)
    {
        if (context.RequireLogicalSwitch(context.Arguments[1], out var owner) is { } error)
        {
            return error;
        }

        var lines = new List<string>();
        foreach (var row in tables.Unicast.RowsOf(context, owner))
        {
            if (context.Replica.Find<PhysicalLocator>(tables.Unicast.PlaceOf(row)) is { } locator)
            {
                lines.Add(Line(tables.Unicast.MacOf(row), locator));
            }
        }

        AppendSection(context, $"ucast-mac-{tables.Word}", lines);
        lines.Clear();
        foreach (var row in tables.Multicast.RowsOf(context, owner))
        {
            foreach (var locator in LocatorsOf(context, tables.Multicast.PlaceOf(row)))
            {
                lines.Add(Line(tables.Multicast.MacOf(row), locator));
            }
        }

        AppendSection(context, $"mcast-mac-{tables.Word}", lines);
        return null;
    }

    private static string Line(string mac, PhysicalLocator locator) =>
        $"  {mac} -> {locator.EncapsulationType}/{locator.DstIp}";

    private static void AppendSection(VtepContext context, string title, List<string> lines)
    {
        context.Output.Append(title).Append('\n');
        context.AppendSorted(lines);
        context.Output.Append('\n');
    }

    private static (string Encapsulation, string Address) ParseLocator(VtepContext context) =>
        context.Arguments.Count == 4
            ? (DefaultEncapsulation, context.Arguments[3])
            : (context.Arguments[3], context.Arguments[4]);

    private static PhysicalLocator? FindLocator(VtepContext context)
    {
        var (encapsulation, address) = ParseLocator(context);
        foreach (var locator in context.Replica.Rows<PhysicalLocator>())
        {
            if (locator.EncapsulationType == encapsulation && locator.DstIp == address)
            {
                return locator;
            }
        }

        return null;
    }

    private static PhysicalLocator InsertLocator(VtepContext context)
    {
        var (encapsulation, address) = ParseLocator(context);
        var locator = context.Transaction.Insert<PhysicalLocator>();
        locator.EncapsulationType = encapsulation;
        locator.DstIp = address;
        return locator;
    }

    private static IReadOnlyList<PhysicalLocator> LocatorsOf(VtepContext context, Uuid set) =>
        context.Replica.Find<PhysicalLocatorSet>(set)?.Locators ?? [];

    /// <summary>Sets cannot change, so each change makes a new one; the server deletes the old one.</summary>
    private static PhysicalLocatorSet InsertSet(VtepContext context, List<PhysicalLocator> locators)
    {
        var set = context.Transaction.Insert<PhysicalLocatorSet>();
        set.Locators = locators;
        return set;
    }
}
