using System;
using System.Collections.Generic;
using Ovs.OpenFlow.Errors;
using Ovs.OpenFlow.Text;
using Ovs.OpenFlow.Versions;
using Ovs.OpenFlow.Wire;

namespace Ovs.OpenFlow.Actions;

/// <summary>Lowers the IP TTL by one; packets whose TTL ends go to the controllers with these ids.</summary>
public sealed class DecTtlAction(params ReadOnlySpan<ushort> controllerIds) : OfAction
{
    private const int FixedBytes = 16;

    private readonly ushort[] _controllerIds = controllerIds.ToArray();

    public override ActionKind Kind => ActionKind.DecTtl;

    public ReadOnlySpan<ushort> ControllerIds => _controllerIds;

    internal static OfError Decode(ref OfReader body, ulong argument, ActionDecoder decoder) =>
        decoder.Add(new DecTtlAction(0));

    internal static OfError DecodeIds(ref OfReader body, ulong argument, ActionDecoder decoder)
    {
        int count = body.Take16();
        if (!body.TakeZeros(4))
        {
            return OfError.NxBadRequestMustBeZero;
        }

        if (body.Left < count * sizeof(ushort))
        {
            ActionDecoder.Log.Warn(ActionDecoder.Limit, $"Nicira action dec_ttl_cnt_ids only has {body.Left} bytes " +
                $"allocated for controller ids.  {count * sizeof(ushort)} bytes are required for {count} controllers.");
            return OfError.BadActionBadLen;
        }

        var ids = new ushort[count];
        for (var i = 0; i < count; i++)
        {
            ids[i] = body.Take16();
        }

        return decoder.Add(new DecTtlAction(ids) { Raw = RawAction.DecTtlCntIds });
    }

    internal static string? Parse(ReadOnlySpan<char> text, ActionParser parser)
    {
        if (text.IsEmpty)
        {
            return parser.Add(new DecTtlAction(0));
        }

        var ids = new List<ushort>();
        var words = new WordReader(text);
        while (words.Next(", ", out var word))
        {
            ids.Add((ushort)ArgumentText.AtoI(word));
        }

        return ids.Count == 0
            ? "dec_ttl_cnt_ids: expected at least one controller id."
            : parser.AddSized(
                new DecTtlAction([.. ids]) { Raw = RawAction.DecTtlCntIds }, FixedBytes + (ids.Count * sizeof(ushort)));
    }

    internal override void Encode(OfWriter writer, OfVersion version)
    {
        if (Raw != RawAction.DecTtlCntIds && _controllerIds is [0])
        {
            ActionTable.Put(writer, version, RawAction.DecNwTtl);
            return;
        }

        var start = ActionTable.Begin(writer, version, RawAction.DecTtlCntIds);
        writer.Put16((ushort)_controllerIds.Length);
        writer.PutZeros(4);
        foreach (var id in _controllerIds)
        {
            writer.Put16(id);
        }

        ActionTable.End(writer, start);
    }

    internal override void Append(ActionPrinter printer)
    {
        printer.Paren("dec_ttl");
        if (Raw != RawAction.DecTtlCntIds)
        {
            return;
        }

        printer.Paren("(");
        for (var i = 0; i < _controllerIds.Length; i++)
        {
            printer.Text.Append(i > 0 ? "," : "").Decimal(_controllerIds[i]);
        }

        printer.Paren(")");
    }

    internal override OfError Check(ActionCheck check)
    {
        if (!check.IsIp)
        {
            check.NoteInconsistency();
        }

        return OfError.None;
    }
}
