using System;
using Ovs.Flow.Fields;
using Ovs.Flow.Headers;
using Ovs.Flow.Key;
using Ovs.OpenFlow.Oxm;
using Ovs.OpenFlow.Versions;
using Ovs.OpenFlow.Wire;

namespace Ovs.OpenFlow.Actions;

/// <summary>Writing: each version has its own ways to set a field, and Nicira's loads fill the gaps.</summary>
public sealed partial class SetFieldAction
{
    /// <summary>Writes a set-field of a whole field (OpenFlow 1.2 and later).</summary>
    internal static void Put(OfWriter writer, OfVersion version, FieldId id, ulong value)
    {
        var field = FieldTable.Get(id);
        PutSetField(writer, version, field, new(value), FieldValue.Exact(field));
    }

    internal static void PutLoad(OfWriter writer, OfVersion version, SubField bits, ulong value)
    {
        var start = ActionTable.Begin(writer, version, RawAction.RegLoad);
        writer.Put16(ActionDecoder.Pack(in bits));
        writer.Put32(OxmEntries.NxmHeader(bits.Field));
        writer.Put64(value);
        ActionTable.End(writer, start);
    }

    internal override void Encode(OfWriter writer, OfVersion version)
    {
        if (version >= OfVersion.OpenFlow15)
        {
            PutSetField(writer, version, Field, Value, Mask);
        }
        else if (Raw is RawAction.RegLoad or RawAction.RegLoad2)
        {
            PutLoads(writer, version);
        }
        else if (version < OfVersion.OpenFlow12)
        {
            PutLegacy(writer, version);
        }
        else if (Mask.IsExact(Field))
        {
            PutSetField(writer, version, Field, Value, Mask);
        }
        else
        {
            PutLoads(writer, version);
        }
    }

    private static void PutSetField(OfWriter writer, OfVersion version, FieldRow field, in FieldValue value, in FieldValue mask)
    {
        var raw = version >= OfVersion.OpenFlow15 ? RawAction.SetField15 : RawAction.SetField12;
        var start = ActionTable.Begin(writer, version, raw);
        OxmEntries.PutEntry(writer, field, version, in value, in mask);
        ActionTable.End(writer, start);
    }

    private void PutLoads(OfWriter writer, OfVersion version)
    {
        if (Raw == RawAction.RegLoad2 || OxmEntries.NxmHeader(Field) == 0 || Field.IsVariableLength)
        {
            var start = ActionTable.Begin(writer, version, RawAction.RegLoad2);
            writer.PutZeros(6);
            OxmEntries.PutEntry(writer, Field, OfVersion.None, Value, Mask);
            ActionTable.End(writer, start);
            return;
        }

        var bits = new SubField(Field, 0, 0);
        while (NextLoad(ref bits, out var number))
        {
            PutLoad(writer, version, bits, number);
        }
    }

    private void PutLegacy(OfWriter writer, OfVersion version)
    {
        var isOpenFlow10 = version == OfVersion.OpenFlow10;
        var number = (uint)Value.Number;
        switch (Field.Id)
        {
            case FieldId.VlanTci:
                PutTag(writer, version, new VlanTag((ushort)number, 0));
                break;
            case FieldId.VlanVid:
                ActionTable.Put(
                    writer, version, isOpenFlow10 ? RawAction.SetVlanVid10 : RawAction.SetVlanVid11, number & VlanTag.VidMask);
                break;
            case FieldId.VlanPcp:
                ActionTable.Put(writer, version, isOpenFlow10 ? RawAction.SetVlanPcp10 : RawAction.SetVlanPcp11, number);
                break;
            case FieldId.EthSrc:
                SetEthAction.Put(writer, version, RawAction.SetDlSrc, new EthAddress((ulong)Value.Number));
                break;
            case FieldId.EthDst:
                SetEthAction.Put(writer, version, RawAction.SetDlDst, new EthAddress((ulong)Value.Number));
                break;
            case FieldId.Ipv4Src:
                ActionTable.Put(writer, version, RawAction.SetNwSrc, number);
                break;
            case FieldId.Ipv4Dst:
                ActionTable.Put(writer, version, RawAction.SetNwDst, number);
                break;
            case FieldId.IpTos:
                ActionTable.Put(writer, version, RawAction.SetNwTos, number);
                break;
            case FieldId.IpDscp:
                ActionTable.Put(writer, version, RawAction.SetNwTos, (number << 2) & 0xff);
                break;
            case FieldId.IpEcn:
                SetIpByteAction.PutEcn(writer, version, (byte)number);
                break;
            case FieldId.TcpSrc or FieldId.UdpSrc:
                ActionTable.Put(writer, version, RawAction.SetTpSrc, number);
                break;
            case FieldId.TcpDst or FieldId.UdpDst:
                ActionTable.Put(writer, version, RawAction.SetTpDst, number);
                break;
            default:
                PutLoads(writer, version);
                break;
        }
    }

    private void PutTag(OfWriter writer, OfVersion version, VlanTag tag)
    {
        var isOpenFlow10 = version == OfVersion.OpenFlow10;
        if (!tag.IsPresent)
        {
            ActionTable.Put(writer, version, isOpenFlow10 ? RawAction.StripVlan : RawAction.PopVlan);
            return;
        }

        VlanTags.PutPushIfNeeded(writer, version, !FlowHasVlan);
        ActionTable.Put(writer, version, isOpenFlow10 ? RawAction.SetVlanVid10 : RawAction.SetVlanVid11, tag.Vid);
        ActionTable.Put(writer, version, isOpenFlow10 ? RawAction.SetVlanPcp10 : RawAction.SetVlanPcp11, tag.Pcp);
    }
}
