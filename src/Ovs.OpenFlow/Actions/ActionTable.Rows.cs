using Ovs.OpenFlow.Errors;
using Ovs.OpenFlow.Versions;

namespace Ovs.OpenFlow.Actions;

/// <summary>The facts: names in text, and code points and lengths on the wire.</summary>
public static partial class ActionTable
{
    // One row for each kind, in its order.
    private static readonly ActionRow[] s_kinds =
    [
        new(ActionKind.Output, "output", OutputAction.Parse),
        new(ActionKind.Group, "group", GroupAction.Parse),
        new(ActionKind.Controller, "controller", ControllerAction.Parse),
        new(ActionKind.Enqueue, "enqueue", EnqueueAction.Parse),
        new(ActionKind.OutputReg, "output_reg", OutputRegAction.Parse),
        new(ActionKind.Bundle, "bundle", BundleAction.Parse),
        new(ActionKind.SetField, "set_field", SetFieldAction.Parse),
        new(ActionKind.SetVlanVid, "set_vlan_vid", SetVlanVidAction.Parse),
        new(ActionKind.SetVlanPcp, "set_vlan_pcp", SetVlanPcpAction.Parse),
        new(ActionKind.StripVlan, "strip_vlan", StripVlanAction.Parse),
        new(ActionKind.PushVlan, "push_vlan", PushVlanAction.Parse),
        new(ActionKind.SetEthSrc, "mod_dl_src", SetEthAction.ParseSource),
        new(ActionKind.SetEthDst, "mod_dl_dst", SetEthAction.ParseDestination),
        new(ActionKind.SetIpv4Src, "mod_nw_src", SetIpv4Action.ParseSource),
        new(ActionKind.SetIpv4Dst, "mod_nw_dst", SetIpv4Action.ParseDestination),
        new(ActionKind.SetIpDscp, "mod_nw_tos", SetIpByteAction.ParseDscp),
        new(ActionKind.SetIpEcn, "mod_nw_ecn", SetIpByteAction.ParseEcn),
        new(ActionKind.SetIpTtl, "mod_nw_ttl", SetIpByteAction.ParseTtl),
        new(ActionKind.SetTpSrc, "mod_tp_src", SetTpAction.ParseSource),
        new(ActionKind.SetTpDst, "mod_tp_dst", SetTpAction.ParseDestination),
        new(ActionKind.Move, "move", MoveAction.Parse),
        new(ActionKind.StackPush, "push", StackAction.ParsePush),
        new(ActionKind.StackPop, "pop", StackAction.ParsePop),
        new(ActionKind.DecTtl, "dec_ttl", DecTtlAction.Parse),
        new(ActionKind.SetMplsLabel, "set_mpls_label", SetMplsAction.ParseLabel),
        new(ActionKind.SetMplsTc, "set_mpls_tc", SetMplsAction.ParseClass),
        new(ActionKind.SetMplsTtl, "set_mpls_ttl", SetMplsAction.ParseTtl),
        new(ActionKind.DecMplsTtl, "dec_mpls_ttl", SimpleAction.DecMplsTtl.Parse),
        new(ActionKind.PushMpls, "push_mpls", PushMplsAction.Parse),
        new(ActionKind.PopMpls, "pop_mpls", PopMplsAction.Parse),
        new(ActionKind.DecNshTtl, "dec_nsh_ttl", SimpleAction.DecNshTtl.Parse),
        new(ActionKind.DeleteField, "delete_field", DeleteFieldAction.Parse),
        new(ActionKind.Encap, "encap", EncapAction.Parse),
        new(ActionKind.Decap, "decap", DecapAction.Parse),
        new(ActionKind.SetTunnel, "set_tunnel", SetTunnelAction.Parse),
        new(ActionKind.SetQueue, "set_queue", SetQueueAction.Parse),
        new(ActionKind.PopQueue, "pop_queue", SimpleAction.PopQueue.Parse),
        new(ActionKind.FinTimeout, "fin_timeout", FinTimeoutAction.Parse),
        new(ActionKind.Resubmit, "resubmit", ResubmitAction.Parse),
        new(ActionKind.Learn, "learn", LearnAction.Parse),
        new(ActionKind.Conjunction, "conjunction", ConjunctionAction.Parse),
        new(ActionKind.Multipath, "multipath", MultipathAction.Parse),
        new(ActionKind.Note, "note", NoteAction.Parse),
        new(ActionKind.Exit, "exit", SimpleAction.Exit.Parse),
        new(ActionKind.Sample, "sample", SampleAction.Parse),
        new(ActionKind.UnrollXlate, "unroll_xlate", UnrollXlateAction.Parse),
        new(ActionKind.Ct, "ct", CtAction.Parse),
        new(ActionKind.CtClear, "ct_clear", SimpleAction.CtClear.Parse),
        new(ActionKind.Nat, "nat", NatAction.Parse),
        new(ActionKind.OutputTrunc, "output_trunc", OutputTruncAction.Parse),
        new(ActionKind.Clone, "clone", CloneAction.Parse),
        new(ActionKind.CheckPktLarger, "check_pkt_larger", CheckPktLargerAction.Parse),
        new(ActionKind.DebugRecirc, "debug_recirc", SimpleAction.DebugRecirc.Parse),
        new(ActionKind.DebugSlow, "debug_slow", SimpleAction.DebugSlow.Parse),
        new(ActionKind.Meter, "meter", MeterAction.Parse),
        new(ActionKind.ClearActions, "clear_actions", SimpleAction.ClearActions.Parse),
        new(ActionKind.WriteActions, "write_actions", WriteActionsAction.Parse),
        new(ActionKind.WriteMetadata, "write_metadata", WriteMetadataAction.Parse),
        new(ActionKind.GotoTable, "goto_table", GotoTableAction.Parse),
    ];

