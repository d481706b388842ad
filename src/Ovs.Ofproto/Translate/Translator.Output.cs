using System;
using Ovs.Datapath.Actions;
using Ovs.Datapath.Interface;
using Ovs.Flow.Fields;
using Ovs.Flow.Key;
using Ovs.OpenFlow.Actions;

namespace Ovs.Ofproto.Translate;

/// <content>Packets that leave: ports real and reserved, and the controller.</content>
public sealed partial class Translator
{
    private const int MaxTags = 3;

    private readonly VlanTag[] _tags = new VlanTag[MaxTags];
    private int _tagCount;

    private void OutputTo(OfPort port, ushort controllerMaxLength)
    {
        if (port == OfPort.InPort)
        {
            OutputToPort(new OfPort((ushort)_flow.Key.InPort), mayReturn: true);
        }
        else if (port == OfPort.Table)
        {
            Resubmit(0, _flow.Key.InPort);
        }
        else if (port == OfPort.Normal)
        {
            var verdict = Normal();
            if (verdict is Verdict.Flooded or Verdict.Forwarded || _verdict == Verdict.Dropped)
            {
                _verdict = verdict;
            }
        }
        else if (port == OfPort.Flood || port == OfPort.All)
        {
            foreach (var other in _port.Bridge.Ports)
            {
                if (other.OfPort.Number != _flow.Key.InPort)
                {
                    OutputToPort(other.OfPort, mayReturn: false);
                }
            }
        }
        else if (port == OfPort.Controller)
        {
            SendToController(controllerMaxLength, PacketInReason.Action, null);
        }
        else if (port != OfPort.None)
        {
            OutputToPort(port, mayReturn: false);
        }
    }

    private void OutputTruncated(OutputTruncAction action)
    {
        var count = _actions.Count;
        CommitHeaders();
        if (_port.Bridge.FindPort(action.Port == OfPort.InPort ? new OfPort((ushort)_flow.Key.InPort) : action.Port) is null)
        {
            _actions.Truncate(count);
            return;
        }

        _actions.Add(DpAction.Truncate(action.MaxLength));
        OutputTo(action.Port, 0);
    }

    private void Enqueue(EnqueueAction action)
    {
        var priority = _flow.Key.SkbPriority;
        _flow.Key.SkbPriority = action.Queue;
        OutputTo(action.Port == OfPort.Local ? OfPort.Local : action.Port, 0);
        _flow.Key.SkbPriority = priority;
    }

    /// <param name="mayReturn">Whether the packet may leave by the port that it came in by.</param>
    private void OutputToPort(OfPort port, bool mayReturn)
    {
        if ((port.Number == _flow.Key.InPort && !mayReturn) || _port.Bridge.FindPort(port) is not { } member)
        {
            return;
        }

        CommitHeaders();
        Span<VlanTag> tags = [_flow.Key.Vlan0, _flow.Key.Vlan1];
        Retag(tags[..(_flow.Key.Vlan0.IsPresent ? _flow.Key.Vlan1.IsPresent ? 2 : 1 : 0)]);
        _actions.Add(DpAction.Output(member.DpPort));
        _verdict = Verdict.Forwarded;
    }

    private void SendToController(ushort maxLength, PacketInReason reason, ControllerAction? action)
    {
        CommitHeaders();
        Span<VlanTag> tags = [_flow.Key.Vlan0, _flow.Key.Vlan1];
        Retag(tags[..(_flow.Key.Vlan0.IsPresent ? _flow.Key.Vlan1.IsPresent ? 2 : 1 : 0)]);
        _actions.Add(DpAction.Userspace(new ControllerCookie(
            _port.Bridge, reason, action?.ControllerId ?? 0, maxLength, _tableId, action?.UserData ?? [],
            _result.Rules.Count > 0 ? _result.Rules[^1].Cookie : ulong.MaxValue, _flow.Metadata)));
        _verdict = Verdict.Forwarded;
    }

    /// <summary>Makes the datapath's packet equal to the flow, but for VLAN headers.</summary>
    private void CommitHeaders() => HeaderCommit.Run(in _flow.Key, ref _base.Key, in _looked.Key, _actions);

    private void ReadTags(in FlowKey key)
    {
        _tagCount = 0;
        foreach (var tag in (ReadOnlySpan<VlanTag>)[key.Vlan0, key.Vlan1])
        {
            if (tag.IsPresent)
            {
                _tags[_tagCount++] = tag;
            }
        }
    }

    /// <summary>Makes the packet's headers those wanted, with as few steps as possible; false if they are already.</summary>
    private bool Retag(ReadOnlySpan<VlanTag> wanted)
    {
        var present = _tagCount;
        var missing = wanted.Length;
        while (present > 0 && missing > 0 && _tags[present - 1] == wanted[missing - 1])
        {
            present--;
            missing--;
        }

        for (var i = 0; i < present; i++)
        {
            _actions.Add(DpAction.PopVlan());
        }

        for (var i = missing - 1; i >= 0; i--)
        {
            _actions.Add(DpAction.PushVlan(wanted[i].Tpid, wanted[i].Tci));
        }

        wanted.CopyTo(_tags);
        _tagCount = wanted.Length;
        return present + missing > 0;
    }

    private void LookAtTags()
    {
        _looked.Key.Vlan0 = VlanTag.Exact;
        if (_base.Key.Vlan0.IsPresent)
        {
            _looked.Key.Vlan1 = VlanTag.Exact;
        }
    }
}
