using Ovs.Flow.Fields;
using Ovs.Flow.Headers;
using Ovs.Flow.Key;
using Ovs.Flow.Match;
using Ovs.OpenFlow.Errors;
using Ovs.OpenFlow.Versions;
using Ovs.Runtime.Logging;

namespace Ovs.OpenFlow.Actions;

/// <summary>
/// Whether actions make sense for the packets of a flow: prerequisites of fields, ports, tables. Walking a list, it follows
/// how pushes and pops change what a packet is.
/// </summary>
public sealed class ActionCheck
{
    private static readonly LogModule s_log = LogModule.Define("meta_flow");
    private static readonly LogRateLimit s_limit = new(1, 5);

    /// <param name="match">What the packets are known to be; unchanged in the end.</param>
    /// <param name="maxPort">Least port number that does not exist.</param>
    /// <param name="table">The flow's table, 255 if unknown.</param>
    /// <param name="tableCount">How many tables there are, 255 if unknown.</param>
    public ActionCheck(FlowMatch match, OfPort maxPort, byte table = 255, byte tableCount = 255)
    {
        Match = match;
        MaxPort = maxPort;
        Table = table;
        TableCount = tableCount;
    }

    /// <summary>The formats in which the actions can be sent with this match: OpenFlow 1.1 and later want consistency.</summary>
    public OfProtocols Usable { get; private set; } = OfProtocols.Any;

    internal FlowMatch Match { get; }

    internal OfPort MaxPort { get; }

    internal byte Table { get; }

    internal byte TableCount { get; }

    internal ref FlowKey Packet => ref Match.Value.Key;

    internal ushort EthType => Match.EthType;

    internal bool IsIp => EthTypes.IsIp(EthType);

    /// <summary>Checks a whole list.</summary>
    public OfError Check(ActionList actions)
    {
        var saved = (Packet.PacketType, Packet.EthType, Packet.Vlan0, Packet.Vlan1, Packet.IpProto);
        var error = OfError.None;
        Usable = OfProtocols.Any;
        foreach (var action in actions.Span)
        {
            error = action.Check(this);
            if (error != OfError.None)
            {
                break;
            }
        }

        (Packet.PacketType, Packet.EthType, Packet.Vlan0, Packet.Vlan1, Packet.IpProto) = saved;
        return error;
    }

    /// <summary>As <see cref="Check"/>, and refuses what the peer's format cannot say.</summary>
    public OfError CheckConsistency(ActionList actions, OfProtocols needed)
    {
        var error = Check(actions);
        return error == OfError.None && (needed & ~Usable) != 0 ? OfError.BadActionMatchInconsistent : error;
    }

    /// <summary>Checks a list inside an action.</summary>
    internal OfError CheckNested(ActionList actions)
    {
        var usable = Usable;
        var error = Check(actions);
        Usable &= usable;
        return error;
    }

    /// <summary>Checks a list whose formats do not count.</summary>
    internal OfError CheckApart(ActionList actions)
    {
        var usable = Usable;
        var error = Check(actions);
        Usable = usable;
        return error;
    }

    /// <summary>OpenFlow 1.0 lets it pass; later versions refuse an action that does not fit the match.</summary>
    internal void NoteInconsistency() => Usable &= OfProtocols.Any10;

    internal OfError OutputPort(OfPort port) => OutputPort(port, MaxPort);

    internal static OfError OutputPort(OfPort port, OfPort maxPort) =>
        port == OfPort.InPort || port == OfPort.Table || port == OfPort.Normal || port == OfPort.Flood
            || port == OfPort.All || port == OfPort.Controller || port == OfPort.Local
            || (port != OfPort.None && port.Number < maxPort.Number)
            ? OfError.None
            : OfError.BadActionBadOutPort;

    /// <summary>Whether bits can be read; without a match, only whether they exist.</summary>
    internal static OfError Source(in SubField bits, FlowMatch? match) => SubFieldError(in bits, match, "source");

    internal static OfError Destination(in SubField bits, FlowMatch? match)
    {
        var error = SubFieldError(in bits, match, "destination");
        if (error == OfError.None && !bits.Field.IsWritable)
        {
            s_log.Warn(s_limit, $"destination field {bits.Field.Name} is not writable");
            error = OfError.BadActionBadSetArgument;
        }

        return error;
    }

    private static OfError SubFieldError(in SubField bits, FlowMatch? match, string what)
    {
        var field = bits.Field;
        if (bits.Bits == 0)
        {
            s_log.Warn(s_limit, $"zero bit {what} field {field.Name}");
            return OfError.BadActionBadSetLen;
        }

        if (bits.Offset >= field.Bits)
        {
            s_log.Warn(s_limit, $"bit offset {bits.Offset} exceeds {field.Bits}-bit width of {what} field {field.Name}");
            return OfError.BadActionBadSetLen;
        }

        if (bits.Offset + bits.Bits > field.Bits)
        {
            s_log.Warn(s_limit, $"bit offset {bits.Offset} and width {bits.Bits} exceeds {field.Bits}-bit width of " +
                $"{what} field {field.Name}");
            return OfError.BadActionBadSetLen;
        }

        if (match is not null && !Prerequisites.Met(field, match))
        {
            s_log.Warn(s_limit, $"{what} field {field.Name} lacks correct prerequisites");
            return OfError.BadActionMatchInconsistent;
        }

        return OfError.None;
    }
}
