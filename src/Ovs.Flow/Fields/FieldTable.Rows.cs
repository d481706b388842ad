using System;
using System.Runtime.CompilerServices;
using Ovs.Flow.Key;

namespace Ovs.Flow.Fields;

/// <summary>The facts: one row for each match field. See <see cref="FieldRow"/> for what the columns mean.</summary>
public static partial class FieldTable
{
    private const int TunnelOptionCount = 64;
    private const int TunnelOptionBits = 992;

    private static FieldRow[] BuildRows(ref FlowFields s) =>
    [
        new(FieldId.DpHash, "dp_hash", 32, FieldFormat.Hexadecimal, At(ref s.Key.DpHash))
        {
            IsMaskable = true, Prefix = FieldSupport.ExtendedMatch, Bitwise = FieldSupport.ExtendedMatch,
            Codes = [Nicira("NXOXM_ET_DP_HASH", 0), Nxm1("NXM_NX_DP_HASH", 35)],
        },
        new(FieldId.RecircId, "recirc_id", 32, FieldFormat.Decimal, At(ref s.Key.RecircId))
        {
            Codes = [Nxm1("NXM_NX_RECIRC_ID", 36)],
        },
        new(FieldId.PacketType, "packet_type", 32, FieldFormat.PacketType, At(ref s.Key.PacketType))
        {
            Codes = [Oxm("OXM_OF_PACKET_TYPE", 44, since: 6)],
        },
        new(FieldId.ConjId, "conj_id", 32, FieldFormat.Decimal, At(ref s.ConjId))
        {
            Codes = [Nxm1("NXM_NX_CONJ_ID", 37)],
        },
        new(FieldId.TunId, "tun_id", 64, FieldFormat.Hexadecimal, At(ref s.TunId))
        {
            OtherName = "tunnel_id", IsMaskable = true, IsWritable = true, Prefix = FieldSupport.ExtendedMatch,
            Bitwise = FieldSupport.ExtendedMatch,
            Codes = [Nxm1("NXM_NX_TUN_ID", 16), Oxm("OXM_OF_TUNNEL_ID", 38, since: 4)],
        },
        new(FieldId.TunIpv4Src, "tun_src", 32, FieldFormat.Ipv4, At(ref s.TunIpv4Src))
        {
            IsMaskable = true, IsWritable = true, Prefix = FieldSupport.ExtendedMatch,
            Bitwise = FieldSupport.ExtendedMatch,
            Codes = [Nxm1("NXM_NX_TUN_IPV4_SRC", 31)],
        },
        new(FieldId.TunIpv4Dst, "tun_dst", 32, FieldFormat.Ipv4, At(ref s.TunIpv4Dst))
        {
            IsMaskable = true, IsWritable = true, Prefix = FieldSupport.ExtendedMatch,
            Bitwise = FieldSupport.ExtendedMatch,
            Codes = [Nxm1("NXM_NX_TUN_IPV4_DST", 32)],
        },
        new(FieldId.TunIpv6Src, "tun_ipv6_src", 128, FieldFormat.Ipv6, At(ref s.TunIpv6Src))
        {
            IsMaskable = true, IsWritable = true, Prefix = FieldSupport.ExtendedMatch,
            Bitwise = FieldSupport.ExtendedMatch,
            Codes = [Nxm1("NXM_NX_TUN_IPV6_SRC", 109)],
        },
        new(FieldId.TunIpv6Dst, "tun_ipv6_dst", 128, FieldFormat.Ipv6, At(ref s.TunIpv6Dst))
        {
            IsMaskable = true, IsWritable = true, Prefix = FieldSupport.ExtendedMatch,
            Bitwise = FieldSupport.ExtendedMatch,
            Codes = [Nxm1("NXM_NX_TUN_IPV6_DST", 110)],
        },
        new(FieldId.TunFlags, "tun_flags", 1, FieldFormat.TunnelFlags, At(ref s.TunFlags))
        {
            Bytes = 2, IsMaskable = true, IsWritable = true, Prefix = FieldSupport.ExtendedMatch,
            Bitwise = FieldSupport.ExtendedMatch, ValidBits = 1,
            Codes = [Nxm1("NXM_NX_TUN_FLAGS", 104)],
        },
        new(FieldId.TunTtl, "tun_ttl", 8, FieldFormat.Decimal, At(ref s.TunTtl))
        {
            Exact = FieldSupport.None,
        },
        new(FieldId.TunTos, "tun_tos", 8, FieldFormat.Decimal, At(ref s.TunTos))
        {
            Exact = FieldSupport.None,
        },
        new(FieldId.TunGbpId, "tun_gbp_id", 16, FieldFormat.Decimal, At(ref s.TunGbpId))
        {
            IsMaskable = true, IsWritable = true, Prefix = FieldSupport.ExtendedMatch,
            Bitwise = FieldSupport.ExtendedMatch,
            Codes = [Nxm1("NXM_NX_TUN_GBP_ID", 38)],
        },
        new(FieldId.TunGbpFlags, "tun_gbp_flags", 8, FieldFormat.Hexadecimal, At(ref s.TunGbpFlags))
        {
            IsMaskable = true, IsWritable = true, Prefix = FieldSupport.ExtendedMatch,
            Bitwise = FieldSupport.ExtendedMatch,
            Codes = [Nxm1("NXM_NX_TUN_GBP_FLAGS", 39)],
        },
        new(FieldId.TunErspanIdx, "tun_erspan_idx", 20, FieldFormat.Hexadecimal, At(ref s.TunErspanIndex))
        {
            IsMaskable = true, IsWritable = true, Prefix = FieldSupport.ExtendedMatch,
            Bitwise = FieldSupport.ExtendedMatch,
            Codes = [Nicira("NXOXM_ET_ERSPAN_IDX", 11)],
        },
        new(FieldId.TunErspanVer, "tun_erspan_ver", 4, FieldFormat.Decimal, At(ref s.TunErspanVersion))
        {
            IsMaskable = true, IsWritable = true, Prefix = FieldSupport.ExtendedMatch,
            Bitwise = FieldSupport.ExtendedMatch,
            Codes = [Nicira("NXOXM_ET_ERSPAN_VER", 12)],
        },
        new(FieldId.TunErspanDir, "tun_erspan_dir", 1, FieldFormat.Decimal, At(ref s.TunErspanDirection))
        {
            IsMaskable = true, IsWritable = true, Prefix = FieldSupport.ExtendedMatch,
            Bitwise = FieldSupport.ExtendedMatch,
            Codes = [Nicira("NXOXM_ET_ERSPAN_DIR", 13)],
        },
        new(FieldId.TunErspanHwid, "tun_erspan_hwid", 6, FieldFormat.Hexadecimal, At(ref s.TunErspanHardwareId))
        {
            IsMaskable = true, IsWritable = true, Prefix = FieldSupport.ExtendedMatch,
            Bitwise = FieldSupport.ExtendedMatch,
            Codes = [Nicira("NXOXM_ET_ERSPAN_HWID", 14)],
        },
        new(FieldId.TunGtpuFlags, "tun_gtpu_flags", 8, FieldFormat.Hexadecimal, At(ref s.TunGtpuFlags))
        {
            IsMaskable = true, Prefix = FieldSupport.ExtendedMatch, Bitwise = FieldSupport.ExtendedMatch,
            Codes = [Nicira("NXOXM_ET_GTPU_FLAGS", 15)],
        },
        new(FieldId.TunGtpuMsgtype, "tun_gtpu_msgtype", 8, FieldFormat.Decimal, At(ref s.TunGtpuMessageType))
        {
            IsMaskable = true, Prefix = FieldSupport.ExtendedMatch, Bitwise = FieldSupport.ExtendedMatch,
            Codes = [Nicira("NXOXM_ET_GTPU_MSGTYPE", 16)],
        },
        .. TunnelOptionRows(),
        new(FieldId.Metadata, "metadata", 64, FieldFormat.Hexadecimal, At(ref s.Metadata))
        {
            IsMaskable = true, IsWritable = true, Exact = FieldSupport.OpenFlow11, Prefix = FieldSupport.OpenFlow11,
            Bitwise = FieldSupport.OpenFlow11,
            Codes = [Oxm("OXM_OF_METADATA", 2)],
        },
        new(FieldId.InPort, "in_port", 16, FieldFormat.Port, At(ref s.Key.InPort))
        {
            IsWritable = true, Exact = FieldSupport.OpenFlow10,
            Codes = [Nxm0("NXM_OF_IN_PORT", 0)],
        },
        new(FieldId.InPortOxm, "in_port_oxm", 32, FieldFormat.Port32, At(ref s.Key.InPort))
        {
            IsWritable = true, Exact = FieldSupport.OpenFlow11,
            CoveredBits = 0xffff,
            Codes = [Oxm("OXM_OF_IN_PORT", 0)],
        },
        new(FieldId.ActsetOutput, "actset_output", 32, FieldFormat.Port32, At(ref s.ActsetOutput))
        {
            CoveredBits = 0xffff,
            Codes = [Onf("ONFOXM_ET_ACTSET_OUTPUT", 43), Oxm("OXM_OF_ACTSET_OUTPUT", 43, since: 6)],
        },
        new(FieldId.SkbPriority, "skb_priority", 32, FieldFormat.Hexadecimal, At(ref s.Key.SkbPriority))
        {
            Exact = FieldSupport.None,
        },
        new(FieldId.PktMark, "pkt_mark", 32, FieldFormat.Hexadecimal, At(ref s.Key.PktMark))
        {
            IsMaskable = true, IsWritable = true, Prefix = FieldSupport.ExtendedMatch,
            Bitwise = FieldSupport.ExtendedMatch,
            Codes = [Nxm1("NXM_NX_PKT_MARK", 33)],
        },
        new(FieldId.CtState, "ct_state", 32, FieldFormat.ConnectionState, At(ref s.Key.CtState))
        {
            IsMaskable = true, Prefix = FieldSupport.ExtendedMatch, Bitwise = FieldSupport.ExtendedMatch,
            ValidBits = 0xff, CoveredBits = 0xff,
            Codes = [Nxm1("NXM_NX_CT_STATE", 105)],
        },
        new(FieldId.CtZone, "ct_zone", 16, FieldFormat.Hexadecimal, At(ref s.Key.CtZone))
        {
            Codes = [Nxm1("NXM_NX_CT_ZONE", 106)],
        },
        new(FieldId.CtMark, "ct_mark", 32, FieldFormat.Hexadecimal, At(ref s.Key.CtMark))
        {
            IsMaskable = true, IsWritable = true, Prefix = FieldSupport.ExtendedMatch,
            Bitwise = FieldSupport.ExtendedMatch,
            Codes = [Nxm1("NXM_NX_CT_MARK", 107)],
        },
        new(FieldId.CtLabel, "ct_label", 128, FieldFormat.Hexadecimal, At(ref s.Key.CtLabel))
        {
            IsMaskable = true, IsWritable = true, Prefix = FieldSupport.ExtendedMatch,
            Bitwise = FieldSupport.ExtendedMatch,
            Codes = [Nxm1("NXM_NX_CT_LABEL", 108)],
        },
        new(FieldId.CtIpProto, "ct_nw_proto", 8, FieldFormat.Decimal, At(ref s.CtIpProto))
        {
            Prerequisite = Prerequisite.TrackedConnection,
            Codes = [Nxm1("NXM_NX_CT_NW_PROTO", 119)],
        },
        new(FieldId.CtIpv4Src, "ct_nw_src", 32, FieldFormat.Ipv4, At(ref s.CtIpv4Src))
        {
            Prerequisite = Prerequisite.TrackedConnection, IsMaskable = true, Prefix = FieldSupport.ExtendedMatch,
            Bitwise = FieldSupport.ExtendedMatch,
            Codes = [Nxm1("NXM_NX_CT_NW_SRC", 120)],
        },
        new(FieldId.CtIpv4Dst, "ct_nw_dst", 32, FieldFormat.Ipv4, At(ref s.CtIpv4Dst))
        {
            Prerequisite = Prerequisite.TrackedConnection, IsMaskable = true, Prefix = FieldSupport.ExtendedMatch,
            Bitwise = FieldSupport.ExtendedMatch,
            Codes = [Nxm1("NXM_NX_CT_NW_DST", 121)],
        },
        new(FieldId.CtIpv6Src, "ct_ipv6_src", 128, FieldFormat.Ipv6, At(ref s.CtIpv6Src))
        {
            Prerequisite = Prerequisite.TrackedConnection, IsMaskable = true, Prefix = FieldSupport.ExtendedMatch,
            Bitwise = FieldSupport.ExtendedMatch,
            Codes = [Nxm1("NXM_NX_CT_IPV6_SRC", 122)],
        },
        new(FieldId.CtIpv6Dst, "ct_ipv6_dst", 128, FieldFormat.Ipv6, At(ref s.CtIpv6Dst))
        {
            Prerequisite = Prerequisite.TrackedConnection, IsMaskable = true, Prefix = FieldSupport.ExtendedMatch,
            Bitwise = FieldSupport.ExtendedMatch,
            Codes = [Nxm1("NXM_NX_CT_IPV6_DST", 123)],
        },
        new(FieldId.CtTpSrc, "ct_tp_src", 16, FieldFormat.Decimal, At(ref s.CtTpSrc))
        {
            Prerequisite = Prerequisite.TrackedConnection, IsMaskable = true, Prefix = FieldSupport.ExtendedMatch,
            Bitwise = FieldSupport.ExtendedMatch,
            Codes = [Nxm1("NXM_NX_CT_TP_SRC", 124)],
        },
        new(FieldId.CtTpDst, "ct_tp_dst", 16, FieldFormat.Decimal, At(ref s.CtTpDst))
        {
            Prerequisite = Prerequisite.TrackedConnection, IsMaskable = true, Prefix = FieldSupport.ExtendedMatch,
            Bitwise = FieldSupport.ExtendedMatch,
            Codes = [Nxm1("NXM_NX_CT_TP_DST", 125)],
        },
        .. RegisterRows(),
        .. RegisterPairRows(),
        .. RegisterQuadRows(),
        new(FieldId.EthSrc, "eth_src", 48, FieldFormat.Ethernet, At(ref s.Key.EthSrc))
        {
            OtherName = "dl_src", Prerequisite = Prerequisite.Ethernet, IsMaskable = true, IsWritable = true,
            Exact = FieldSupport.OpenFlow10, Prefix = FieldSupport.OpenFlow11, Bitwise = FieldSupport.OpenFlow11,
            Codes = [Nxm0("NXM_OF_ETH_SRC", 2), Oxm("OXM_OF_ETH_SRC", 4)],
        },
        new(FieldId.EthDst, "eth_dst", 48, FieldFormat.Ethernet, At(ref s.Key.EthDst))
        {
            OtherName = "dl_dst", Prerequisite = Prerequisite.Ethernet, IsMaskable = true, IsWritable = true,
            Exact = FieldSupport.OpenFlow10, Prefix = FieldSupport.OpenFlow11, Bitwise = FieldSupport.OpenFlow11,
            Codes = [Nxm0("NXM_OF_ETH_DST", 1), Oxm("OXM_OF_ETH_DST", 3)],
        },
        new(FieldId.EthType, "eth_type", 16, FieldFormat.Hexadecimal, At(ref s.Key.EthType))
        {
            OtherName = "dl_type", Prerequisite = Prerequisite.Ethernet, Exact = FieldSupport.OpenFlow10,
            Codes = [Nxm0("NXM_OF_ETH_TYPE", 3), Oxm("OXM_OF_ETH_TYPE", 5)],
        },
        new(FieldId.VlanTci, "vlan_tci", 16, FieldFormat.Hexadecimal, At(ref s.Key.Vlan0))
        {
            Prerequisite = Prerequisite.Ethernet, IsMaskable = true, IsWritable = true,
            Exact = FieldSupport.OpenFlow10, Prefix = FieldSupport.ExtendedMatch,
            Bitwise = FieldSupport.ExtendedMatch,
            Codes = [Nxm0("NXM_OF_VLAN_TCI", 4)],
        },
        new(FieldId.DlVlan, "dl_vlan", 12, FieldFormat.Decimal, At(ref s.Key.Vlan0))
        {
            Prerequisite = Prerequisite.Ethernet, IsWritable = true, Exact = FieldSupport.OpenFlow10,
            ValidBits = 0x0fff, CoveredBits = 0x1fff,
        },
        new(FieldId.VlanVid, "vlan_vid", 12, FieldFormat.Decimal, At(ref s.Key.Vlan0))
        {
            Prerequisite = Prerequisite.Ethernet, IsMaskable = true, IsWritable = true,
            Exact = FieldSupport.OpenFlow10, Prefix = FieldSupport.ExtendedMatch,
            Bitwise = FieldSupport.ExtendedMatch, ValidBits = 0x1fff, CoveredBits = 0x1fff,
            Codes = [Oxm("OXM_OF_VLAN_VID", 6)],
        },
        new(FieldId.DlVlanPcp, "dl_vlan_pcp", 3, FieldFormat.Decimal, At(ref s.Key.Vlan0).Above(13))
        {
            Prerequisite = Prerequisite.Ethernet, IsWritable = true, Exact = FieldSupport.OpenFlow10, ValidBits = 7,
            CoveredBits = 0xe000,
        },
        new(FieldId.VlanPcp, "vlan_pcp", 3, FieldFormat.Decimal, At(ref s.Key.Vlan0).Above(13))
        {
            Prerequisite = Prerequisite.VlanTag, IsWritable = true, Exact = FieldSupport.OpenFlow10, ValidBits = 7,
            CoveredBits = 0xe000,
            Codes = [Oxm("OXM_OF_VLAN_PCP", 7)],
        },
        new(FieldId.MplsLabel, "mpls_label", 20, FieldFormat.Decimal, At(ref s.Mpls0).Above(12))
        {
            Prerequisite = Prerequisite.Mpls, IsWritable = true, Exact = FieldSupport.OpenFlow11, ValidBits = 0xfffff,
            CoveredBits = 0xfffff000,
            Codes = [Oxm("OXM_OF_MPLS_LABEL", 34)],
        },
        new(FieldId.MplsTc, "mpls_tc", 3, FieldFormat.Decimal, At(ref s.Mpls0).Above(9))
        {
            Prerequisite = Prerequisite.Mpls, IsWritable = true, Exact = FieldSupport.OpenFlow11, ValidBits = 7,
            CoveredBits = 0xe00,
            Codes = [Oxm("OXM_OF_MPLS_TC", 35)],
        },
        new(FieldId.MplsBos, "mpls_bos", 1, FieldFormat.Decimal, At(ref s.Mpls0).Above(8))
        {
            Prerequisite = Prerequisite.Mpls, ValidBits = 1, CoveredBits = 0x100,
            Codes = [Oxm("OXM_OF_MPLS_BOS", 36, since: 4)],
        },
        new(FieldId.MplsTtl, "mpls_ttl", 8, FieldFormat.Decimal, At(ref s.Mpls0))
        {
            Prerequisite = Prerequisite.Mpls, IsWritable = true, CoveredBits = 0xff,
            Codes = [Nxm1("NXM_NX_MPLS_TTL", 30)],
        },
        new(FieldId.Ipv4Src, "ip_src", 32, FieldFormat.Ipv4, At(ref s.Key.Ipv4Src))
        {
            OtherName = "nw_src", Prerequisite = Prerequisite.Ipv4, IsMaskable = true, IsWritable = true,
            Exact = FieldSupport.OpenFlow10, Prefix = FieldSupport.OpenFlow10, Bitwise = FieldSupport.OpenFlow11,
            Codes = [Nxm0("NXM_OF_IP_SRC", 7), Oxm("OXM_OF_IPV4_SRC", 11)],
        },
        new(FieldId.Ipv4Dst, "ip_dst", 32, FieldFormat.Ipv4, At(ref s.Key.Ipv4Dst))
        {
            OtherName = "nw_dst", Prerequisite = Prerequisite.Ipv4, IsMaskable = true, IsWritable = true,
            Exact = FieldSupport.OpenFlow10, Prefix = FieldSupport.OpenFlow10, Bitwise = FieldSupport.OpenFlow11,
            Codes = [Nxm0("NXM_OF_IP_DST", 8), Oxm("OXM_OF_IPV4_DST", 12)],
        },
        new(FieldId.Ipv6Src, "ipv6_src", 128, FieldFormat.Ipv6, At(ref s.Key.Ipv6Src))
        {
            Prerequisite = Prerequisite.Ipv6, IsMaskable = true, IsWritable = true,
            Prefix = FieldSupport.ExtendedMatch, Bitwise = FieldSupport.ExtendedMatch,
            Codes = [Nxm1("NXM_NX_IPV6_SRC", 19), Oxm("OXM_OF_IPV6_SRC", 26)],
        },
        new(FieldId.Ipv6Dst, "ipv6_dst", 128, FieldFormat.Ipv6, At(ref s.Key.Ipv6Dst))
        {
            Prerequisite = Prerequisite.Ipv6, IsMaskable = true, IsWritable = true,
            Prefix = FieldSupport.ExtendedMatch, Bitwise = FieldSupport.ExtendedMatch,
            Codes = [Nxm1("NXM_NX_IPV6_DST", 20), Oxm("OXM_OF_IPV6_DST", 27)],
        },
        new(FieldId.Ipv6Label, "ipv6_label", 20, FieldFormat.Hexadecimal, At(ref s.Key.Ipv6Label))
        {
            Prerequisite = Prerequisite.Ipv6, IsMaskable = true, IsWritable = true,
            Prefix = FieldSupport.ExtendedMatch, Bitwise = FieldSupport.ExtendedMatch, ValidBits = 0xfffff,
            Codes = [Nxm1("NXM_NX_IPV6_LABEL", 27), Oxm("OXM_OF_IPV6_FLABEL", 28)],
        },
        new(FieldId.IpProto, "nw_proto", 8, FieldFormat.Decimal, At(ref s.Key.IpProto))
        {
            OtherName = "ip_proto", Prerequisite = Prerequisite.AnyIp, Exact = FieldSupport.OpenFlow10,
            Codes = [Nxm0("NXM_OF_IP_PROTO", 6), Oxm("OXM_OF_IP_PROTO", 10)],
        },
        new(FieldId.IpTos, "nw_tos", 8, FieldFormat.Decimal, At(ref s.Key.IpTos))
        {
            Prerequisite = Prerequisite.AnyIp, IsWritable = true, Exact = FieldSupport.OpenFlow10, ValidBits = 0xfc,
            CoveredBits = 0xfc,
            Codes = [Nxm0("NXM_OF_IP_TOS", 5)],
        },
        new(FieldId.IpDscp, "ip_dscp", 6, FieldFormat.Decimal, At(ref s.Key.IpTos).Above(2))
        {
            Prerequisite = Prerequisite.AnyIp, IsWritable = true, Exact = FieldSupport.OpenFlow10, ValidBits = 0x3f,
            CoveredBits = 0xfc,
            Codes = [Oxm("OXM_OF_IP_DSCP", 8)],
        },
        new(FieldId.IpEcn, "nw_ecn", 2, FieldFormat.Decimal, At(ref s.Key.IpTos))
        {
            OtherName = "ip_ecn", Prerequisite = Prerequisite.AnyIp, IsWritable = true,
            Exact = FieldSupport.OpenFlow11, ValidBits = 3, CoveredBits = 3,
            Codes = [Nxm1("NXM_NX_IP_ECN", 28), Oxm("OXM_OF_IP_ECN", 9)],
        },
        new(FieldId.IpTtl, "nw_ttl", 8, FieldFormat.Decimal, At(ref s.Key.IpTtl))
        {
            Prerequisite = Prerequisite.AnyIp, IsWritable = true,
            Codes = [Nxm1("NXM_NX_IP_TTL", 29)],
        },
        new(FieldId.IpFrag, "ip_frag", 2, FieldFormat.Fragment, At(ref s.Key.IpFrag))
        {
            OtherName = "nw_frag", Prerequisite = Prerequisite.AnyIp, IsMaskable = true,
            Prefix = FieldSupport.ExtendedMatch, Bitwise = FieldSupport.ExtendedMatch, ValidBits = 3, CoveredBits = 3,
            Codes = [Nxm1("NXM_NX_IP_FRAG", 26)],
        },
        new(FieldId.ArpOp, "arp_op", 16, FieldFormat.Decimal, At(ref s.Key.IpProto))
        {
            Prerequisite = Prerequisite.Arp, IsWritable = true, Exact = FieldSupport.OpenFlow10, ValidBits = 0x00ff,
            CoveredBits = 0xff,
            Codes = [Nxm0("NXM_OF_ARP_OP", 15), Oxm("OXM_OF_ARP_OP", 21)],
        },
        new(FieldId.ArpSpa, "arp_spa", 32, FieldFormat.Ipv4, At(ref s.Key.Ipv4Src))
        {
            Prerequisite = Prerequisite.Arp, IsMaskable = true, IsWritable = true, Exact = FieldSupport.OpenFlow10,
            Prefix = FieldSupport.OpenFlow10, Bitwise = FieldSupport.OpenFlow11,
            Codes = [Nxm0("NXM_OF_ARP_SPA", 16), Oxm("OXM_OF_ARP_SPA", 22)],
        },
        new(FieldId.ArpTpa, "arp_tpa", 32, FieldFormat.Ipv4, At(ref s.Key.Ipv4Dst))
        {
            Prerequisite = Prerequisite.Arp, IsMaskable = true, IsWritable = true, Exact = FieldSupport.OpenFlow10,
            Prefix = FieldSupport.OpenFlow10, Bitwise = FieldSupport.OpenFlow11,
            Codes = [Nxm0("NXM_OF_ARP_TPA", 17), Oxm("OXM_OF_ARP_TPA", 23)],
        },
        new(FieldId.ArpSha, "arp_sha", 48, FieldFormat.Ethernet, At(ref s.Key.ArpSha))
        {
            Prerequisite = Prerequisite.Arp, IsMaskable = true, IsWritable = true,
            Prefix = FieldSupport.ExtendedMatch, Bitwise = FieldSupport.ExtendedMatch,
            Codes = [Nxm1("NXM_NX_ARP_SHA", 17), Oxm("OXM_OF_ARP_SHA", 24)],
        },
        new(FieldId.ArpTha, "arp_tha", 48, FieldFormat.Ethernet, At(ref s.Key.ArpTha))
        {
            Prerequisite = Prerequisite.Arp, IsMaskable = true, IsWritable = true,
            Prefix = FieldSupport.ExtendedMatch, Bitwise = FieldSupport.ExtendedMatch,
            Codes = [Nxm1("NXM_NX_ARP_THA", 18), Oxm("OXM_OF_ARP_THA", 25)],
        },
        new(FieldId.TcpSrc, "tcp_src", 16, FieldFormat.Decimal, At(ref s.Key.TpSrc))
        {
            OtherName = "tp_src", Prerequisite = Prerequisite.Tcp, IsMaskable = true, IsWritable = true,
            Exact = FieldSupport.OpenFlow10, Prefix = FieldSupport.ExtendedMatch,
            Bitwise = FieldSupport.ExtendedMatch,
            Codes = [Nxm0("NXM_OF_TCP_SRC", 9), Oxm("OXM_OF_TCP_SRC", 13)],
        },
        new(FieldId.TcpDst, "tcp_dst", 16, FieldFormat.Decimal, At(ref s.Key.TpDst))
        {
            OtherName = "tp_dst", Prerequisite = Prerequisite.Tcp, IsMaskable = true, IsWritable = true,
            Exact = FieldSupport.OpenFlow10, Prefix = FieldSupport.ExtendedMatch,
            Bitwise = FieldSupport.ExtendedMatch,
            Codes = [Nxm0("NXM_OF_TCP_DST", 10), Oxm("OXM_OF_TCP_DST", 14)],
        },
        new(FieldId.TcpFlags, "tcp_flags", 12, FieldFormat.TcpFlags, At(ref s.Key.TcpFlags))
        {
            Prerequisite = Prerequisite.Tcp, IsMaskable = true, Prefix = FieldSupport.ExtendedMatch,
            Bitwise = FieldSupport.ExtendedMatch, ValidBits = 0x0fff,
            Codes =
            [
                Nxm1("NXM_NX_TCP_FLAGS", 34),
                Onf("ONFOXM_ET_TCP_FLAGS", 42),
                Oxm("OXM_OF_TCP_FLAGS", 42, since: 6),
            ],
        },
        new(FieldId.UdpSrc, "udp_src", 16, FieldFormat.Decimal, At(ref s.Key.TpSrc))
        {
            Prerequisite = Prerequisite.Udp, IsMaskable = true, IsWritable = true, Exact = FieldSupport.OpenFlow10,
            Prefix = FieldSupport.ExtendedMatch, Bitwise = FieldSupport.ExtendedMatch,
            Codes = [Nxm0("NXM_OF_UDP_SRC", 11), Oxm("OXM_OF_UDP_SRC", 15)],
        },
        new(FieldId.UdpDst, "udp_dst", 16, FieldFormat.Decimal, At(ref s.Key.TpDst))
        {
            Prerequisite = Prerequisite.Udp, IsMaskable = true, IsWritable = true, Exact = FieldSupport.OpenFlow10,
            Prefix = FieldSupport.ExtendedMatch, Bitwise = FieldSupport.ExtendedMatch,
            Codes = [Nxm0("NXM_OF_UDP_DST", 12), Oxm("OXM_OF_UDP_DST", 16)],
        },
        new(FieldId.SctpSrc, "sctp_src", 16, FieldFormat.Decimal, At(ref s.Key.TpSrc))
        {
            Prerequisite = Prerequisite.Sctp, IsMaskable = true, IsWritable = true, Exact = FieldSupport.OpenFlow11,
            Prefix = FieldSupport.ExtendedMatch, Bitwise = FieldSupport.ExtendedMatch,
            Codes = [Oxm("OXM_OF_SCTP_SRC", 17)],
        },
        new(FieldId.SctpDst, "sctp_dst", 16, FieldFormat.Decimal, At(ref s.Key.TpDst))
        {
            Prerequisite = Prerequisite.Sctp, IsMaskable = true, IsWritable = true, Exact = FieldSupport.OpenFlow11,
            Prefix = FieldSupport.ExtendedMatch, Bitwise = FieldSupport.ExtendedMatch,
            Codes = [Oxm("OXM_OF_SCTP_DST", 18)],
        },
        new(FieldId.Icmpv4Type, "icmp_type", 8, FieldFormat.Decimal, At(ref s.Key.TpSrc))
        {
            Prerequisite = Prerequisite.Icmpv4, IsWritable = true, Exact = FieldSupport.OpenFlow10,
            CoveredBits = 0xffff,
            Codes = [Nxm0("NXM_OF_ICMP_TYPE", 13), Oxm("OXM_OF_ICMPV4_TYPE", 19)],
        },
        new(FieldId.Icmpv4Code, "icmp_code", 8, FieldFormat.Decimal, At(ref s.Key.TpDst))
        {
            Prerequisite = Prerequisite.Icmpv4, IsWritable = true, Exact = FieldSupport.OpenFlow10,
            CoveredBits = 0xffff,
            Codes = [Nxm0("NXM_OF_ICMP_CODE", 14), Oxm("OXM_OF_ICMPV4_CODE", 20)],
        },
        new(FieldId.Icmpv6Type, "icmpv6_type", 8, FieldFormat.Decimal, At(ref s.Key.TpSrc))
        {
            Prerequisite = Prerequisite.Icmpv6, IsWritable = true,
            CoveredBits = 0xffff,
            Codes = [Nxm1("NXM_NX_ICMPV6_TYPE", 21), Oxm("OXM_OF_ICMPV6_TYPE", 29)],
        },
        new(FieldId.Icmpv6Code, "icmpv6_code", 8, FieldFormat.Decimal, At(ref s.Key.TpDst))
        {
            Prerequisite = Prerequisite.Icmpv6, IsWritable = true,
            CoveredBits = 0xffff,
            Codes = [Nxm1("NXM_NX_ICMPV6_CODE", 22), Oxm("OXM_OF_ICMPV6_CODE", 30)],
        },
        new(FieldId.NdTarget, "nd_target", 128, FieldFormat.Ipv6, At(ref s.Key.NdTarget))
        {
            Prerequisite = Prerequisite.NeighbourDiscovery, IsMaskable = true, IsWritable = true,
            Prefix = FieldSupport.ExtendedMatch, Bitwise = FieldSupport.ExtendedMatch,
            Codes = [Nxm1("NXM_NX_ND_TARGET", 23), Oxm("OXM_OF_IPV6_ND_TARGET", 31)],
        },
        new(FieldId.NdSll, "nd_sll", 48, FieldFormat.Ethernet, At(ref s.Key.ArpSha))
        {
            Prerequisite = Prerequisite.NeighbourSolicitation, IsMaskable = true, IsWritable = true,
            Prefix = FieldSupport.ExtendedMatch, Bitwise = FieldSupport.ExtendedMatch,
            Codes = [Nxm1("NXM_NX_ND_SLL", 24), Oxm("OXM_OF_IPV6_ND_SLL", 32)],
        },
        new(FieldId.NdTll, "nd_tll", 48, FieldFormat.Ethernet, At(ref s.Key.ArpTha))
        {
            Prerequisite = Prerequisite.NeighbourAdvertisement, IsMaskable = true, IsWritable = true,
            Prefix = FieldSupport.ExtendedMatch, Bitwise = FieldSupport.ExtendedMatch,
            Codes = [Nxm1("NXM_NX_ND_TLL", 25), Oxm("OXM_OF_IPV6_ND_TLL", 33)],
        },
        new(FieldId.NdReserved, "nd_reserved", 32, FieldFormat.Decimal, At(ref s.NdReserved))
        {
            Prerequisite = Prerequisite.NeighbourDiscovery, IsWritable = true,
            Codes = [Ericsson("ERICOXM_OF_ICMPV6_ND_RESERVED", 1)],
        },
        new(FieldId.NdOptionsType, "nd_options_type", 8, FieldFormat.Decimal, At(ref s.Key.NdOptionType))
        {
            Prerequisite = Prerequisite.NeighbourDiscovery, IsWritable = true,
            CoveredBits = 0xffff,
            Codes = [Ericsson("ERICOXM_OF_ICMPV6_ND_OPTIONS_TYPE", 2)],
        },
        new(FieldId.NshFlags, "nsh_flags", 8, FieldFormat.Decimal, At(ref s.NshFlags))
        {
            Prerequisite = Prerequisite.Nsh, IsMaskable = true, IsWritable = true,
            Prefix = FieldSupport.ExtendedMatch, Bitwise = FieldSupport.ExtendedMatch,
            Codes = [Nsh("NXOXM_NSH_FLAGS", 1)],
        },
        new(FieldId.NshMdtype, "nsh_mdtype", 8, FieldFormat.Decimal, At(ref s.NshMdType))
        {
            Prerequisite = Prerequisite.Nsh,
            Codes = [Nsh("NXOXM_NSH_MDTYPE", 2)],
        },
        new(FieldId.NshNp, "nsh_np", 8, FieldFormat.Decimal, At(ref s.NshNextProtocol))
        {
            Prerequisite = Prerequisite.Nsh,
            Codes = [Nsh("NXOXM_NSH_NP", 3)],
        },
        new(FieldId.NshSpi, "nsh_spi", 24, FieldFormat.Hexadecimal, At(ref s.NshPath).Above(8))
        {
            OtherName = "nsp", Prerequisite = Prerequisite.Nsh, IsWritable = true, ValidBits = 0xffffff,
            CoveredBits = 0xffffff00,
            Codes = [Nsh("NXOXM_NSH_SPI", 4)],
        },
        new(FieldId.NshSi, "nsh_si", 8, FieldFormat.Decimal, At(ref s.NshPath))
        {
            OtherName = "nsi", Prerequisite = Prerequisite.Nsh, IsWritable = true, CoveredBits = 0xff,
            Codes = [Nsh("NXOXM_NSH_SI", 5)],
        },
        new(FieldId.NshC1, "nsh_c1", 32, FieldFormat.Hexadecimal, At(ref s.NshContext1))
        {
            OtherName = "nshc1", Prerequisite = Prerequisite.Nsh, IsMaskable = true, IsWritable = true,
            Prefix = FieldSupport.ExtendedMatch, Bitwise = FieldSupport.ExtendedMatch,
            Codes = [Nsh("NXOXM_NSH_C1", 6)],
        },
        new(FieldId.NshC2, "nsh_c2", 32, FieldFormat.Hexadecimal, At(ref s.NshContext2))
        {
            OtherName = "nshc2", Prerequisite = Prerequisite.Nsh, IsMaskable = true, IsWritable = true,
            Prefix = FieldSupport.ExtendedMatch, Bitwise = FieldSupport.ExtendedMatch,
            Codes = [Nsh("NXOXM_NSH_C2", 7)],
        },
        new(FieldId.NshC3, "nsh_c3", 32, FieldFormat.Hexadecimal, At(ref s.NshContext3))
        {
            OtherName = "nshc3", Prerequisite = Prerequisite.Nsh, IsMaskable = true, IsWritable = true,
            Prefix = FieldSupport.ExtendedMatch, Bitwise = FieldSupport.ExtendedMatch,
            Codes = [Nsh("NXOXM_NSH_C3", 8)],
        },
        new(FieldId.NshC4, "nsh_c4", 32, FieldFormat.Hexadecimal, At(ref s.NshContext4))
        {
            OtherName = "nshc4", Prerequisite = Prerequisite.Nsh, IsMaskable = true, IsWritable = true,
            Prefix = FieldSupport.ExtendedMatch, Bitwise = FieldSupport.ExtendedMatch,
            Codes = [Nsh("NXOXM_NSH_C4", 9)],
        },
        new(FieldId.NshTtl, "nsh_ttl", 8, FieldFormat.Decimal, At(ref s.NshTtl))
        {
            Prerequisite = Prerequisite.Nsh, IsWritable = true,
            Codes = [Nsh("NXOXM_NSH_TTL", 10)],
        },
    ];

