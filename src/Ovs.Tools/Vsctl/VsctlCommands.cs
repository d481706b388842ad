using System;
using Ovs.Tools.DbCtl;

namespace Ovs.Tools.Vsctl;

/// <summary>The commands of `ovs-vsctl` beyond those on any database.</summary>
internal static class VsctlCommands
{
    public static readonly CtlCommandRow[] Rows =
    [
        Writing("init", 0, 0, "", "", null, static _ => null),
        .. BridgeCommands.Rows,
        .. PortCommands.Rows,
        .. BondCommands.Rows,
        .. ControllerCommands.Rows,
        .. ManagerCommands.Rows,
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
