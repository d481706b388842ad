using System.Collections.Generic;
using Ovs.Ovsdb.Client;
using Ovs.Ovsdb.Data;
using Ovs.Ovsdb.Rows.Vtep;
using Ovs.Ovsdb.Schema;
using Ovs.Tools.DbCtl;

namespace Ovs.Tools.VtepCtl;

/// <summary>A table of MAC addresses: each row tells where a logical switch's frames to the address go.</summary>
/// <param name="Place">A locator, or for several receivers a set of locators.</param>
internal sealed record MacTable(TableSchema Table, ColumnSchema Mac, ColumnSchema LogicalSwitch, ColumnSchema Place)
{
    /// <summary>The rows of one logical switch.</summary>
    public List<Row> RowsOf(CtlContext context, LogicalSwitch owner)
    {
        var rows = new List<Row>();
        foreach (var row in context.Replica[Table].Rows)
        {
            if (Uuid(row, LogicalSwitch) == owner.Uuid)
            {
                rows.Add(row);
            }
        }

        return rows;
    }

    public Row? Find(CtlContext context, LogicalSwitch owner, string mac) =>
        RowsOf(context, owner).Find(row => MacOf(row) == mac);

    public Row Insert(CtlContext context, LogicalSwitch owner, string mac)
    {
        var row = context.Transaction.Insert(Table);
        row[Mac] = Datum.Of(mac);
        row[LogicalSwitch] = Datum.Of(owner.Uuid);
        return row;
    }

    public string MacOf(Row row) => row[Mac].Key(0).Text;

    public Uuid PlaceOf(Row row) => Uuid(row, Place);

    public void Prepare(CtlContext context)
    {
        context.Monitor(Table, Mac);
        context.Monitor(Table, LogicalSwitch);
        context.Monitor(Table, Place);
    }

    private static Uuid Uuid(Row row, ColumnSchema column) => row[column].Key(0).Uuid;
}

/// <summary>The addresses that a switch learned itself, or those that others told it.</summary>
internal sealed record MacTables(string Word, MacTable Unicast, MacTable Multicast)
{
    public static readonly MacTables Local = new(
        "local",
        new(UcastMacsLocal.TableSchema, UcastMacsLocal.MACColumn, UcastMacsLocal.LogicalSwitchColumn,
            UcastMacsLocal.LocatorColumn),
        new(McastMacsLocal.TableSchema, McastMacsLocal.MACColumn, McastMacsLocal.LogicalSwitchColumn,
            McastMacsLocal.LocatorSetColumn));

    public static readonly MacTables Remote = new(
        "remote",
        new(UcastMacsRemote.TableSchema, UcastMacsRemote.MACColumn, UcastMacsRemote.LogicalSwitchColumn,
            UcastMacsRemote.LocatorColumn),
        new(McastMacsRemote.TableSchema, McastMacsRemote.MACColumn, McastMacsRemote.LogicalSwitchColumn,
            McastMacsRemote.LocatorSetColumn));

    public void Prepare(CtlContext context)
    {
        Unicast.Prepare(context);
        Multicast.Prepare(context);
    }
}
