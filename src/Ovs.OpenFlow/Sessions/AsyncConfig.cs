using System;
using Ovs.Flow.Fields;
using Ovs.OpenFlow.Actions;
using Ovs.OpenFlow.Errors;
using Ovs.OpenFlow.Flows;
using Ovs.OpenFlow.Messages;
using Ovs.OpenFlow.Tables;
using Ovs.OpenFlow.Versions;
using Ovs.OpenFlow.Wire;
using Ovs.Runtime.Logging;

namespace Ovs.OpenFlow.Sessions;

/// <summary>Messages that a switch sends unasked.</summary>
public enum AsyncMessage : byte
{
    PacketIn,
    PortStatus,
    FlowRemoved,
    RoleStatus,
    TableStatus,
    RequestForward,
}

/// <summary>
/// Which unasked messages a controller wants, for what reasons, as primary (or equal) and as secondary
/// (OpenFlow 1.5.1 7.3.10).
/// </summary>
public sealed class AsyncConfig
{
    public const int MessageCount = (int)AsyncMessage.RequestForward + 1;

    private const int LegacyCount = 3;
    private const int LeastExperimenter = 0xfffe;
    private const uint ExplicitMiss = 1u << (int)PacketInReason.ExplicitMiss;
    private const uint ImplicitMiss = 1u << (int)PacketInReason.ImplicitMiss;
    private const uint NoMatch = 1u << (int)PacketInReason.NoMatch;
    private const uint InvalidTtl = 1u << (int)PacketInReason.InvalidTtl;
    private const uint PacketIn14 = 0x3f;
    private const uint Removed10 = 0x7;
    private const uint Removed13 = 0xf;
    private const uint Removed14 = 0x3f;
    private const uint PortAll = 0x7;

    // The reasons that a request may name; packet-ins have more since OpenFlow 1.4.
    private static readonly uint[] s_allowed = [0x7, PortAll, 0x3f, 0x7, 0x18, 0x3];
    private static readonly string[] s_names =
        ["PACKET_IN", "PORT_STATUS", "FLOW_REMOVED", "ROLE_STATUS", "TABLE_STATUS", "REQUESTFORWARD"];

    private static readonly LogModule s_log = LogModule.Define("ofp_connection");
    private static readonly LogRateLimit s_limit = new(1, 5);

    private readonly uint[] _primary = new uint[MessageCount];
    private readonly uint[] _secondary = new uint[MessageCount];

    /// <summary>Bitmaps of reasons, by <see cref="AsyncMessage"/>.</summary>
    public Span<uint> Primary => _primary;

    public Span<uint> Secondary => _secondary;

    /// <summary>What a controller gets that has not said what it wants.</summary>
    public static AsyncConfig DefaultOf(OfVersion version)
    {
        var config = new AsyncConfig();
        config._primary[(int)AsyncMessage.PacketIn] =
            (PacketIn14 & ~InvalidTtl) | ExplicitMiss | (version <= OfVersion.OpenFlow12 ? ImplicitMiss : 0);
        config._primary[(int)AsyncMessage.PortStatus] = PortAll;
        config._secondary[(int)AsyncMessage.PortStatus] = PortAll;
        config._primary[(int)AsyncMessage.FlowRemoved] =
            version >= OfVersion.OpenFlow14 ? Removed14 : version == OfVersion.OpenFlow13 ? Removed13 : Removed10;
        return config;
    }

    /// <summary>Reads a request or reply.</summary>
    /// <param name="isLoose">What is not known is let pass.</param>
    /// <param name="basis">What holds for messages that are not named.</param>
    public static OfError Decode(in RawMessage message, bool isLoose, AsyncConfig? basis, out AsyncConfig config)
    {
        config = new AsyncConfig();
        var reader = new OfReader(message.Body);
        if (message.Id is MessageId.Ofpt13SetAsync or MessageId.NxtSetAsyncConfig or MessageId.Ofpt13GetAsyncReply)
        {
            for (var i = 0; i < LegacyCount; i++)
            {
                _ = config.Set((AsyncMessage)i, isPrimary: true, reader.Take32(), message.Version, isLoose: true);
                _ = config.Set((AsyncMessage)i, isPrimary: false, reader.Take32(), message.Version, isLoose: true);
            }

            return OfError.None;
        }

        basis?._primary.CopyTo(config._primary, 0);
        basis?._secondary.CopyTo(config._secondary, 0);
        while (!reader.IsAtEnd)
        {
            var error = OfProperties.Take(ref reader, out var property, leastExperimenter: LeastExperimenter);
            if (error != OfError.None)
            {
                return error;
            }

            error = config.TakeProperty(in property, message.Version, isLoose);
            if (error != OfError.None)
            {
                return error == OfError.BadPropertyBadType ? OfError.AsyncConfigFailedUnsupported : error;
            }
        }

        return OfError.None;
    }

