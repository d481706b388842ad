using System;
using Ovs.Ovsdb.Rows;
using Ovs.Runtime.Logging;
using Ovs.Tools.DbCtl;

namespace Ovs.Tools.Vsctl;

/// <summary>The commands of `ovs-vsctl` beyond those on any database.</summary>
internal static class VsctlCommands
{
    private static readonly ManagerCommands s_managers = new(
        OpenVSwitch.TableSchema,
        OpenVSwitch.ManagerOptionsColumn,
        Manager.TableSchema,
        Manager.TargetColumn,
        Manager.InactivityProbeColumn,
        LogModule.Define("vsctl"));

    public static readonly CtlCommandRow[] Rows =
    [
        Writing("init", 0, 0, "", "", null, static _ => null),
        .. BridgeCommands.Rows,
        .. PortCommands.Rows,
        .. BondCommands.Rows,
        .. ControllerCommands.Rows,
        .. s_managers.Rows("TARGET..."),
        .. SslCommands.Rows,
        .. AutoAttachCommands.Rows,
        EmergencyReset.Row,
        .. ZonePolicyCommands.Rows,
        Reading("list-dp-cap", 1, 1, "", "", ZoneCommands.PrepareCapabilities, ZoneCommands.ListCapabilities),
        .. ZoneLimitCommands.Rows,
    ];

    public static CtlCommandRow Reading(
        string name,
        int least,
        int most,
        string usage,
        string options,
        Func<CtlContext, string?>? prepare,
        Func<VsctlContext, string?> run) =>
        new(name, least, most, usage, options, CtlAccess.ReadOnly, prepare, context => run((VsctlContext)context));

    public static CtlCommandRow Writing(
        string name,
        int least,
        int most,
        string usage,
        string options,
        Func<CtlContext, string?>? prepare,
        Func<VsctlContext, string?> run) =>
        new(name, least, most, usage, options, CtlAccess.ReadWrite, prepare, context => run((VsctlContext)context));
}
