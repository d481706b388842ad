using System;
using System.Collections.Generic;
using Ovs.Flow.Fields;
using Ovs.OpenFlow.Actions;
using Ovs.OpenFlow.Errors;
using Ovs.OpenFlow.Messages;
using Ovs.OpenFlow.Versions;
using Ovs.OpenFlow.Wire;
using Ovs.Runtime.Logging;

namespace Ovs.OpenFlow.Queues;

/// <summary>A queue as it is set up (OpenFlow 1.5.1 7.3.5.16; until OpenFlow 1.3 a message of its own).</summary>
public sealed record QueueConfig
{
    /// <summary>A rate that is not set.</summary>
    public const ushort NoRate = ushort.MaxValue;

    private const ushort MinRateProperty = 1;
    private const ushort MaxRateProperty = 2;
    private const int FullRate = 1000;
    private const int PropertyHeaderBytes = 8;
    private const int RateProperty10Bytes = 16;

    private static readonly LogModule s_log = LogModule.Define("ofp_queue");
    private static readonly LogRateLimit s_limit = new(1, 5);

    public OfPort Port { get; set; }

    public uint Queue { get; set; }

    /// <summary>Tenths of a percent of the port's speed that the queue always has; more than 1000 for disabled.</summary>
    public ushort MinRate { get; set; } = NoRate;

    /// <summary>Tenths of a percent of the port's speed that the queue has at most.</summary>
    public ushort MaxRate { get; set; } = NoRate;

    /// <summary>Reads all queues of a reply, sorted; on an error those before it.</summary>
    public static OfError DecodeAll(in RawMessage message, out List<QueueConfig> queues)
    {
        queues = [];
        var reader = new OfReader(message.Body);
        var has14 = message.Id == MessageId.Ofpst14QueueDescReply;
        var isPort = true;
        var port = OfPort.None;
        if (message.Version == OfVersion.OpenFlow10)
        {
            port = new OfPort(reader.Take16());
            reader.Skip(6);
        }
        else if (!has14)
        {
            isPort = OfPorts.TryTake32(ref reader, out port);
            reader.Skip(4);
        }

        var error = OfError.None;
        while (!reader.IsAtEnd)
        {
            var queue = new QueueConfig { Port = port };
            error = has14 ? queue.Take14(ref reader)
                : isPort ? queue.Take10(ref reader, message.Version)
                : OfError.BadActionBadOutPort;
            if (error != OfError.None)
            {
                break;
            }

            queues.Add(queue);
        }

        queues.Sort(static (left, right) => left.Port == right.Port
            ? left.Queue.CompareTo(right.Queue)
            : left.Port.Number.CompareTo(right.Port.Number));
        return error;
    }

    /// <summary>Writes the replies to a request.</summary>
    public static IReadOnlyList<byte[]> EncodeReply(
        OfVersion version, OfPort port, IReadOnlyList<QueueConfig> queues, uint xid)
    {
        var id = version >= OfVersion.OpenFlow14 ? MessageId.Ofpst14QueueDescReply
            : version >= OfVersion.OpenFlow11 ? MessageId.Ofpt11QueueGetConfigReply
            : MessageId.Ofpt10QueueGetConfigReply;
        var reply = new MultipartWriter(id, version, xid);
        if (version == OfVersion.OpenFlow10)
        {
            reply.Writer.Put16(port.Number);
            reply.Writer.PutZeros(6);
        }
        else if (version < OfVersion.OpenFlow14)
        {
            reply.Writer.Put32(port.ToWire32());
            reply.Writer.PutZeros(4);
        }

        foreach (var queue in queues)
        {
            queue.Put(reply.Writer, version);
            if (version >= OfVersion.OpenFlow14)
            {
                reply.EndEntry();
            }
        }

        return reply.End();
    }

    internal static OfError AppendAll(ActionPrinter printer, in RawMessage message)
    {
        var text = printer.Text;
        var error = DecodeAll(in message, out var queues);
        text.Append(' ');
        ushort port = 0;
        foreach (var queue in queues)
        {
            if (queue.Port.Number != port)
            {
                port = queue.Port.Number;
                text.Append("port=");
                printer.Port(queue.Port);
                text.Append('\n');
            }

            text.Append($"queue {queue.Queue}:");
            AppendRate(text, "min_rate", queue.MinRate);
            AppendRate(text, "max_rate", queue.MaxRate);
            text.Append('\n');
        }

        text.Chomp(' ');
        return error;
    }

    private static void AppendRate(TextBuffer text, string name, ushort rate)
    {
        if (rate <= FullRate)
        {
            text.Append($" {name}:{rate / 10}.{rate % 10}%");
        }
        else if (rate != NoRate)
        {
            text.Append($" {name}:(disabled)");
        }
    }