    public void EncodeReply(OfWriter writer, OfVersion version, uint xid)
    {
        var has14 = version >= OfVersion.OpenFlow14;
        var start = MessageWriter.Begin(
            writer, has14 ? MessageId.Ofpt14GetAsyncReply : MessageId.Ofpt13GetAsyncReply, version, xid);
        Put(writer, version, has14, messages: uint.MaxValue);
        MessageWriter.End(writer, start);
    }

    /// <summary>Writes a request.</summary>
    /// <param name="messages">Bitmap of the messages it speaks of, where it can choose.</param>
    public void EncodeSet(OfWriter writer, OfVersion version, uint messages, uint xid)
    {
        var id = version >= OfVersion.OpenFlow14 ? MessageId.Ofpt14SetAsync
            : version >= OfVersion.OpenFlow13 ? MessageId.Ofpt13SetAsync
            : MessageId.NxtSetAsyncConfig;
        var start = MessageWriter.Begin(writer, id, version, xid);
        Put(writer, version, version >= OfVersion.OpenFlow14, messages);
        MessageWriter.End(writer, start);
    }

    internal void Append(TextBuffer text)
    {
        text.Append("\n primary:\n");
        Append(text, _primary);
        text.Append("\n secondary:\n");
        Append(text, _secondary);
    }

    private static void Append(TextBuffer text, uint[] masks)
    {
        for (var i = 0; i < MessageCount; i++)
        {
            text.Append($"{s_names[i],16}:");
            for (byte reason = 0; reason < 32; reason++)
            {
                if ((masks[i] & (1u << reason)) != 0)
                {
                    var name = NameOf((AsyncMessage)i, reason) ?? $"{reason}";
                    text.Append(name.Length > 0 ? " " : "").Append(name);
                }
            }

            text.Append(masks[i] == 0 ? " (off)\n" : "\n");
        }
    }

    private static string? NameOf(AsyncMessage message, byte reason) => message switch
    {
        AsyncMessage.PacketIn => reason < (byte)PacketInReason.ExplicitMiss ? PacketInReasons.NameOf((PacketInReason)reason)
            : reason < PacketInReasons.Count ? ""
            : null,
        AsyncMessage.PortStatus => reason switch
        {
            0 => "add",
            1 => "delete",
            2 => "modify",
            _ => null,
        },
        AsyncMessage.FlowRemoved => FlowRemoved.NameOf((FlowRemovedReason)reason),
        AsyncMessage.RoleStatus => RoleStatus.NameOf(reason),
        AsyncMessage.TableStatus => TableStatus.NameOf((TableReason)reason),
        _ => reason switch
        {
            0 => "group_mod_request",
            1 => "meter_mod_request",
            _ => null,
        },
    };

    private static uint Allowed(AsyncMessage message, OfVersion version) =>
        message == AsyncMessage.PacketIn && version >= OfVersion.OpenFlow14 ? PacketIn14 : s_allowed[(int)message];

    private OfError TakeProperty(in OfProperty property, OfVersion version, bool isLoose)
    {
        if (property.Type >= MessageCount * 2)
        {
            return OfProperties.Unknown(s_log, isLoose, "async config", property.Type);
        }

        // Types come in pairs, of which the odd one is of the primary.
        var error = property.To32(out var mask);
        return error != OfError.None
            ? error
            : Set((AsyncMessage)(property.Type / 2), (property.Type & 1) != 0, mask, version, isLoose);
    }

    private OfError Set(AsyncMessage message, bool isPrimary, uint mask, OfVersion version, bool isLoose)
    {
        var allowed = Allowed(message, version);
        if ((mask & ~allowed) != 0)
        {
            s_log.Log(isLoose ? LogLevel.Dbg : LogLevel.Warn, s_limit,
                $"bad value 0x{mask:x} for {s_names[(int)message]} (allowed mask 0x{allowed:x})");
            mask &= allowed;
            if (!isLoose)
            {
                return OfError.AsyncConfigFailedInvalid;
            }
        }

        if (message == AsyncMessage.PacketIn && (mask & NoMatch) != 0)
        {
            mask |= ExplicitMiss | (version < OfVersion.OpenFlow13 ? ImplicitMiss : 0);
        }

        (isPrimary ? _primary : _secondary)[(int)message] = mask;
        return OfError.None;
    }

    private void Put(OfWriter writer, OfVersion version, bool hasProperties, uint messages)
    {
        for (var i = 0; i < (hasProperties ? MessageCount : LegacyCount); i++)
        {
            var allowed = Allowed((AsyncMessage)i, version);
            if (!hasProperties)
            {
                writer.Put32(_primary[i] & allowed);
                writer.Put32(_secondary[i] & allowed);
            }
            else if ((messages & (1u << i)) != 0)
            {
                OfProperties.Put32(writer, (ulong)i * 2, _secondary[i] & allowed);
                OfProperties.Put32(writer, ((ulong)i * 2) + 1, _primary[i] & allowed);
            }
        }
    }
}
