using System.Collections.Generic;
using Ovs.Ovsdb.Rows;
using Ovs.Ovsdb.Schema;
using Ovs.Tools.DbCtl;

namespace Ovs.Tools.Vsctl;

/// <summary>The switch's database as `ovs-vsctl` shows it and lets users name its rows.</summary>
internal static class VsctlDatabase
{
    public static CtlDatabase Make() => new(
        OpenVSwitchDatabase.Model,
        new Dictionary<TableSchema, RowName>
        {
            [Bridge.TableSchema] = new(Bridge.TableSchema, Bridge.NameColumn),
            [Controller.TableSchema] = new(Bridge.TableSchema, Bridge.NameColumn, Bridge.ControllerColumn),
            [Interface.TableSchema] = new(Interface.TableSchema, Interface.NameColumn),
            [Mirror.TableSchema] = new(Mirror.TableSchema, Mirror.NameColumn),
            [Manager.TableSchema] = new(Manager.TableSchema, Manager.TargetColumn),
            [NetFlow.TableSchema] = new(Bridge.TableSchema, Bridge.NameColumn, Bridge.NetflowColumn),
            [Port.TableSchema] = new(Port.TableSchema, Port.NameColumn),
            [QoS.TableSchema] = new(Port.TableSchema, Port.NameColumn, Port.QosColumn),
            [SFlow.TableSchema] = new(Bridge.TableSchema, Bridge.NameColumn, Bridge.SflowColumn),
            [FlowTable.TableSchema] = new(FlowTable.TableSchema, FlowTable.NameColumn),
            [IPFIX.TableSchema] = new(Bridge.TableSchema, Bridge.NameColumn, Bridge.IpfixColumn),
            [AutoAttach.TableSchema] = new(Bridge.TableSchema, Bridge.NameColumn, Bridge.AutoAttachColumn),
            [FlowSampleCollectorSet.TableSchema] =
                new(FlowSampleCollectorSet.TableSchema, FlowSampleCollectorSet.IdColumn),
        },
        new ShownTable(
            OpenVSwitch.TableSchema,
            null,
            OpenVSwitch.ManagerOptionsColumn,
            OpenVSwitch.BridgesColumn,
            OpenVSwitch.OvsVersionColumn),
        new ShownTable(
            Bridge.TableSchema,
            Bridge.NameColumn,
            Bridge.ControllerColumn,
            Bridge.FailModeColumn,
            Bridge.DatapathTypeColumn,
            Bridge.PortsColumn),
        new ShownTable(
            Port.TableSchema, Port.NameColumn, Port.TagColumn, Port.TrunksColumn, Port.InterfacesColumn),
        new ShownTable(
            Interface.TableSchema,
            Interface.NameColumn,
            Interface.TypeColumn,
            Interface.OptionsColumn,
            Interface.ErrorColumn,
            Interface.BfdStatusColumn),
        new ShownTable(Controller.TableSchema, Controller.TargetColumn, Controller.IsConnectedColumn),
        new ShownTable(Manager.TableSchema, Manager.TargetColumn, Manager.IsConnectedColumn));
}
