using System;
using System.Buffers.Binary;
using System.Collections.Generic;
using System.Globalization;
using Ovs.Flow.Fields;
using Ovs.Flow.Key;
using Ovs.Ofproto.Bundles;
using Ovs.Ofproto.Learning;
using Ovs.Ofproto.Revalidate;
using Ovs.Ovsdb.Data;
using Ovs.Ovsdb.Rows;
using Ovs.Runtime.Logging;

namespace Ovs.Vswitchd.Desired;

/// <summary>Reads the rows of the database into a <see cref="SwitchConfig"/>, defaults filled in; ovs-vswitchd.conf.db(5) says
/// what each column means.</summary>
internal static class ConfigReader
{
    private const int MinStatisticsIntervalMs = 5000;
    private const int DefaultFlowLimit = 200_000;
    private const int MinMacTableSize = 10;
    private const int MaxVlan = 4095;

    private static readonly LogModule s_log = LogModule.Define("bridge");

    public static SwitchConfig Read(OpenVSwitch? root)
    {
        if (root is null)
        {
            return SwitchConfig.Empty;
        }

        var bridges = new List<BridgeConfig>();
        var names = new HashSet<string>();
        foreach (var row in root.Bridges)
        {
            // A name with a slash would leave the run directory by the bridge's sockets.
            if (row.Name.Contains('/'))
            {
                s_log.Warn($"ignoring bridge with invalid name \"{row.Name}\"");
            }
            else if (names.Add(row.Name))
            {
                bridges.Add(ReadBridge(row));
            }
            else
            {
                s_log.Warn($"bridge {row.Name} specified twice");
            }
        }

        bridges.Sort((a, b) => string.CompareOrdinal(a.Name, b.Name));
        var options = root.OtherConfig;
        return new SwitchConfig(bridges)
        {
            MaxIdleMs = AtLeast(options.GetInteger("max-idle", Revalidator.DefaultMaxIdleMs), 500),
            MaxRevalidatorMs = AtLeast(options.GetInteger("max-revalidator", Revalidator.DefaultIntervalMs), 100),
            FlowLimit = AtLeast(options.GetInteger("flow-limit", DefaultFlowLimit), 0),
            StatisticsIntervalMs = AtLeast(options.GetInteger("stats-update-interval", MinStatisticsIntervalMs), MinStatisticsIntervalMs),
            VlanLimit = AtLeast(options.GetInteger("vlan-limit", 1), 0),
        };
    }

    /// <summary>The VLAN settings of a Port row.</summary>
    public static BundleSettings ReadSettings(string? modeName, long? tag, IReadOnlyList<long> trunks)
    {
        var vlan = tag is >= 0 and <= MaxVlan ? tag : null;
        var mode = modeName switch
        {
            "access" => VlanMode.Access,
            "trunk" => VlanMode.Trunk,
            "native-tagged" => VlanMode.NativeTagged,
            "native-untagged" => VlanMode.NativeUntagged,
            "dot1q-tunnel" => VlanMode.Dot1qTunnel,
            _ when vlan is null => VlanMode.Trunk,
            // A tag beside trunks means a native VLAN, alone an access port.
            _ => trunks.Count > 0 ? VlanMode.NativeTagged : VlanMode.Access,
        };
        return BundleSettings.Of(mode, (ushort)(vlan ?? 0), trunks.Count > 0 ? VlanSet.Of(trunks) : null);
    }