    // Other names that are read.
    private static readonly ActionRow[] s_otherNames =
    [
        new(ActionKind.SetVlanVid, "mod_vlan_vid", SetVlanVidAction.ParseMod),
        new(ActionKind.SetVlanPcp, "mod_vlan_pcp", SetVlanPcpAction.ParseMod),
        new(ActionKind.SetIpTtl, "set_nw_ttl", SetIpByteAction.ParseTtl),
        new(ActionKind.StripVlan, "pop_vlan", StripVlanAction.ParsePop),
        new(ActionKind.SetTunnel, "set_tunnel64", SetTunnelAction.Parse64),
        new(ActionKind.SetField, "load", SetFieldAction.ParseLoad),
        new(ActionKind.Bundle, "bundle_load", BundleAction.ParseLoad),
    ];

    // Forms on the wire: deprecated ones are read from later versions and logged.
    private static readonly RawActionRow[] s_raws =
    [
        new(RawAction.Output10, "OFPAT_OUTPUT", Exactly(8), OutputAction.Decode10, Of(1, 1, 0)),
        new(RawAction.Output11, "OFPAT_OUTPUT", Exactly(16), OutputAction.Decode11, Of(2, 6, 0)),
        new(RawAction.SetVlanVid10, "OFPAT_SET_VLAN_VID", Number(2), SetVlanVidAction.Decode10, Of(1, 1, 1)),
        new(
            RawAction.SetVlanVid11, "OFPAT_SET_VLAN_VID", Number(2), SetVlanVidAction.Decode11,
            Of(2, 6, 1)) { DeprecatedSince = OfVersion.OpenFlow12 },
        new(RawAction.SetVlanPcp10, "OFPAT_SET_VLAN_PCP", Number(1), SetVlanPcpAction.Decode10, Of(1, 1, 2)),
        new(
            RawAction.SetVlanPcp11, "OFPAT_SET_VLAN_PCP", Number(1), SetVlanPcpAction.Decode11,
            Of(2, 6, 2)) { DeprecatedSince = OfVersion.OpenFlow12 },
        new(RawAction.PushVlan, "OFPAT_PUSH_VLAN", Number(2), PushVlanAction.Decode, Of(2, 6, 17)),
        new(RawAction.StripVlan, "OFPAT_STRIP_VLAN", Bare, StripVlanAction.Decode10, Of(1, 1, 3)),
        new(
            RawAction.SetDlSrc, "OFPAT_SET_DL_SRC", Exactly(16), SetEthAction.DecodeSource,
            Of(2, 6, 3), Of(1, 1, 4)) { DeprecatedSince = OfVersion.OpenFlow12 },
        new(RawAction.PopVlan, "OFPAT_POP_VLAN", Bare, StripVlanAction.Decode11, Of(2, 6, 18)),
        new(
            RawAction.SetDlDst, "OFPAT_SET_DL_DST", Exactly(16), SetEthAction.DecodeDestination,
            Of(2, 6, 4), Of(1, 1, 5)) { DeprecatedSince = OfVersion.OpenFlow12 },
        new(
            RawAction.SetNwSrc, "OFPAT_SET_NW_SRC", Number(4), SetIpv4Action.DecodeSource,
            Of(2, 6, 5), Of(1, 1, 6)) { DeprecatedSince = OfVersion.OpenFlow12 },
        new(
            RawAction.SetNwDst, "OFPAT_SET_NW_DST", Number(4), SetIpv4Action.DecodeDestination,
            Of(2, 6, 6), Of(1, 1, 7)) { DeprecatedSince = OfVersion.OpenFlow12 },
        new(
            RawAction.SetNwTos, "OFPAT_SET_NW_TOS", Number(1), SetIpByteAction.DecodeDscp,
            Of(2, 6, 7), Of(1, 1, 8)) { DeprecatedSince = OfVersion.OpenFlow12 },
        new(
            RawAction.SetNwEcn, "OFPAT_SET_NW_ECN", Number(1), SetIpByteAction.DecodeEcn,
            Of(2, 6, 8)) { DeprecatedSince = OfVersion.OpenFlow12 },
        new(
            RawAction.SetTpSrc, "OFPAT_SET_TP_SRC", Number(2), SetTpAction.DecodeSource,
            Of(1, 6, 9)) { DeprecatedSince = OfVersion.OpenFlow12 },
        new(
            RawAction.SetTpDst, "OFPAT_SET_TP_DST", Number(2), SetTpAction.DecodeDestination,
            Of(1, 6, 10)) { DeprecatedSince = OfVersion.OpenFlow12 },
        new(RawAction.Enqueue, "OFPAT_ENQUEUE", Exactly(16), EnqueueAction.Decode, Of(1, 1, 11)),
        new(
            RawAction.SetMplsLabel, "OFPAT_SET_MPLS_LABEL", Number(4), SetMplsAction.DecodeLabel,
            Of(2, 6, 13), Nx(1, 1, 30)) { DeprecatedSince = OfVersion.OpenFlow12 },
        new(
            RawAction.SetMplsTc, "OFPAT_SET_MPLS_TC", Number(1), SetMplsAction.DecodeClass,
            Of(2, 6, 14), Nx(1, 1, 31)) { DeprecatedSince = OfVersion.OpenFlow12 },
        new(
            RawAction.SetMplsTtl, "OFPAT_SET_MPLS_TTL", Number(1), SetMplsAction.DecodeTtl,
            Of(2, 6, 15), Nx(1, 1, 25)) { DeprecatedSince = OfVersion.OpenFlow12 },
        new(
            RawAction.DecMplsTtl, "OFPAT_DEC_MPLS_TTL", Bare, SimpleAction.DecMplsTtl.Decode,
            Of(2, 6, 16), Nx(1, 1, 26)),
        new(RawAction.PushMpls, "OFPAT_PUSH_MPLS", Number(2), PushMplsAction.Decode, Of(2, 6, 19), Nx(1, 1, 23)),
        new(RawAction.PopMpls, "OFPAT_POP_MPLS", Number(2), PopMplsAction.Decode, Of(2, 6, 20), Nx(1, 1, 24)),
        new(RawAction.SetQueue, "OFPAT_SET_QUEUE", Number(4), SetQueueAction.Decode, Of(2, 6, 21), Nx(1, 1, 4)),
        new(RawAction.Group, "OFPAT_GROUP", Number(4), GroupAction.Decode, Of(2, 6, 22), Nx(1, 1, 40)),
        new(RawAction.SetNwTtl, "OFPAT_SET_NW_TTL", Number(1), SetIpByteAction.DecodeTtl, Of(2, 6, 23)),
        new(RawAction.DecNwTtl, "OFPAT_DEC_NW_TTL", Bare, DecTtlAction.Decode, Of(2, 6, 24), Nx(1, 1, 18)),
        new(RawAction.SetField12, "OFPAT_SET_FIELD", AtLeast(8), SetFieldAction.Decode12, Of(3, 5, 25)),
        new(RawAction.SetField15, "OFPAT_SET_FIELD", AtLeast(8), SetFieldAction.Decode15, Of(6, 6, 25)),
        new(RawAction.CopyField15, "OFPAT_COPY_FIELD", AtLeast(16), MoveAction.Decode15, Of(6, 6, 28)),
        new(RawAction.Meter, "OFPAT_METER", Number(4), MeterAction.Decode, Of(6, 6, 29)),
        new(RawAction.CopyField13, "ONFACT_COPY_FIELD", AtLeast(24), MoveAction.Decode13, Onf(4, 5, 3200)),
        new(RawAction.DecTtlCntIds, "NXAST_DEC_TTL_CNT_IDS", AtLeast(16), DecTtlAction.DecodeIds, Nx(1, 6, 21)),
        new(RawAction.RegLoad, "NXAST_REG_LOAD", Exactly(24), SetFieldAction.DecodeLoad, Nx(1, 5, 7)),
        new(RawAction.RegLoad2, "NXAST_REG_LOAD2", AtLeast(16), SetFieldAction.DecodeLoad2, Nx(1, 5, 33)),
        new(RawAction.RegMove, "NXAST_REG_MOVE", AtLeast(16), MoveAction.Decode, Nx(1, 5, 6)),
        new(RawAction.Resubmit, "NXAST_RESUBMIT", Number(2), ResubmitAction.Decode, Nx(1, 6, 1)),
        new(RawAction.ResubmitTable, "NXAST_RESUBMIT_TABLE", Exactly(16), ResubmitAction.DecodeTable, Nx(1, 6, 14)),
        new(
            RawAction.ResubmitTableCt, "NXAST_RESUBMIT_TABLE_CT", Exactly(16), ResubmitAction.DecodeTableCt,
            Nx(1, 6, 44)),
        new(RawAction.SetTunnel, "NXAST_SET_TUNNEL", Number(4), SetTunnelAction.Decode, Nx(1, 6, 2)),
        new(RawAction.SetTunnel64, "NXAST_SET_TUNNEL64", Number(8), SetTunnelAction.Decode64, Nx(1, 6, 9)),
        new(RawAction.PopQueue, "NXAST_POP_QUEUE", Exactly(16), SimpleAction.PopQueue.Decode, Nx(1, 6, 5)),
        new(RawAction.Note, "NXAST_NOTE", AtLeast(16), NoteAction.Decode, Nx(1, 6, 8)),
        new(RawAction.Multipath, "NXAST_MULTIPATH", Exactly(32), MultipathAction.Decode, Nx(1, 6, 10)),
        new(RawAction.Bundle, "NXAST_BUNDLE", AtLeast(32), BundleAction.Decode, Nx(1, 6, 12)),
        new(RawAction.BundleLoad, "NXAST_BUNDLE_LOAD", AtLeast(32), BundleAction.DecodeLoad, Nx(1, 6, 13)),
        new(RawAction.OutputReg, "NXAST_OUTPUT_REG", Exactly(24), OutputRegAction.Decode, Nx(1, 6, 15)),
        new(RawAction.OutputReg2, "NXAST_OUTPUT_REG2", Exactly(24), OutputRegAction.Decode2, Nx(1, 6, 32)),
        new(RawAction.Learn, "NXAST_LEARN", AtLeast(32), LearnAction.Decode, Nx(1, 6, 16)),
        new(RawAction.Learn2, "NXAST_LEARN2", AtLeast(40), LearnAction.Decode2, Nx(1, 6, 45)),
        new(RawAction.Exit, "NXAST_EXIT", Exactly(16), SimpleAction.Exit.Decode, Nx(1, 6, 17)),
        new(RawAction.FinTimeout, "NXAST_FIN_TIMEOUT", Exactly(16), FinTimeoutAction.Decode, Nx(1, 6, 19)),
        new(RawAction.Controller, "NXAST_CONTROLLER", Exactly(16), ControllerAction.Decode, Nx(1, 6, 20)),
        new(RawAction.Controller2, "NXAST_CONTROLLER2", AtLeast(16), ControllerAction.Decode2, Nx(1, 6, 37)),
        new(RawAction.WriteMetadata, "NXAST_WRITE_METADATA", Exactly(32), WriteMetadataAction.Decode, Nx(1, 6, 22)),
        new(RawAction.StackPush, "NXAST_STACK_PUSH", Exactly(24), StackAction.DecodePush, Nx(1, 6, 27)),
        new(RawAction.StackPop, "NXAST_STACK_POP", Exactly(24), StackAction.DecodePop, Nx(1, 6, 28)),
        new(RawAction.Sample, "NXAST_SAMPLE", Exactly(24), SampleAction.Decode, Nx(1, 6, 29)),
        new(RawAction.Sample2, "NXAST_SAMPLE2", Exactly(32), SampleAction.Decode2, Nx(1, 6, 38)),
        new(RawAction.Sample3, "NXAST_SAMPLE3", Exactly(32), SampleAction.Decode3, Nx(1, 6, 41)),
        new(RawAction.Sample4, "NXAST_SAMPLE4", Exactly(40), SampleAction.Decode4, Nx(1, 6, 51)),
        new(RawAction.Conjunction, "NXAST_CONJUNCTION", Exactly(16), ConjunctionAction.Decode, Nx(1, 6, 34)),
        new(RawAction.Ct, "NXAST_CT", AtLeast(24), CtAction.Decode, Nx(1, 6, 35)),
        new(RawAction.Nat, "NXAST_NAT", AtLeast(16), NatAction.Decode, Nx(1, 6, 36)),
        new(RawAction.OutputTrunc, "NXAST_OUTPUT_TRUNC", Exactly(16), OutputTruncAction.Decode, Nx(1, 6, 39)),
        new(RawAction.Clone, "NXAST_CLONE", AtLeast(16), CloneAction.Decode, Nx(1, 6, 42)),
        new(RawAction.CtClear, "NXAST_CT_CLEAR", Exactly(16), SimpleAction.CtClear.Decode, Nx(1, 6, 43)),
        new(RawAction.Encap, "NXAST_ENCAP", AtLeast(16), EncapAction.Decode, Nx(4, 6, 46)),
        new(RawAction.Decap, "NXAST_DECAP", AtLeast(16), DecapAction.Decode, Nx(4, 6, 47)),
        new(RawAction.DecNshTtl, "NXAST_DEC_NSH_TTL", Exactly(16), SimpleAction.DecNshTtl.Decode, Nx(4, 6, 48)),
        new(
            RawAction.CheckPktLarger, "NXAST_CHECK_PKT_LARGER", AtLeast(24), CheckPktLargerAction.Decode,
            Nx(1, 6, 49)),
        new(RawAction.DeleteField, "NXAST_DELETE_FIELD", Exactly(24), DeleteFieldAction.Decode, Nx(1, 6, 50)),
        new(
            RawAction.DebugSlow, "NXAST_DEBUG_SLOW", Exactly(16), SimpleAction.DebugSlow.DecodeForDebugging,
            Nx(1, 6, 254)),
        new(
            RawAction.DebugRecirc, "NXAST_DEBUG_RECIRC", Exactly(16), SimpleAction.DebugRecirc.DecodeForDebugging,
            Nx(1, 6, 255)),
    ];

    private static ActionShape Bare => new(0, 0, 0);

    private static ActionShape Number(int bytes) => new(0, 0, bytes);

    private static ActionShape Exactly(int bytes) => new(bytes, bytes, 0);

    private static ActionShape AtLeast(int bytes) => new(bytes, ActionShape.MaxBytes, 0);

    // From and to which version (the byte of the header), and the number there.
    private static ActionCode Of(byte since, byte until, ushort type) => new(since, until, 0, type);

    private static ActionCode Nx(byte since, byte until, ushort type) => new(since, until, Experimenters.Nicira, type);

    private static ActionCode Onf(byte since, byte until, ushort type) => new(since, until, Experimenters.Onf, type);
}
