using System;
using Ovs.Flow.Fields;
using Ovs.OpenFlow.Actions;

namespace Ovs.Ofproto.Tables;

/// <summary>Looks through actions, those inside others too.</summary>
public static class ActionScan
{
    /// <summary>True if some action sends packets to a port.</summary>
    public static bool SendsTo(ActionList actions, OfPort port) => Any(actions, port, static (action, port) => action switch
    {
        OutputAction output => output.Port == port,
        EnqueueAction enqueue => enqueue.Port == port,
        ControllerAction => port == OfPort.Controller,
        _ => false,
    });

    /// <summary>True if some action hands packets to a group.</summary>
    public static bool UsesGroup(ActionList actions, uint group) =>
        Any(actions, group, static (action, group) => action is GroupAction one && one.Group == group);

    /// <summary>True if some action hands packets to a meter.</summary>
    public static bool UsesMeter(ActionList actions, uint meter) =>
        Any(actions, meter, static (action, meter) => action is MeterAction one && one.Meter == meter);

    public static bool Any<TState>(ActionList actions, TState state, Func<OfAction, TState, bool> isIt)
    {
        foreach (var action in actions.Span)
        {
            if (isIt(action, state) || (Inner(action) is { } inner && Any(inner, state, isIt)))
            {
                return true;
            }
        }

        return false;
    }

    private static ActionList? Inner(OfAction action) => action switch
    {
        WriteActionsAction write => write.Actions,
        CloneAction clone => clone.Actions,
        CtAction ct => ct.Actions,
        _ => null,
    };
}