    private static FieldRow[] TunnelOptionRows()
    {
        var rows = new FieldRow[TunnelOptionCount];
        for (var i = 0; i < rows.Length; i++)
        {
            var place = new FieldPlace(FieldStorage.TunnelOption, 0);
            rows[i] = new(FieldId.TunMetadata0 + (byte)i, $"tun_metadata{i}", TunnelOptionBits, FieldFormat.Hexadecimal, place)
            {
                IsMaskable = true,
                IsWritable = true,
                Prefix = FieldSupport.ExtendedMatch,
                Bitwise = FieldSupport.ExtendedMatch,
                Codes = [Nxm1($"NXM_NX_TUN_METADATA{i}", 40 + i)],
            };
        }

        return rows;
    }

    private static FieldRow[] RegisterRows()
    {
        var rows = new FieldRow[FlowFields.RegisterCount];
        for (var i = 0; i < rows.Length; i++)
        {
            var code = i < 16 ? Nxm1($"NXM_NX_REG{i}", i) : Nicira($"NXOXM_ET_REG{i}", i + 1);
            rows[i] = Register(FieldId.Reg0 + (byte)i, $"reg{i}", 32, FieldStorage.UInt32, i, code);
        }

        return rows;
    }

    private static FieldRow[] RegisterPairRows()
    {
        var rows = new FieldRow[FlowFields.RegisterCount / 2];
        for (var i = 0; i < rows.Length; i++)
        {
            var code = Code($"OXM_OF_PKT_REG{i}", 0, 0x8001, i, since: 4);
            rows[i] = Register(FieldId.Xreg0 + (byte)i, $"xreg{i}", 64, FieldStorage.RegisterPair, i * 2, code);
        }

        return rows;
    }

