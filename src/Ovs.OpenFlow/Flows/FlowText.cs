using Ovs.Flow.Fields;
using Ovs.Flow.Match;
using Ovs.OpenFlow.Actions;
using Ovs.OpenFlow.Errors;
using Ovs.OpenFlow.Messages;
using Ovs.OpenFlow.Oxm;
using Ovs.OpenFlow.Text;
using Ovs.OpenFlow.Versions;
using Ovs.OpenFlow.Wire;

namespace Ovs.OpenFlow.Flows;

/// <summary>The text of flow-mods and of flow statistics.</summary>
public sealed class FlowText
{
    private const byte ShownTableCount = 255;
    private readonly FlowMatch _match = new();
    private readonly ActionPrinter _printer;

    public FlowText(TextBuffer text, NameMap? ports = null, NameMap? tables = null)
        : this(new ActionPrinter(text, ports, tables))
    {
    }

    internal FlowText(ActionPrinter printer) => _printer = printer;

    private TextBuffer Text => _printer.Text;

    /// <summary>Appends "cookie=0x0, duration=1s, table=0, ... priority=1,ip actions=drop".</summary>
    /// <param name="showsStats">Counts and ages too; else what is zero is left out.</param>
    public void Append(FlowStats flow, bool showsStats = true)
    {
        if (showsStats || flow.Cookie != 0)
        {
            Param("cookie").Append("0x").Hex(flow.Cookie).Append(", ");
        }

        if (showsStats)
        {
            Param("duration");
            DurationText.Append(Text, flow.DurationSeconds, flow.DurationNanoseconds);
            Text.Append(", ");
        }

        if (showsStats || flow.TableId != 0 || _printer.Tables?.NameOf(flow.TableId) is not null)
        {
            Text.Append($"{TextColors.Special}table={TextColors.End}");
            ArgumentText.AppendTable(Text, flow.TableId, _printer.Tables);
            Text.Append(", ");
        }

        if (showsStats)
        {
            Count("n_packets", flow.PacketCount);
            Count("n_bytes", flow.ByteCount);
        }

        NonZero("idle_timeout", flow.IdleTimeout);
        NonZero("hard_timeout", flow.HardTimeout);
        FlowFlagCodec.Append(Text, flow.Flags);
        NonZero("importance", flow.Importance);
        if (showsStats && flow.IdleAge is { } idle)
        {
            Param("idle_age").Append($"{idle}, ");
        }

        if (showsStats && flow.HardAge is { } hard && hard != (int)flow.DurationSeconds)
        {
            Param("hard_age").Append($"{hard}, ");
        }

        var before = Text.Length;
        flow.Match.ExpandTo(_match);
        MatchPrinter.Append(Text, _match, _printer.Ports, flow.Priority);
        Text.Append(Text.Length != before ? " " : "");
        Text.Append($"{TextColors.Actions}actions={TextColors.End}");
        _printer.Append(flow.Actions);
    }

    /// <summary>Appends the body of a flow-mod message.</summary>
    internal OfError Append(in RawMessage message, int verbosity)
    {
        var protocol = OfProtocolNames.SetTable(OfProtocolNames.DefaultOf(message.Version), withTable: true);
        var error = FlowModCodec.Decode(in message, protocol, null, new OfPort(OfPort.Limit), ShownTableCount, out var mod);
        if (error != OfError.None)
        {
            return error;
        }

        Text.Append(' ').Append(mod.Command switch
        {
            FlowModCommand.Add => "ADD",
            FlowModCommand.Modify => "MOD",
            FlowModCommand.ModifyStrict => "MOD_STRICT",
            FlowModCommand.Delete => "DEL",
            _ => "DEL_STRICT",
        });
        if (mod.TableId != 0 || _printer.Tables?.NameOf(mod.TableId) is not null)
        {
            Text.Append(" table:");
            ArgumentText.AppendTable(Text, mod.TableId, _printer.Tables);
        }

        Text.Append(' ');
        var showsPriority = AppendMatch(in message, mod, verbosity);
        Text.Append(Text.EndsWith(' ') ? "" : " ");
        if (mod.NewCookie is not (0 or FlowMod.KeepCookie))
        {
            Text.Append("cookie:0x").Hex(mod.NewCookie).Append(' ');
        }

        if (mod.CookieMask != 0)
        {
            Text.Append("cookie:0x").Hex(mod.Cookie).Append("/0x").Hex(mod.CookieMask).Append(' ');
        }

        Text.Append(mod.IdleTimeout != 0 ? $"idle:{mod.IdleTimeout} " : "");
        Text.Append(mod.HardTimeout != 0 ? $"hard:{mod.HardTimeout} " : "");
        Text.Append(mod.Importance != 0 ? $"importance:{mod.Importance} " : "");
        Text.Append(showsPriority && mod.Priority != MatchPrinter.DefaultPriority ? $"pri:{mod.Priority} " : "");
        Text.Append(mod.BufferId != FlowMod.NoBuffer ? $"buf:0x{mod.BufferId:x} " : "");
        if (mod.OutPort != OfPort.None)
        {
            Text.Append("out_port:");
            PortText.Append(Text, mod.OutPort, _printer.Ports);
            Text.Append(' ');
        }

        // Before OpenFlow 1.2 additions reset counts without saying so.
        var isOld = message.Version <= OfVersion.OpenFlow11;
        FlowFlagCodec.Append(Text, isOld ? mod.Flags & ~FlowFlags.ResetCounts : mod.Flags);
        Text.Append("actions=");
        _printer.Append(mod.Actions);
        return OfError.None;
    }

    // Shows the structure itself if much is asked for; true if the priority has not been shown with it.
    private bool AppendMatch(in RawMessage message, FlowMod mod, int verbosity)
    {
        var reader = new OfReader(message.Body);
        if (verbosity >= 3 && message.Id == MessageId.Ofpt10FlowMod)
        {
            Match10Text.Append(Text, new Match10(ref reader), _printer.Ports, verbosity);
            return true;
        }

        if (verbosity >= 3 && message.Id == MessageId.NxtFlowMod)
        {
            reader.Skip(24);
            var length = reader.Take16();
            reader.Skip(6);
            NxmText.Append(Text, reader.Take(length));
            return true;
        }

        mod.Match.ExpandTo(_match);
        MatchPrinter.Append(Text, _match, _printer.Ports, mod.Priority);
        return false;
    }

    private TextBuffer Param(string name) => Text.Append($"{TextColors.Param}{name}={TextColors.End}");

    private void NonZero(string name, ushort value)
    {
        if (value != 0)
        {
            Param(name).Decimal(value).Append(", ");
        }
    }

    private void Count(string name, ulong count)
    {
        Param(name);
        if (count == FlowStats.UnknownCount)
        {
            Text.Append('?');
        }
        else
        {
            Text.Decimal(count);
        }

        Text.Append(", ");
    }
}
