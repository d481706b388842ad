using System;
using Ovs.Flow.Fields;
using Ovs.OpenFlow.Text;

namespace Ovs.OpenFlow.Ports;

/// <summary>What a controller lets a port do; the numbers are those of the wire.</summary>
/// <remarks>OpenFlow 1.5.1 7.2.1.1; some flags exist in OpenFlow 1.0 only.</remarks>
[Flags]
public enum PortConfig : uint
{
    None = 0,
    Down = 1 << 0,
    NoStp = 1 << 1,
    NoReceive = 1 << 2,
    NoReceiveStp = 1 << 3,
    NoFlood = 1 << 4,
    NoForward = 1 << 5,
    NoPacketIn = 1 << 6,

    /// <summary>What OpenFlow 1.0 can say.</summary>
    All10 = Down | NoStp | NoReceive | NoReceiveStp | NoFlood | NoForward | NoPacketIn,

    /// <summary>What OpenFlow 1.1 and later can say.</summary>
    All11 = Down | NoReceive | NoForward | NoPacketIn,
}

/// <summary>How a port is; the numbers are those of the wire.</summary>
[Flags]
public enum PortState : uint
{
    None = 0,
    LinkDown = 1 << 0,
    Blocked = 1 << 1,
    Live = 1 << 2,
    StpLearn = 1 << 8,
    StpForward = 2 << 8,

    /// <summary>Also the mask of spanning tree states; no bit of them is listening.</summary>
    StpBlock = 3 << 8,
    All10 = LinkDown | StpBlock,
    All11 = LinkDown | Blocked | Live,
}

/// <summary>What a link can do; the numbers are those of OpenFlow 1.1 and later.</summary>
[Flags]
public enum PortFeatures : uint
{
    None = 0,
    Half10Mb = 1 << 0,
    Full10Mb = 1 << 1,
    Half100Mb = 1 << 2,
    Full100Mb = 1 << 3,
    Half1Gb = 1 << 4,
    Full1Gb = 1 << 5,
    Full10Gb = 1 << 6,
    Full40Gb = 1 << 7,
    Full100Gb = 1 << 8,
    Full1Tb = 1 << 9,
    Other = 1 << 10,
    Copper = 1 << 11,
    Fiber = 1 << 12,
    AutoNegotiation = 1 << 13,
    Pause = 1 << 14,
    PauseAsymmetric = 1 << 15,
    All = 0xffff,
}

/// <summary>Port flags as text, and the forms that OpenFlow 1.0 has of them.</summary>
public static class PortFlagText
{
    private const uint Speeds10 = 0x7f;
    private const uint Others10 = 0xf80;
    private const int OthersShift = 4;

    private static readonly string?[] s_configNames =
        ["PORT_DOWN", "NO_STP", "NO_RECV", "NO_RECV_STP", "NO_FLOOD", "NO_FWD", "NO_PACKET_IN"];

    private static readonly string?[] s_stateNames = ["LINK_DOWN", "BLOCKED", "LIVE"];

    private static readonly string?[] s_featureNames =
    [
        "10MB-HD", "10MB-FD", "100MB-HD", "100MB-FD", "1GB-HD", "1GB-FD", "10GB-FD", "40GB-FD", "100GB-FD", "1TB-FD", "OTHER",
        "COPPER", "FIBER", "AUTO_NEG", "AUTO_PAUSE", "AUTO_PAUSE_ASYM",
    ];

    public static void Append(TextBuffer text, PortConfig config) =>
        BitNames.Append(text, (uint)config, s_configNames, ' ');

    public static void Append(TextBuffer text, PortState state)
    {
        var tree = state & PortState.StpBlock;
        if (tree != 0)
        {
            text.Append(tree switch
            {
                PortState.StpLearn => "STP_LEARN",
                PortState.StpForward => "STP_FORWARD",
                _ => "STP_BLOCK",
            });
            state &= ~PortState.StpBlock;
        }

        if (tree == 0 || state != 0)
        {
            BitNames.Append(text, (uint)state, s_stateNames, ' ');
        }
    }

    public static void Append(TextBuffer text, PortFeatures features) =>
        BitNames.Append(text, (uint)features, s_featureNames, ' ');

    /// <summary>The fastest speed that is among the features, in kilobits per second; 0 if none is.</summary>
    public static uint SpeedOf(PortFeatures features) =>
        (features & PortFeatures.Full1Tb) != 0 ? 1_000_000_000
        : (features & PortFeatures.Full100Gb) != 0 ? 100_000_000
        : (features & PortFeatures.Full40Gb) != 0 ? 40_000_000
        : (features & PortFeatures.Full10Gb) != 0 ? 10_000_000
        : (features & (PortFeatures.Half1Gb | PortFeatures.Full1Gb)) != 0 ? 1_000_000
        : (features & (PortFeatures.Half100Mb | PortFeatures.Full100Mb)) != 0 ? 100_000
        : (features & (PortFeatures.Half10Mb | PortFeatures.Full10Mb)) != 0 ? 10_000u
        : 0;

    // OpenFlow 1.0 knows no speeds above 10 Gb, and has the flags behind them at lower bits.
    internal static PortFeatures From10(uint bits) => (PortFeatures)((bits & Speeds10) | ((bits & Others10) << OthersShift));

    internal static uint To10(PortFeatures features) =>
        ((uint)features & Speeds10) | (((uint)features >> OthersShift) & Others10);

    internal static PortFeatures From11(uint bits) => (PortFeatures)bits & PortFeatures.All;
}
