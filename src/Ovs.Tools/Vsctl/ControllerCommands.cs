using System.Collections.Generic;
using Ovs.Ovsdb.Rows;
using Ovs.Runtime.Logging;
using Ovs.Tools.DbCtl;

namespace Ovs.Tools.Vsctl;

/// <summary>The commands about controllers, and about what a bridge does without one.</summary>
internal static class ControllerCommands
{
    private static readonly LogModule s_log = LogModule.Define("vsctl");

    public static readonly CtlCommandRow[] Rows =
    [
        VsctlCommands.Reading("get-controller", 1, 1, "BRIDGE", "", Prepare, Get),
        VsctlCommands.Writing("del-controller", 1, 1, "BRIDGE", "", Prepare, Delete),
        VsctlCommands.Writing(
            "set-controller", 1, int.MaxValue, "BRIDGE TARGET...", "--inactivity-probe=", Prepare, Set),
        VsctlCommands.Reading("get-fail-mode", 1, 1, "BRIDGE", "", SwitchColumns.Prepare, GetFailMode),
        VsctlCommands.Writing("del-fail-mode", 1, 1, "BRIDGE", "", SwitchColumns.Prepare, DeleteFailMode),
        VsctlCommands.Writing("set-fail-mode", 2, 2, "BRIDGE MODE", "", SwitchColumns.Prepare, SetFailMode),
    ];

    private static string? Prepare(CtlContext context)
    {
        context.Monitor(Controller.TableSchema, Controller.TargetColumn);
        context.Monitor(Controller.TableSchema, Controller.InactivityProbeColumn);
        return SwitchColumns.Prepare(context);
    }

    private static string? Get(VsctlContext context)
    {
        if (context.RequireBridge(context.Arguments[1], out var bridge) is { } error)
        {
            return error;
        }

        Verify(bridge.RealRow);
        var targets = new List<string>();
        foreach (var controller in bridge.RealRow.Controller)
        {
            targets.Add(controller.Target);
        }

        context.AppendSorted(targets);
        return null;
    }

    private static string? Delete(VsctlContext context)
    {
        var error = context.RequireRealBridge(context.Arguments[1], out var bridge);
        if (error is null)
        {
            Verify(bridge.RealRow);
            if (bridge.RealRow.Controller.Count > 0)
            {
                DeleteRows(bridge.RealRow);
                bridge.RealRow.Controller = [];
            }
        }

        return error;
    }

    private static string? Set(VsctlContext context)
    {
        if (context.RequireRealBridge(context.Arguments[1], out var bridge) is { } error)
        {
            return error;
        }

        Verify(bridge.RealRow);
        DeleteRows(bridge.RealRow);
        var controllers = new List<Controller>();
        for (var i = 2; i < context.Arguments.Count; i++)
        {
            Targets.Check(context.Arguments[i], s_log);
            var row = context.Transaction.Insert<Controller>();
            row.Target = context.Arguments[i];
            if (context.Option("--inactivity-probe") is { } probe)
            {
                row.InactivityProbe = CNumber.Atoll(probe);
            }

            controllers.Add(row);
        }

        bridge.RealRow.Controller = controllers;
        return null;
    }

    private static void Verify(Bridge bridge)
    {
        bridge.Verify(Bridge.ControllerColumn);
        foreach (var controller in bridge.Controller)
        {
            controller.Verify(Controller.TargetColumn);
        }
    }

    private static void DeleteRows(Bridge bridge)
    {
        foreach (var controller in bridge.Controller)
        {
            controller.Delete();
        }
    }

    private static string? GetFailMode(VsctlContext context)
    {
        if (context.RequireBridge(context.Arguments[1], out var bridge) is { } error)
        {
            return error;
        }

        bridge.RealRow.Verify(Bridge.FailModeColumn);
        if (bridge.RealRow.FailMode is { Length: > 0 } mode)
        {
            context.Output.Append(mode).Append('\n');
        }

        return null;
    }

    private static string? DeleteFailMode(VsctlContext context)
    {
        var error = context.RequireRealBridge(context.Arguments[1], out var bridge);
        if (error is null)
        {
            bridge.RealRow.FailMode = null;
        }

        return error;
    }

    private static string? SetFailMode(VsctlContext context)
    {
        if (context.RequireRealBridge(context.Arguments[1], out var bridge) is { } error)
        {
            return error;
        }

        var mode = context.Arguments[2];
        if (mode is not ("standalone" or "secure"))
        {
            return "fail-mode must be \"standalone\" or \"secure\"";
        }

        bridge.RealRow.FailMode = mode;
        return null;
    }
}
