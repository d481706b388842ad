using System;
using System.Collections.Generic;
using Ovs.OpenFlow.Actions;
using Ovs.OpenFlow.Errors;
using Ovs.OpenFlow.Groups;
using Ovs.OpenFlow.Messages;
using Ovs.OpenFlow.Meters;
using Ovs.OpenFlow.Versions;
using Ovs.OpenFlow.Wire;

namespace Ovs.OpenFlow.Sessions;

/// <summary>Another controller has changed a group or meter; its request comes along (OpenFlow 1.5.1 7.4.6).</summary>
public sealed record RequestForward
{
    /// <summary>The transaction number of the request.</summary>
    public uint Xid { get; set; }

    public GroupMod? Group { get; set; }

    public MeterMod? Meter { get; set; }

    public static OfError Decode(in RawMessage message, out RequestForward forward)
    {
        forward = new RequestForward();
        var inner = message.Body;
        if (inner.Length < MessageHeader.Bytes)
        {
            return OfError.BundleFailedMsgBadLen;
        }

        var header = MessageHeader.Read(inner);
        if (header.Length < MessageHeader.Bytes || header.Length > inner.Length)
        {
            return OfError.BundleFailedMsgBadLen;
        }

        if (header.Version != message.Version)
        {
            return OfError.BadRequestBadVersion;
        }

        forward.Xid = header.Xid;
        var error = RawMessage.Open(inner[..header.Length], out var request);
        if (error != OfError.None)
        {
            return error;
        }

        switch (request.Kind)
        {
            case MessageKind.GroupMod:
                error = GroupModCodec.Decode(in request, out var group);
                forward.Group = group;
                return error;
            case MessageKind.MeterMod:
                error = MeterMod.Decode(in request, out var meter);
                forward.Meter = meter;
                return error;
            default:
                return OfError.BundleFailedMsgUnsup;
        }
    }

    /// <param name="newBuckets">See <see cref="GroupModCodec.Encode"/>.</param>
    /// <param name="hasExisted">See <see cref="GroupModCodec.Encode"/>.</param>
    public void Encode(
        OfWriter writer, OfVersion version, IReadOnlyList<Bucket>? newBuckets = null, bool? hasExisted = null)
    {
        var id = version >= OfVersion.OpenFlow14 ? MessageId.Ofpt14RequestForward
            : version == OfVersion.OpenFlow13 ? MessageId.Onft13RequestForward
            : MessageId.NxtRequestForward;
        var start = MessageWriter.Begin(writer, id, version, 0);
        if (Group is not null)
        {
            GroupModCodec.Encode(writer, Group, version, Xid, newBuckets, hasExisted);
        }
        else
        {
            (Meter ?? throw new InvalidOperationException("nothing to forward")).Encode(writer, version, Xid);
        }

        MessageWriter.End(writer, start);
    }

    internal void Append(ActionPrinter printer, OfVersion version)
    {
        if (Group is not null)
        {
            printer.Text.Append(" reason=group_mod");
            Group.Append(printer, version);
        }
        else if (Meter is not null)
        {
            printer.Text.Append(" reason=meter_mod");
            Meter.Append(printer.Text);
        }
    }
}
