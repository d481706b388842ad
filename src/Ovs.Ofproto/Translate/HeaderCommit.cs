using System.Runtime.CompilerServices;
using Ovs.Datapath.Actions;
using Ovs.Flow.Headers;
using Ovs.Flow.Key;

namespace Ovs.Ofproto.Translate;

/// <summary>Writes the set actions that make the datapath's packet what OpenFlow made of it, a header at a time.</summary>
/// <remarks>A header is written only if some of its fields changed; then all of its bits that were looked at are, as the
/// original does it. VLAN headers are pushed and popped, not set: the translator does that.</remarks>
internal static class HeaderCommit
{
    /// <param name="wanted">What the packet is to be.</param>
    /// <param name="actual">What it is; then as <paramref name="wanted"/> in the fields that can be set.</param>
    /// <param name="looked">Bits that were looked at; a field that was changed was looked at.</param>
    public static void Run(in FlowKey wanted, ref FlowKey actual, in FlowKey looked, DpActionBuilder actions)
    {
        Commit(HeaderGroup.Ethernet, in wanted, ref actual, in looked, actions);
        if (actual.EthType == EthTypes.Ipv4)
        {
            Commit(HeaderGroup.Ipv4, in wanted, ref actual, in looked, actions);
            CommitTransport(in wanted, ref actual, in looked, actions, HeaderGroup.Icmp, IpProtocols.Icmp);
        }
        else if (actual.EthType == EthTypes.Ipv6)
        {
            Commit(HeaderGroup.Ipv6, in wanted, ref actual, in looked, actions);
            CommitTransport(in wanted, ref actual, in looked, actions, HeaderGroup.Icmpv6, IpProtocols.Icmpv6);
        }
        else if (actual.EthType is EthTypes.Arp or EthTypes.Rarp)
        {
            Commit(HeaderGroup.Arp, in wanted, ref actual, in looked, actions);
        }

        Commit(HeaderGroup.Priority, in wanted, ref actual, in looked, actions);
        Commit(HeaderGroup.Mark, in wanted, ref actual, in looked, actions);
    }

    private static void CommitTransport(
        in FlowKey wanted, ref FlowKey actual, in FlowKey looked, DpActionBuilder actions, HeaderGroup icmp, byte icmpProto)
    {
        if ((actual.IpFrag & IpFrag.Later) != 0)
        {
            return;
        }

        HeaderGroup? group = actual.IpProto switch
        {
            IpProtocols.Tcp => HeaderGroup.Tcp,
            IpProtocols.Udp => HeaderGroup.Udp,
            IpProtocols.Sctp => HeaderGroup.Sctp,
            _ => actual.IpProto == icmpProto ? icmp : null,
        };
        if (group is { } one)
        {
            Commit(one, in wanted, ref actual, in looked, actions);
        }
    }

    private static void Commit(
        HeaderGroup group, in FlowKey wanted, ref FlowKey actual, in FlowKey looked, DpActionBuilder actions)
    {
        var bits = FieldsOf(group);
        var (value, mask, isChanged) = (default(FlowKey), default(FlowMask), false);
        for (var i = 0; i < FlowKey.WordCount; i++)
        {
            var (to, from) = (FlowKey.Word(in wanted, i) & bits.Words[i], FlowKey.Word(in actual, i) & bits.Words[i]);
            isChanged |= to != from;
            // What is not in the packet itself, priority and mark, is written whole.
            mask.Bits.Words[i] = bits.Words[i] &
                (group is HeaderGroup.Priority or HeaderGroup.Mark ? ulong.MaxValue : FlowKey.Word(in looked, i));
            value.Words[i] = to & mask.Bits.Words[i];
        }

        if (!isChanged)
        {
            return;
        }

        actions.Add(DpAction.Set(new SetMasked(group, value, mask)));
        for (var i = 0; i < FlowKey.WordCount; i++)
        {
            actual.Words[i] = (actual.Words[i] & ~bits.Words[i]) | (FlowKey.Word(in wanted, i) & bits.Words[i]);
        }
    }

    /// <summary>The bits that a set action for a group can write.</summary>
    private static FlowKey FieldsOf(HeaderGroup group)
    {
        var bits = default(FlowKey);
        switch (group)
        {
            case HeaderGroup.Ethernet:
                bits.EthSrc = bits.EthDst = EthAddress.Broadcast;
                break;
            case HeaderGroup.Ipv4:
                bits.Ipv4Src = bits.Ipv4Dst = uint.MaxValue;
                bits.IpTos = bits.IpTtl = byte.MaxValue;
                break;
            case HeaderGroup.Ipv6:
                bits.Ipv6Src = bits.Ipv6Dst = Ipv6Address.Exact;
                bits.Ipv6Label = uint.MaxValue;
                bits.IpTos = bits.IpTtl = byte.MaxValue;
                break;
            case HeaderGroup.Arp:
                bits.Ipv4Src = bits.Ipv4Dst = uint.MaxValue;
                bits.IpProto = byte.MaxValue;
                bits.ArpSha = bits.ArpTha = EthAddress.Broadcast;
                break;
            case HeaderGroup.Priority:
                bits.SkbPriority = uint.MaxValue;
                break;
            case HeaderGroup.Mark:
                bits.PktMark = uint.MaxValue;
                break;
            default:
                bits.TpSrc = bits.TpDst = ushort.MaxValue;
                break;
        }

        return bits;
    }
}
