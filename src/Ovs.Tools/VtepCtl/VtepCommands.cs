using System;
using Ovs.Ovsdb.Rows.Vtep;
using Ovs.Runtime.Logging;
using Ovs.Tools.DbCtl;

namespace Ovs.Tools.VtepCtl;

/// <summary>The commands of `vtep-ctl` beyond those on any database.</summary>
internal static class VtepCommands
{
    /// <summary>What the commands that ask whether something exists end with when it does not.</summary>
    public const int NotThereStatus = 2;

    private static readonly ManagerCommands s_managers = new(
        Global.TableSchema,
        Global.ManagersColumn,
        Manager.TableSchema,
        Manager.TargetColumn,
        Manager.InactivityProbeColumn,
        LogModule.Define("vtep_ctl"));

    public static readonly CtlCommandRow[] Rows =
    [
        .. PhysicalSwitchCommands.Rows,
        .. LogicalSwitchCommands.Rows,
        .. BindingCommands.Rows,
        .. LogicalRouterCommands.Rows,
        .. MacCommands.Rows,
        .. s_managers.Rows(""),
    ];

    public static CtlCommandRow Reading(
        string name, int least, int most, string options, Func<VtepContext, string?> run) =>
        new(name, least, most, "", options, CtlAccess.ReadOnly, Prepare, context => run((VtepContext)context));

    public static CtlCommandRow Writing(
        string name, int least, int most, string options, Func<VtepContext, string?> run) =>
        new(name, least, most, "", options, CtlAccess.ReadWrite, Prepare, context => run((VtepContext)context));

    private static string? Prepare(CtlContext context)
    {
        context.Monitor(Global.TableSchema, Global.SwitchesColumn);
        context.Monitor(PhysicalSwitch.TableSchema, PhysicalSwitch.NameColumn);
        context.Monitor(PhysicalSwitch.TableSchema, PhysicalSwitch.PortsColumn);
        context.Monitor(PhysicalPort.TableSchema, PhysicalPort.NameColumn);
        context.Monitor(PhysicalPort.TableSchema, PhysicalPort.VlanBindingsColumn);
        context.Monitor(LogicalSwitch.TableSchema, LogicalSwitch.NameColumn);
        context.Monitor(LogicalSwitch.TableSchema, LogicalSwitch.ReplicationModeColumn);
        context.Monitor(LogicalRouter.TableSchema, LogicalRouter.NameColumn);
        context.Monitor(PhysicalLocatorSet.TableSchema, PhysicalLocatorSet.LocatorsColumn);
        context.Monitor(PhysicalLocator.TableSchema, PhysicalLocator.DstIpColumn);
        context.Monitor(PhysicalLocator.TableSchema, PhysicalLocator.EncapsulationTypeColumn);
        MacTables.Local.Prepare(context);
        MacTables.Remote.Prepare(context);
        return null;
    }
}
