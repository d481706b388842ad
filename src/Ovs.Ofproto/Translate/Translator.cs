using System;
using System.Collections.Generic;
using Ovs.Datapath.Actions;
using Ovs.Datapath.Interface;
using Ovs.Flow.Fields;
using Ovs.Flow.Headers;
using Ovs.Flow.Key;
using Ovs.Ofproto.Bundles;
using Ovs.Ofproto.Tables;
using Ovs.OpenFlow.Actions;

namespace Ovs.Ofproto.Translate;

/// <summary>
/// Decides what happens to a packet, from its key alone, and notes every bit of the key that the decision depends on: walks
/// the OpenFlow tables of its bridge and turns their actions into the datapath's.
/// </summary>
/// <remarks>
/// <para>Three states of the packet's fields are kept: as OpenFlow sees it now (<c>_flow</c>), as the datapath's packet is
/// (<c>_base</c>, and <c>_tags</c> for VLAN headers), and which of the received bits were looked at (<c>_looked</c>). Actions
/// on fields change the first only; an output first makes the datapath's packet equal to it.</para>
/// <para>The result is a function of the view, the version of the tables, the MAC table and the key. `learn: false` leaves the
/// MAC table as it is: that is how the revalidator asks again. The mask is safe: any packet that agrees with the key in the
/// masked bits gets the same actions. It may look at more than is needed, never at less.</para>
/// <para>An instance is scratch space of one thread.</para>
/// </remarks>
public sealed partial class Translator
{
    private readonly List<OfAction> _actionSet = [];
    private readonly Stack<(UInt128 Value, int Bits)> _stack = new();
    private DpActionBuilder _actions = null!;
    private Translation _result = null!;
    private PortView _port = null!;
    private FlowFields _flow;
    private FlowFields _base;
    private FlowFields _looked;
    private bool _learn;

    /// <summary>Translates the packet of <paramref name="key"/>.</summary>
    /// <param name="learn">Whether the sender's address is learned at once.</param>
    /// <param name="mask">Gets the bits looked at.</param>
    /// <param name="actions">Gets the actions; empty drops.</param>
    /// <param name="result">Gets the rest.</param>
    public void Translate(
        SwitchView view, in FlowKey key, bool learn, ref FlowMask mask, DpActionBuilder actions, Translation result)
    {
        _actions = actions;
        _result = result;
        _learn = learn;
        _flow = default;
        _flow.Key = key;
        _looked = default;
        ReadTags(in key);
        ref var looked = ref _looked.Key;
        looked.RecircId = uint.MaxValue;
        looked.PacketType = uint.MaxValue;
        looked.EthType = ushort.MaxValue;
        if (EthTypes.IsIp(key.EthType))
        {
            looked.IpFrag = IpFrag.Mask;
        }

        var port = view.Find(new DpPort(key.InPort));
        result.Bridge = port?.Bridge;
        result.Verdict = port is null ? Verdict.NoBundle : Enter(port);
        mask.Bits = looked;
        mask.Bits.InPort = uint.MaxValue;
    }

    private Verdict Enter(PortView port)
    {
        _port = port;
        _flow.Key.InPort = port.Member.OfPort.Number;
        _base = _flow;
        if (port.Bridge.Tables is not { } tables)
        {
            return port.Bridge.IsStandalone ? Normal() : Verdict.NoFlows;
        }

        _actionSet.Clear();
        _stack.Clear();
        _depth = 0;
        _resubmits = 0;
        _hasExited = false;
        _verdict = Verdict.NoFlows;
        _tables = tables;
        _version = tables.Version;
        if (Lookup(0) is { } rule)
        {
            _verdict = Verdict.Dropped;
            Execute(rule);
        }

        DoActionSet();
        if (_verdict >= Verdict.FirstFailure)
        {
            // What a translation that went wrong has done so far is not done at all.
            _actions.Clear();
        }

        return _verdict;
    }

    /// <summary>The bits of a field are part of the decision.</summary>
    private void LookAt(FieldRow field) => FieldAccess.Set(field, ref _looked, UInt128.MaxValue);

    private void LookAt(FieldRow field, UInt128 bits) =>
        FieldAccess.Set(field, ref _looked, FieldAccess.Get(field, in _looked) | bits);

    private UInt128 Read(SubField source)
    {
        var bits = Ones(source.Bits);
        LookAt(source.Field, bits << source.Offset);
        return (FieldAccess.Get(source.Field, in _flow) >> source.Offset) & bits;
    }

    private void Write(SubField destination, UInt128 value)
    {
        var bits = Ones(destination.Bits) << destination.Offset;
        LookAt(destination.Field, bits);
        Store(destination.Field, value << destination.Offset, bits);
    }

    private void Store(FieldRow field, UInt128 value, UInt128 bits)
    {
        var kept = FieldAccess.Get(field, in _flow) & ~bits;
        FieldAccess.Set(field, ref _flow, kept | (value & bits));
    }

    private static UInt128 Ones(int bits) => bits >= 128 ? UInt128.MaxValue : (UInt128.One << bits) - 1;
}
