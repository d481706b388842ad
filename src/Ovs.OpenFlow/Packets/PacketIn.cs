using System;
using System.Collections.Generic;
using Ovs.Flow.Fields;
using Ovs.Flow.Match;
using Ovs.OpenFlow.Actions;

namespace Ovs.OpenFlow.Packets;

/// <summary>A packet that a switch sends to a controller (OpenFlow 1.5.1 7.4.1; two forms are Nicira's).</summary>
public sealed record PacketIn
{
    /// <summary>The buffer number that means no buffer.</summary>
    public const uint NoBuffer = uint.MaxValue;

    /// <summary>The cookie that means no flow.</summary>
    public const ulong NoCookie = ulong.MaxValue;

    /// <summary>The packet, or its front.</summary>
    public ReadOnlyMemory<byte> Data { get; set; }

    /// <summary>Length of the whole packet.</summary>
    public int TotalLength { get; set; }

    public uint BufferId { get; set; } = NoBuffer;

    public byte TableId { get; set; }

    /// <summary>The cookie of the flow that sent the packet.</summary>
    public ulong Cookie { get; set; } = NoCookie;

    public PacketInReason Reason { get; set; }

    /// <summary>Where the packet came from, and what was known of it beside its bytes.</summary>
    public CompactMatch Metadata { get; set; } = CompactMatch.Any;

    /// <summary>What the flow's action wants the controller to have.</summary>
    public ReadOnlyMemory<byte> UserData { get; set; }

    /// <summary>How the switch goes on with the packet when the controller returns it; null if it does not.</summary>
    public Continuation? Continuation { get; set; }

    /// <summary>The continuation as it came: what a controller returns to the switch.</summary>
    public ReadOnlyMemory<byte> ContinuationBytes { get; set; }
}

/// <summary>Where the translation of a packet stopped: private to the switch, which gets it back unchanged.</summary>
public sealed record Continuation
{
    /// <summary>The bridge's identity.</summary>
    public Guid Bridge { get; set; }

    /// <summary>The stack of `push` and `pop`, from the top down, each in the bytes of its field.</summary>
    public IReadOnlyList<ReadOnlyMemory<byte>> Stack { get; set; } = [];

    /// <summary>Bitmap of the mirrors that have the packet already.</summary>
    public uint Mirrors { get; set; }

    /// <summary>The connection tracker knows the packet.</summary>
    public bool IsTracked { get; set; }

    /// <summary>What is left to do; <see cref="UnrollXlateAction"/> stands where actions of another flow begin.</summary>
    public ActionList Actions { get; set; } = ActionList.Empty;

    public ActionList ActionSet { get; set; } = ActionList.Empty;

    /// <summary>The datapath port that the packet came in by; 0 if that is not needed.</summary>
    public uint DatapathPort { get; set; }
}
