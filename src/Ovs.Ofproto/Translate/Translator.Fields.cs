using System;
using Ovs.Flow.Fields;
using Ovs.Flow.Headers;
using Ovs.Flow.Key;
using Ovs.Flow.Match;
using Ovs.OpenFlow.Actions;

namespace Ovs.Ofproto.Translate;

/// <content>Actions that change fields.</content>
public sealed partial class Translator
{
    private static bool ChangesFields(ActionKind kind) => kind is
        ActionKind.SetField or ActionKind.Move or ActionKind.StackPush or ActionKind.StackPop or ActionKind.SetVlanVid
        or ActionKind.SetVlanPcp or ActionKind.StripVlan or ActionKind.PushVlan or ActionKind.SetEthSrc or ActionKind.SetEthDst
        or ActionKind.SetIpv4Src or ActionKind.SetIpv4Dst or ActionKind.SetIpDscp or ActionKind.SetIpEcn or ActionKind.SetIpTtl
        or ActionKind.SetTpSrc or ActionKind.SetTpDst or ActionKind.DecTtl or ActionKind.SetQueue or ActionKind.PopQueue
        or ActionKind.SetTunnel or ActionKind.WriteMetadata;

    /// <summary>Carries out an action on fields; false if it is none.</summary>
    private bool ChangeFields(OfAction action)
    {
        switch (action)
        {
            case SetFieldAction set:
                SetField(set);
                break;
            case MoveAction move when Has(move.Source.Field) && Has(move.Destination.Field):
                Write(move.Destination, Read(move.Source));
                break;
            case StackAction { Kind: ActionKind.StackPush } push:
                _stack.Push((Read(push.Bits), push.Bits.Bits));
                break;
            case StackAction pop when _stack.TryPop(out var top):
                Write(pop.Bits, top.Value);
                break;
            case SetEthAction set:
                SetWhole(set.Kind == ActionKind.SetEthSrc ? FieldId.EthSrc : FieldId.EthDst, set.Address.ToUInt64());
                break;
            case SetIpv4Action set:
                SetWhole(set.Kind == ActionKind.SetIpv4Src ? FieldId.Ipv4Src : FieldId.Ipv4Dst, set.Address);
                break;
            case SetIpByteAction set:
                SetIpByte(set);
                break;
            case SetTpAction set:
                SetPort(set);
                break;
            case DecTtlAction:
                DecrementTtl();
                break;
            case SetVlanVidAction set:
                SetVlanBits(set.Vid, VlanTag.VidMask, set.PushesIfNeeded);
                break;
            case SetVlanPcpAction set:
                SetVlanBits((ushort)(set.Pcp << VlanTag.PcpShift), VlanTag.PcpMask, set.PushesIfNeeded);
                break;
            case StripVlanAction:
                LookAtTags();
                (_flow.Key.Vlan0, _flow.Key.Vlan1) = (_flow.Key.Vlan1, default);
                break;
            case PushVlanAction push:
                LookAtTags();
                (_flow.Key.Vlan0, _flow.Key.Vlan1) = (new VlanTag(VlanTag.Present, push.EthType), _flow.Key.Vlan0);
                break;
            case SetQueueAction set:
                _flow.Key.SkbPriority = set.Queue;
                break;
            case SetTunnelAction set:
                _flow.TunId = set.TunnelId;
                break;
            case WriteMetadataAction write:
                _flow.Metadata = (_flow.Metadata & ~write.Mask) | (write.Metadata & write.Mask);
                break;
            default:
                return ChangesNothing(action.Kind);
        }

        return true;
    }

    /// <summary>Actions whose conditions above were not met do nothing.</summary>
    private bool ChangesNothing(ActionKind kind)
    {
        if (kind == ActionKind.PopQueue)
        {
            _flow.Key.SkbPriority = _port is null ? 0 : _base.Key.SkbPriority;
        }

        return ChangesFields(kind);
    }

    private bool Has(FieldRow field) => Prerequisites.Met(field, in _flow);

    private void SetField(SetFieldAction set)
    {
        // A field that the packet does not have is not set (OpenFlow 1.5.1 7.2.6.7).
        if (!set.Field.IsVariableLength && Has(set.Field))
        {
            var bits = set.Mask.Number == set.Field.AllBits ? UInt128.MaxValue : set.Mask.Number;
            LookAt(set.Field, bits);
            Store(set.Field, set.Value.Number, bits);
        }
    }

    private void SetWhole(FieldId id, UInt128 value)
    {
        var field = FieldTable.Get(id);
        if (Has(field))
        {
            LookAt(field);
            FieldAccess.Set(field, ref _flow, value);
        }
    }

    private void SetIpByte(SetIpByteAction set)
    {
        if (!EthTypes.IsIp(_flow.Key.EthType))
        {
            return;
        }

        const byte Ecn = 3;
        switch (set.Kind)
        {
            case ActionKind.SetIpDscp:
                _looked.Key.IpTos |= 0xff & ~Ecn;
                _flow.Key.IpTos = (byte)((_flow.Key.IpTos & Ecn) | (set.Value & ~Ecn));
                break;
            case ActionKind.SetIpEcn:
                _looked.Key.IpTos |= Ecn;
                _flow.Key.IpTos = (byte)((_flow.Key.IpTos & ~Ecn) | (set.Value & Ecn));
                break;
            default:
                _looked.Key.IpTtl = byte.MaxValue;
                _flow.Key.IpTtl = set.Value;
                break;
        }
    }

    private void SetPort(SetTpAction set)
    {
        _looked.Key.IpProto = byte.MaxValue;
        if (!EthTypes.IsIp(_flow.Key.EthType) ||
            _flow.Key.IpProto is not (IpProtocols.Tcp or IpProtocols.Udp or IpProtocols.Sctp) ||
            (_flow.Key.IpFrag & IpFrag.Later) != 0)
        {
            return;
        }

        if (set.Kind == ActionKind.SetTpSrc)
        {
            _looked.Key.TpSrc = ushort.MaxValue;
            _flow.Key.TpSrc = set.Port;
        }
        else
        {
            _looked.Key.TpDst = ushort.MaxValue;
            _flow.Key.TpDst = set.Port;
        }
    }

    /// <summary>A packet whose time to live is over goes no further (OpenFlow 1.5.1 7.2.6.8).</summary>
    private void DecrementTtl()
    {
        if (!EthTypes.IsIp(_flow.Key.EthType))
        {
            return;
        }

        _looked.Key.IpTtl = byte.MaxValue;
        if (_flow.Key.IpTtl > 1)
        {
            _flow.Key.IpTtl--;
            return;
        }

        SendToController(ushort.MaxValue, PacketInReason.InvalidTtl, null);
        _hasExited = true;
    }

    private void SetVlanBits(ushort value, ushort bits, bool pushesIfNeeded)
    {
        LookAtTags();
        var tag = _flow.Key.Vlan0;
        if (!tag.IsPresent && !pushesIfNeeded)
        {
            return;
        }

        _flow.Key.Vlan0 = new VlanTag(
            (ushort)((tag.Tci & ~bits) | value | VlanTag.Present), tag.IsPresent ? tag.Tpid : EthTypes.Vlan);
    }
}
