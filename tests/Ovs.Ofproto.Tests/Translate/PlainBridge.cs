using System.Collections.Generic;
using System.Linq;
using Ovs.Flow.Key;
using Ovs.Ofproto.Bundles;

namespace Ovs.Ofproto.Tests.Translate;

/// <summary>What leaves the switch: a port and the headers, outermost first.</summary>
internal sealed record Delivery(uint Port, string Headers)
{
    public static Delivery Of(uint port, IEnumerable<VlanTag> tags) =>
        new(port, string.Join(' ', tags.Select(tag => $"{tag.Tpid:x4}:{tag.Vid}:{tag.Pcp}")));
}

/// <summary>An 802.1Q bridge written down as plainly as can be: the oracle of translation.</summary>
internal static class PlainBridge
{
    public static List<Delivery> Forward(TestBridge bridge, FlowKey key)
    {
        var headers = new List<VlanTag> { key.Vlan0, key.Vlan1 }.Where(tag => tag.IsPresent).ToList();
        var from = bridge.Bundles.SingleOrDefault(b => b.Members.Any(m => m.DpPort.Number == key.InPort));
        if (from is null || key.EthDst.IsReserved || (from.IsBond && from.Active.Number != key.InPort))
        {
            return [];
        }

        // Inside, every packet has a VLAN: headers[0] if it says one, else the port's.
        var settings = from.Settings;
        var vid = headers.Count > 0 ? headers[0].Vid : 0;
        var admitted = settings.Mode switch
        {
            VlanMode.Access => vid == 0,
            VlanMode.Trunk => settings.Trunks.Contains((ushort)vid),
            _ => vid == 0 || settings.Trunks.Contains((ushort)vid),
        };
        if (!admitted)
        {
            return [];
        }

        var pcp = headers.Count > 0 ? headers[0].Pcp : (byte)0;
        if (vid == 0 && settings.Mode != VlanMode.Trunk)
        {
            var tpid = headers.Count > 0 ? headers[0].Tpid : (ushort)0x8100;
            var inner = settings.Mode == VlanMode.Access ? [] : headers.Skip(1);
            headers = [TestBridge.Tag(settings.Vlan, pcp, tpid), .. inner];
            vid = settings.Vlan;
        }

        var isKnown = bridge.Macs.TryLookup(key.EthDst, (ushort)vid, out Bundle where);
        var deliveries = new List<Delivery>();
        foreach (var to in bridge.Bundles)
        {
            if (to == from || (isKnown && to.Bundle != where))
            {
                continue;
            }

            var carried = to.Settings.Mode == VlanMode.Access
                ? vid == to.Settings.Vlan && headers.Skip(1).All(tag => tag.Vid == 0)
                : to.Settings.Trunks.Contains((ushort)vid);
            if ((!isKnown && !carried) || (from.Settings.IsProtected && to.Settings.IsProtected)
                || (to.IsBond && to.Active.Number == uint.MaxValue))
            {
                continue;
            }

            deliveries.Add(Delivery.Of(to.Active.Number, Leave(headers, to.Settings, vid, key)));
        }

        return deliveries;
    }

    private static List<VlanTag> Leave(List<VlanTag> headers, BundleSettings settings, int vid, FlowKey key)
    {
        var left = settings.Mode switch
        {
            VlanMode.Access => [],
            VlanMode.NativeUntagged when vid == settings.Vlan => headers.Skip(1).ToList(),
            _ => headers.ToList(),
        };
        if (settings.PriorityTags != PriorityTags.Never)
        {
            var pcp = key.Vlan0.IsPresent ? key.Vlan0.Pcp : (byte)0;
            var outer = left.Count > 0 ? left[0] : TestBridge.Tag(0);
            var retagged = TestBridge.Tag(outer.Vid, pcp, outer.Tpid);
            var isKept = pcp != 0 || outer.Vid != 0 || (left.Count > 0 && settings.PriorityTags == PriorityTags.Always);
            left = [.. isKept ? [retagged] : System.Array.Empty<VlanTag>(), .. left.Skip(1)];
        }

        // A header without a VLAN and without a priority says nothing.
        return left
            .Where(tag => tag.Vid != 0 || tag.Pcp != 0 || settings.PriorityTags == PriorityTags.Always)
            .ToList();
    }
}
