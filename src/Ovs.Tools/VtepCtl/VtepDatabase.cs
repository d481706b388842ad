using System.Collections.Generic;
using Ovs.Ovsdb.Rows.Vtep;
using Ovs.Ovsdb.Schema;
using Ovs.Tools.DbCtl;

namespace Ovs.Tools.VtepCtl;

/// <summary>The database of hardware switches as `vtep-ctl` shows it and lets users name its rows.</summary>
internal static class VtepDatabase
{
    public static CtlDatabase Make() => new(
        HardwareVtepDatabase.Model,
        new Dictionary<TableSchema, RowName>
        {
            [LogicalSwitch.TableSchema] = new(LogicalSwitch.TableSchema, LogicalSwitch.NameColumn),
            [Manager.TableSchema] = new(Manager.TableSchema, Manager.TargetColumn),
            [PhysicalPort.TableSchema] = new(PhysicalPort.TableSchema, PhysicalPort.NameColumn),
            [PhysicalSwitch.TableSchema] = new(PhysicalSwitch.TableSchema, PhysicalSwitch.NameColumn),
            [LogicalRouter.TableSchema] = new(LogicalRouter.TableSchema, LogicalRouter.NameColumn),
        },
        new ShownTable(Global.TableSchema, null, Global.ManagersColumn, Global.SwitchesColumn),
        new ShownTable(Manager.TableSchema, Manager.TargetColumn, Manager.IsConnectedColumn),
        new ShownTable(
            PhysicalSwitch.TableSchema,
            PhysicalSwitch.NameColumn,
            PhysicalSwitch.ManagementIpsColumn,
            PhysicalSwitch.TunnelIpsColumn,
            PhysicalSwitch.PortsColumn),
        new ShownTable(PhysicalPort.TableSchema, PhysicalPort.NameColumn, PhysicalPort.VlanBindingsColumn),
        new ShownTable(LogicalSwitch.TableSchema, LogicalSwitch.NameColumn));
}
