using System;
using Ovs.Flow.Fields;
using Ovs.OpenFlow.Errors;
using Ovs.OpenFlow.Messages;
using Ovs.OpenFlow.Versions;
using Ovs.OpenFlow.Wire;

namespace Ovs.OpenFlow.Switches;

/// <summary>What a switch does with IP fragments; the numbers are those of the wire.</summary>
public enum FragmentHandling : byte
{
    Normal,
    Drop,
    Reassemble,

    /// <summary>Nicira: first fragments match as whole packets do, later ones have no transport ports.</summary>
    NxMatch,
}

/// <summary>A switch's settings (OpenFlow 1.5.1 7.3.2).</summary>
public sealed record SwitchConfig
{
    private const ushort FragmentMask = 3;
    private const ushort InvalidTtlBit = 1 << 2;

    private static readonly string[] s_fragmentNames = ["normal", "drop", "reassemble", "nx-match"];

    public FragmentHandling Fragments { get; set; }

    /// <summary>Packets whose TTL runs out go to the controller; null where the message cannot say it (OpenFlow 1.3).</summary>
    public bool? SendsInvalidTtl { get; set; }

    /// <summary>How many bytes of a packet without a flow go to the controller.</summary>
    public ushort MissSendLength { get; set; }

    /// <summary>Reads a request or reply.</summary>
    /// <returns>An error for flags that are not known; a reply may ignore it.</returns>
    public static OfError Decode(in RawMessage message, out SwitchConfig config)
    {
        var reader = new OfReader(message.Body);
        var flags = reader.Take16();
        var canSayTtl = message.Version < OfVersion.OpenFlow13;
        config = new SwitchConfig
        {
            Fragments = (FragmentHandling)(flags & FragmentMask),
            MissSendLength = reader.Take16(),
            SendsInvalidTtl = canSayTtl ? (flags & InvalidTtlBit) != 0 : null,
        };
        var known = canSayTtl ? FragmentMask | InvalidTtlBit : FragmentMask;
        return (flags & ~known) != 0 ? OfError.SwitchConfigFailedBadFlags : OfError.None;
    }

    /// <summary>Writes a reply to a request for the settings.</summary>
    public void EncodeReply(OfWriter writer, OfVersion version, uint xid) =>
        Encode(writer, MessageId.OfptGetConfigReply, version, xid);

    /// <summary>Writes a request to change the settings.</summary>
    public void EncodeSet(OfWriter writer, OfVersion version, uint xid) =>
        Encode(writer, MessageId.OfptSetConfig, version, xid);

    public static string NameOf(FragmentHandling handling) => s_fragmentNames[(int)handling];

    /// <summary>Reads a name of a way to handle fragments, in any case.</summary>
    public static bool TryParse(string name, out FragmentHandling handling)
    {
        var index = Array.FindIndex(s_fragmentNames, other => other.Equals(name, StringComparison.OrdinalIgnoreCase));
        handling = (FragmentHandling)Math.Max(index, 0);
        return index >= 0;
    }

    internal void Append(TextBuffer text) =>
        text.Append($" frags={NameOf(Fragments)}{(SendsInvalidTtl == true ? " invalid_ttl_to_controller" : "")}")
            .Append($" miss_send_len={MissSendLength}\n");

    private void Encode(OfWriter writer, MessageId id, OfVersion version, uint xid)
    {
        var start = MessageWriter.Begin(writer, id, version, xid);
        var ttl = SendsInvalidTtl == true && version < OfVersion.OpenFlow13 ? InvalidTtlBit : 0;
        writer.Put16((ushort)((int)Fragments | ttl));
        writer.Put16(MissSendLength);
        MessageWriter.End(writer, start);
    }
}