    private static FieldRow[] RegisterQuadRows()
    {
        var rows = new FieldRow[FlowFields.RegisterCount / 4];
        for (var i = 0; i < rows.Length; i++)
        {
            var code = i < 4 ? Nxm1($"NXM_NX_XXREG{i}", 111 + i) : Nicira($"NXOXM_ET_XXREG{i}", 29 + i);
            rows[i] = Register(FieldId.Xxreg0 + (byte)i, $"xxreg{i}", 128, FieldStorage.RegisterQuad, i * 4, code);
        }

        return rows;
    }

    private static FieldRow Register(FieldId id, string name, int bits, FieldStorage storage, int index, OxmCode code)
    {
        var first = At(ref s_layout.Registers);
        var place = new FieldPlace(storage, (ushort)(first.Offset + (index * sizeof(uint))));
        return new(id, name, bits, FieldFormat.Hexadecimal, place)
        {
            IsMaskable = true,
            IsWritable = true,
            Prefix = FieldSupport.ExtendedMatch,
            Bitwise = FieldSupport.ExtendedMatch,
            Codes = [code],
        };
    }

    // Nicira's classes 0 and 1, the basic class of OpenFlow (since 1.2 unless said), and those of experimenters.
    private static OxmCode Nxm0(string name, int number) => Code(name, 0, 0, number, since: 0);

