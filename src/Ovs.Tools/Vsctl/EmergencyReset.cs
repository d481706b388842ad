using System.Collections.Generic;
using Ovs.Ovsdb.Client;
using Ovs.Ovsdb.Rows;
using Ovs.Ovsdb.Schema;
using Ovs.Tools.DbCtl;

namespace Ovs.Tools.Vsctl;

/// <summary>emer-reset: takes away what could keep the switch from plain forwarding, and leaves bridges and
/// ports.</summary>
internal static class EmergencyReset
{
    private const string HardwareAddress = "hwaddr";

    private static readonly (TableSchema Table, ColumnSchema[] Columns)[] s_changed =
    [
        (OpenVSwitch.TableSchema, [OpenVSwitch.ManagerOptionsColumn, OpenVSwitch.SslColumn]),
        (Bridge.TableSchema,
            [
                Bridge.ControllerColumn,
                Bridge.FailModeColumn,
                Bridge.MirrorsColumn,
                Bridge.NetflowColumn,
                Bridge.SflowColumn,
                Bridge.IpfixColumn,
                Bridge.FloodVlansColumn,
                Bridge.OtherConfigColumn,
            ]),
        (Port.TableSchema, [Port.OtherConfigColumn]),
        (Interface.TableSchema, [Interface.IngressPolicingRateColumn, Interface.IngressPolicingBurstColumn]),
    ];

    private static readonly TableSchema[] s_emptied =
    [
        Mirror.TableSchema,
        Controller.TableSchema,
        Manager.TableSchema,
        NetFlow.TableSchema,
        SSL.TableSchema,
        SFlow.TableSchema,
        IPFIX.TableSchema,
        FlowSampleCollectorSet.TableSchema,
    ];

    public static readonly CtlCommandRow Row = VsctlCommands.Writing("emer-reset", 0, 0, "", "", Prepare, Run);

    private static string? Prepare(CtlContext context)
    {
        foreach (var (table, columns) in s_changed)
        {
            foreach (var column in columns)
            {
                context.Monitor(table, column);
            }
        }

        return null;
    }

    private static string? Run(VsctlContext context)
    {
        foreach (var (table, columns) in s_changed)
        {
            foreach (var row in context.Replica[table].Rows)
            {
                Reset(row, columns);
            }
        }

        foreach (var table in s_emptied)
        {
            foreach (var row in new List<Row>(context.Replica[table].Rows))
            {
                row.Delete();
            }
        }

        context.NoteRowsChanged();
        return null;
    }

    private static void Reset(Row row, ColumnSchema[] columns)
    {
        // Only the hardware address must not change: others know the bridge by it.
        var address = row is Bridge bridge ? bridge.OtherConfig[HardwareAddress] : null;
        foreach (var column in columns)
        {
            row.Set(column, column.Type.Default);
        }

        if (address is not null)
        {
            ((Bridge)row).OtherConfig = new Dictionary<string, string> { [HardwareAddress] = address };
        }
    }
}
