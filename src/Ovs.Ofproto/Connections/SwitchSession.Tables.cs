using System;
using Ovs.Flow.Fields;
using Ovs.Ofproto.Tables;
using Ovs.Ofproto.Translate;
using Ovs.OpenFlow.Actions;
using Ovs.OpenFlow.Errors;
using Ovs.OpenFlow.Messages;
using Ovs.OpenFlow.Tables;
using Ovs.OpenFlow.Versions;

namespace Ovs.Ofproto.Connections;

/// <content>What the tables are and can do.</content>
public sealed partial class SwitchSession
{
    private const int MaxEntries = 1_000_000;

    private static readonly TableActionFeatures s_actions = new(SupportedActions(), FieldsThat(row => row.IsWritable));
    private static readonly FieldSet s_matched = FieldsThat(static _ => true);
    private static readonly FieldSet s_masked = FieldsThat(row => row.IsMaskable);

    private OfError CountTables(in RawMessage message)
    {
        var id = message.Version switch
        {
            OfVersion.OpenFlow10 => MessageId.Ofpst10TableReply,
            OfVersion.OpenFlow11 => MessageId.Ofpst11TableReply,
            OfVersion.OpenFlow12 => MessageId.Ofpst12TableReply,
            _ => MessageId.Ofpst13TableReply,
        };
        var reply = new MultipartWriter(id, message.Version, message.Header.Xid);
        for (var i = 0; i < FlowTables.InternalTable; i++)
        {
            var table = _switch.Tables[i];
            new TableStats
            {
                TableId = table.Id,
                ActiveCount = (uint)table.Count,
                LookupCount = (ulong)(table.Matched + table.Missed),
                MatchedCount = (ulong)table.Matched,
            }.Put(reply.Writer, message.Version, FeaturesOf(table));
            reply.EndEntry();
        }

        Send(reply);
        return OfError.None;
    }

    private OfError ListTableFeatures(in RawMessage message)
    {
        if (!message.Body.IsEmpty)
        {
            // A request with a body would change what tables can do; they cannot be other than they are.
            return OfError.TableFeaturesFailedEperm;
        }

        var reply = new MultipartWriter(MessageId.Ofpst13TableFeaturesReply, message.Version, message.Header.Xid);
        for (var i = 0; i < FlowTables.InternalTable; i++)
        {
            FeaturesOf(_switch.Tables[i]).Put(reply.Writer, message.Version);
            reply.EndEntry();
        }

        Send(reply);
        return OfError.None;
    }

    private static TableFeatures FeaturesOf(FlowTable table)
    {
        var next = default(TableSet);
        for (var i = table.Id + 1; i < FlowTables.InternalTable; i++)
        {
            next.Add(i);
        }

        var instructions = next.IsEmpty
            ? new InstructionSet((byte)(InstructionSet.All.Bits & ~(1 << (int)InstructionKind.GotoTable)))
            : InstructionSet.All;
        var features = new TableInstructionFeatures(next, instructions, s_actions, s_actions);
        return new TableFeatures
        {
            TableId = table.Id,
            Name = table.Name,
            MetadataMatch = ulong.MaxValue,
            MetadataWrite = ulong.MaxValue,
            MaxEntries = (uint)Math.Min(table.Limit, MaxEntries),
            HasProperties = true,
            NonMiss = features,
            Miss = features,
            Match = s_matched,
            Mask = s_masked,
            Wildcard = s_matched,
        };
    }

    private static ulong SupportedActions()
    {
        var actions = 0UL;
        foreach (var kind in Enum.GetValues<ActionKind>())
        {
            actions |= Translator.Supports(kind) ? ActionBitmap.Of(kind) : 0;
        }

        return actions;
    }

    private static FieldSet FieldsThat(Func<FieldRow, bool> isWanted)
    {
        var fields = default(FieldSet);
        foreach (var row in FieldTable.Rows)
        {
            if (row.Codes.Length > 0 && isWanted(row))
            {
                fields.Add(row.Id);
            }
        }

        return fields;
    }
}