    private static BridgeConfig ReadBridge(Bridge row)
    {
        var ports = new List<PortConfig>();
        var hasLocal = false;
        foreach (var port in row.Ports)
        {
            hasLocal |= port.Name == row.Name;
            ports.Add(ReadPort(port, row.Name));
        }

        if (!hasLocal)
        {
            ports.Add(new PortConfig(row.Name, new BundleSettings(), [new InterfaceConfig(row.Name, "internal")]));
        }

        // The local port first, the others by name: the order of flooding does not depend on row identities.
        ports.Sort((a, b) => (a.Name != row.Name).CompareTo(b.Name != row.Name) is var order and not 0
            ? order
            : string.CompareOrdinal(a.Name, b.Name));
        var options = row.OtherConfig;
        return new BridgeConfig(row.Name, row.DatapathType, ports)
        {
            FloodVlans = VlanSet.Of(row.FloodVlans),
            MacAgingSeconds = AtLeast(options.GetInteger("mac-aging-time", MacTable.DefaultAgingSeconds), 1),
            MacTableSize = AtLeast(options.GetInteger("mac-table-size", MacTable.DefaultMaxEntries), MinMacTableSize),
            ForwardsBpdus = options.GetBoolean("forward-bpdu", false),
            IsStandalone = row.FailMode != "secure",
            DefaultMac = DefaultMacOf(row.Uuid),
            Mac = ParseMac(options["hwaddr"]),
            DatapathId = ParseDatapathId(options["datapath-id"]),
        };
    }

    private static PortConfig ReadPort(Port row, string bridge)
    {
        var interfaces = new List<InterfaceConfig>();
        foreach (var one in row.Interfaces)
        {
            // The device named as the bridge is its own, whatever its row says.
            interfaces.Add(new InterfaceConfig(one.Name, one.Name == bridge ? "internal" : one.Type.Length == 0 ? "system" : one.Type)
            {
                OfPortRequest = one.OfportRequest is > 0 and < OfPort.Limit ? (ushort)one.OfportRequest : null,
                PreviousOfPort = one.Ofport is > 0 and < OfPort.Limit ? (ushort)one.Ofport : null,
                MtuRequest = one.MtuRequest is { } mtu ? (int)mtu : null,
                Mac = ParseMac(one.Mac),
            });
        }

        interfaces.Sort((a, b) => string.CompareOrdinal(a.Name, b.Name));
        var settings = ReadSettings(row.VlanMode, row.Tag, row.Trunks) with
        {
            IsProtected = row.Protected,
            PriorityTags = row.OtherConfig["priority-tags"] switch
            {
                "true" or "if-nonzero" => PriorityTags.IfNonzero,
                "always" => PriorityTags.Always,
                _ => PriorityTags.Never,
            },
        };
        return new PortConfig(row.Name, settings, interfaces) { Mac = ParseMac(row.Mac) };
    }

    /// <summary>A locally administered unicast address (IEEE 802 8.4) out of the row's identity: other than a random one it
    /// is the same after a restart, and with it the datapath's identifier. The original takes the identity as 32-bit words
    /// in the machine's byte order.</summary>
    private static EthAddress DefaultMacOf(Uuid uuid)
    {
        Span<byte> bytes = stackalloc byte[8];
        BinaryPrimitives.WriteUInt32LittleEndian(bytes, (uint)(uuid.High >> 32));
        BinaryPrimitives.WriteUInt32LittleEndian(bytes[4..], (uint)uuid.High);
        bytes[0] = (byte)((bytes[0] & 0xfe) | 0x02);
        return new EthAddress(bytes);
    }

    private static EthAddress? ParseMac(string? text) =>
        text is not null && EthAddress.TryParse(text, out var mac) && !mac.IsMulticast && !mac.IsZero ? mac : null;

    private static string? ParseDatapathId(string? text)
    {
        if (text is null)
        {
            return null;
        }

        var digits = text.StartsWith("0x", StringComparison.OrdinalIgnoreCase) ? text[2..] : text;
        return ulong.TryParse(digits, NumberStyles.AllowHexSpecifier, CultureInfo.InvariantCulture, out var id) && id != 0
            ? id.ToString("x16", CultureInfo.InvariantCulture)
            : null;
    }

    private static int AtLeast(long value, int least) => (int)Math.Clamp(value, least, int.MaxValue);
}
