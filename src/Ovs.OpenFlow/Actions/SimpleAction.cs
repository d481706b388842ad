using System;
using Ovs.OpenFlow.Errors;
using Ovs.OpenFlow.Versions;
using Ovs.OpenFlow.Wire;

namespace Ovs.OpenFlow.Actions;

/// <summary>An action without arguments.</summary>
public sealed class SimpleAction : OfAction
{
    public static readonly SimpleAction PopQueue = new(ActionKind.PopQueue, RawAction.PopQueue);
    public static readonly SimpleAction DecMplsTtl = new(ActionKind.DecMplsTtl, RawAction.DecMplsTtl);
    public static readonly SimpleAction DecNshTtl = new(ActionKind.DecNshTtl, RawAction.DecNshTtl, isSpecial: true);
    public static readonly SimpleAction Exit = new(ActionKind.Exit, RawAction.Exit, isSpecial: true);
    public static readonly SimpleAction CtClear = new(ActionKind.CtClear, RawAction.CtClear);
    public static readonly SimpleAction ClearActions = new(ActionKind.ClearActions, RawAction.None);

    /// <summary>For tests of the datapath only: see <see cref="AllowsDebugging"/>.</summary>
    public static readonly SimpleAction DebugRecirc = new(ActionKind.DebugRecirc, RawAction.DebugRecirc);

    public static readonly SimpleAction DebugSlow = new(ActionKind.DebugSlow, RawAction.DebugSlow);

    private readonly bool _isSpecial;

    private SimpleAction(ActionKind kind, RawAction raw, bool isSpecial = false)
    {
        Kind = kind;
        Raw = raw;
        _isSpecial = isSpecial;
    }

    /// <summary>Whether the debugging actions are accepted from peers; a daemon allows it with --enable-dummy.</summary>
    public static bool AllowsDebugging { get; set; }

    public override ActionKind Kind { get; }

    /// <summary>A decoder that adds this action.</summary>
    internal OfError Decode(ref OfReader body, ulong argument, ActionDecoder decoder) => decoder.Add(this);

    internal OfError DecodeForDebugging(ref OfReader body, ulong argument, ActionDecoder decoder) =>
        AllowsDebugging ? decoder.Add(this) : OfError.BadActionBadVendorType;

    internal string? Parse(ReadOnlySpan<char> text, ActionParser parser) => parser.Add(this);

    internal override void Encode(OfWriter writer, OfVersion version)
    {
        if (Kind == ActionKind.ClearActions)
        {
            if (version > OfVersion.OpenFlow10)
            {
                InstructionCodec.PutClearActions(writer);
            }
        }
        else
        {
            ActionTable.Put(writer, version, Raw);
        }
    }

    internal override void Append(ActionPrinter printer)
    {
        var name = ActionTable.NameOf(Kind);
        if (_isSpecial)
        {
            printer.Special(name);
        }
        else
        {
            printer.Value(name);
        }
    }

    internal override OfError Check(ActionCheck check)
    {
        switch (Kind)
        {
            case ActionKind.DecMplsTtl:
                MplsActions.CheckIsMpls(check);
                break;
            case ActionKind.DecNshTtl when check.Packet.PacketType != PacketTypes.Nsh
                && check.Packet.EthType != Flow.Headers.EthTypes.Nsh:
                check.NoteInconsistency();
                break;
            default:
                break;
        }

        return OfError.None;
    }
}
