using System;
using System.Collections.Generic;
using Ovs.Flow.Fields;
using Ovs.OpenFlow.Flows;
using Ovs.OpenFlow.Groups;
using Ovs.OpenFlow.Messages;
using Ovs.OpenFlow.Packets;
using Ovs.OpenFlow.Text;
using Ovs.OpenFlow.Versions;
using Ovs.OpenFlow.Wire;

namespace Ovs.OpenFlow.Bundles;

/// <summary>Reads the file of `ovs-ofctl bundle`: in each line "flow", "group" or "packet-out", and what follows there.</summary>
public static class BundleFile
{
    /// <summary>Reads a file; null or the error's text, which names file and line.</summary>
    /// <param name="usable">The flow formats that can carry all of it.</param>
    public static string? Parse(
        string fileName, NameMap? ports, NameMap? tables, out List<BundleEntry> entries, out OfProtocols usable)
    {
        entries = [];
        usable = OfProtocols.Any;
        if (InputFile.Open(fileName, out var file) is { IsError: true } errno)
        {
            return $"{fileName}: open failed ({errno.Text})";
        }

        var flows = new FlowParser(ports, tables);
        var groups = new GroupParser(ports, tables);
        using (file)
        {
            while (file!.NextWithoutComment(out var line))
            {
                var error = ParseLine(line, flows, groups, ports, tables, out var entry, out var lineUsable);
                if (error is not null)
                {
                    return $"{fileName}:{file.LineNumber}: {error}";
                }

                entries.Add(entry!);
                usable &= lineUsable;
            }
        }

        return null;
    }

    private static string? ParseLine(
        ReadOnlySpan<char> line, FlowParser flows, GroupParser groups, NameMap? ports, NameMap? tables,
        out BundleEntry? entry, out OfProtocols usable)
    {
        entry = null;
        usable = OfProtocols.Any;
        line = line.TrimStart(" \t\r\n");
        var length = line.IndexOfAny(", \t\r\n");
        var word = length < 0 ? line : line[..length];
        var rest = line[word.Length..];
        string? error;
        if ("flow".AsSpan().StartsWith(word))
        {
            error = flows.ParseModWithCommand(rest, out var mod);
            usable = flows.Usable;
            entry = new BundleEntry { Flow = mod };
        }
        else if ("group".AsSpan().StartsWith(word))
        {
            error = groups.ParseWithCommand(rest, out var mod);
            usable = groups.Usable;
            entry = new BundleEntry { Group = mod };
        }
        else if ("packet-out".AsSpan().StartsWith(word))
        {
            error = PacketOut.Parse(rest, ports, tables, out var packetOut, out usable);
            entry = new BundleEntry { PacketOut = packetOut };
        }
        else
        {
            error = $"Unsupported bundle message type: {word}";
        }

        return error;
    }
}

/// <summary>One message for a bundle: exactly one of its members is set.</summary>
public sealed record BundleEntry
{
    public FlowMod? Flow { get; init; }

    public GroupMod? Group { get; init; }

    public PacketOut? PacketOut { get; init; }

    /// <summary>Writes the message in the form of one flow format.</summary>
    public byte[] Encode(OfProtocols protocol)
    {
        var version = OfProtocolNames.VersionOf(protocol);
        var writer = new OfWriter();
        var xid = MessageHeader.NextXid();
        if (Flow is not null)
        {
            FlowModCodec.Encode(writer, Flow, protocol, xid);
        }
        else if (Group is not null)
        {
            GroupModCodec.Encode(writer, Group, version, xid);
        }
        else
        {
            PacketOut!.Encode(writer, version, xid);
        }

        return writer.ToArray();
    }
}