    private static OxmCode Nxm1(string name, int number) => Code(name, 0, 1, number, since: 0);

    private static OxmCode Oxm(string name, int number, byte since = 3) => Code(name, 0, 0x8000, number, since);

    private static OxmCode Ericsson(string name, int number) => Code(name, 0, 0x1000, number, since: 0);

    private static OxmCode Nicira(string name, int number) =>
        Code(name, 0x2320, OxmHeader.ExperimenterClass, number, since: 0);

    private static OxmCode Nsh(string name, int number) =>
        Code(name, 0x5ad650, OxmHeader.ExperimenterClass, number, since: 0);

    private static OxmCode Onf(string name, int number) =>
        Code(name, 0x4f4e4600, OxmHeader.ExperimenterClass, number, since: 4);

    // The length, and the field that it is a code of, are the row's: see FieldTable's constructor.
    private static OxmCode Code(string name, uint experimenter, ushort oxmClass, int number, byte since) =>
        new(name, new OxmHeader(experimenter, oxmClass, number, hasMask: false, length: 0), since, default);

    private static FieldPlace At(ref byte field) => Place(FieldStorage.Byte, ref field);

    private static FieldPlace At(ref IpFrag field) => Place(FieldStorage.Byte, ref field);

    private static FieldPlace At(ref ushort field) => Place(FieldStorage.UInt16, ref field);

    private static FieldPlace At(ref VlanTag field) => Place(FieldStorage.UInt16, ref field);

    private static FieldPlace At(ref uint field) => Place(FieldStorage.UInt32, ref field);

    private static FieldPlace At(ref Registers field) => Place(FieldStorage.UInt32, ref field);

    private static FieldPlace At(ref ulong field) => Place(FieldStorage.UInt64, ref field);

    private static FieldPlace At(ref EthAddress field) => Place(FieldStorage.Ethernet, ref field);

    private static FieldPlace At(ref Ipv6Address field) => Place(FieldStorage.Wide, ref field);

    private static FieldPlace Place<T>(FieldStorage storage, ref T field)
    {
        ref var start = ref Unsafe.As<FlowFields, byte>(ref s_layout);
        return new(storage, (ushort)Unsafe.ByteOffset(ref start, ref Unsafe.As<T, byte>(ref field)));
    }
}