    private static void PutRate10(OfWriter writer, ushort property, ushort rate)
    {
        if (rate != NoRate)
        {
            writer.Put16(property);
            writer.Put16(RateProperty10Bytes);
            writer.PutZeros(4);
            writer.Put16(rate);
            writer.PutZeros(6);
        }
    }

    private static void PutRate14(OfWriter writer, ushort property, ushort rate)
    {
        if (rate != NoRate)
        {
            OfProperties.Put16(writer, property, rate);
        }
    }

    private void Put(OfWriter writer, OfVersion version)
    {
        var start = writer.Length;
        if (version < OfVersion.OpenFlow12)
        {
            writer.Put32(Queue);
        }
        else if (version < OfVersion.OpenFlow14)
        {
            writer.Put32(Queue);
            writer.Put32(Port.ToWire32());
        }
        else
        {
            writer.Put32(Port.ToWire32());
            writer.Put32(Queue);
        }

        var lengthAt = writer.Length;
        writer.Put16(0);
        writer.PutZeros(version < OfVersion.OpenFlow12 ? 2 : 6);
        if (version < OfVersion.OpenFlow14)
        {
            PutRate10(writer, MinRateProperty, MinRate);
            PutRate10(writer, MaxRateProperty, MaxRate);
        }
        else
        {
            PutRate14(writer, MinRateProperty, MinRate);
            PutRate14(writer, MaxRateProperty, MaxRate);
        }

        writer.Patch16(lengthAt, (ushort)(writer.Length - start));
    }

    private OfError Take10(ref OfReader reader, OfVersion version)
    {
        var before = reader.Left;
        Queue = reader.Take32();
        reader.Skip(version < OfVersion.OpenFlow12 ? 0 : 4);
        int length = reader.Take16();
        reader.Skip(version < OfVersion.OpenFlow12 ? 2 : 6);
        var left = length - (before - reader.Left);
        if (reader.HasFailed || left < 0 || !reader.Has(left) || length % 8 != 0)
        {
            return OfError.BadRequestBadLen;
        }

        var properties = new OfReader(reader.Take(left));
        while (!properties.IsAtEnd)
        {
            var whole = properties.Rest;
            var property = properties.Take16();
            int propertyLength = properties.Take16();
            if (propertyLength < PropertyHeaderBytes || propertyLength > whole.Length || propertyLength % 8 != 0)
            {
                return OfError.BadRequestBadLen;
            }

            var error = TakeRate10(property, whole[PropertyHeaderBytes..propertyLength]);
            if (error != OfError.None)
            {
                return error;
            }

            properties.Skip(propertyLength - 4);
        }

        return OfError.None;
    }

    private OfError TakeRate10(ushort property, ReadOnlySpan<byte> value)
    {
        if (property is not (MinRateProperty or MaxRateProperty))
        {
            s_log.Info(s_limit, $"unknown queue property {property}");
            return OfError.None;
        }

        if (value.Length != RateProperty10Bytes - PropertyHeaderBytes)
        {
            return OfError.BadRequestBadLen;
        }

        var reader = new OfReader(value);
        if (property == MinRateProperty)
        {
            MinRate = reader.Take16();
        }
        else
        {
            MaxRate = reader.Take16();
        }

        return OfError.None;
    }

    private OfError Take14(ref OfReader reader)
    {
        const int fixedBytes = 16;
        if (!reader.Has(fixedBytes))
        {
            return OfError.BadRequestBadLen;
        }

        var isPort = OfPorts.TryTake32(ref reader, out var port);
        Port = port;
        Queue = reader.Take32();
        int length = reader.Take16();
        reader.Skip(6);
        if (!isPort)
        {
            return OfError.BadActionBadOutPort;
        }

        if (length < fixedBytes || !reader.Has(length - fixedBytes) || length % 8 != 0)
        {
            return OfError.BadRequestBadLen;
        }

        var properties = new OfReader(reader.Take(length - fixedBytes));
        while (!properties.IsAtEnd)
        {
            var error = OfProperties.Take(ref properties, out var property);
            if (error == OfError.None)
            {
                error = TakeRate14(in property);
            }

            if (error != OfError.None)
            {
                return error;
            }
        }

        return OfError.None;
    }

    private OfError TakeRate14(in OfProperty property)
    {
        OfError error;
        switch (property.Type)
        {
            case MinRateProperty:
                error = property.To16(out var minRate);
                MinRate = minRate;
                return error;
            case MaxRateProperty:
                error = property.To16(out var maxRate);
                MaxRate = maxRate;
                return error;
            default:
                return OfProperties.Unknown(s_log, isLoose: true, "queue desc", property.Type);
        }
    }
}
