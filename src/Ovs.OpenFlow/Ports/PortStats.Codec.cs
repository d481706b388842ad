using System;
using System.Text;
using Ovs.Flow.Fields;
using Ovs.OpenFlow.Actions;
using Ovs.OpenFlow.Errors;
using Ovs.OpenFlow.Messages;
using Ovs.OpenFlow.Versions;
using Ovs.OpenFlow.Wire;
using Ovs.Runtime.Logging;

namespace Ovs.OpenFlow.Ports;

public sealed partial class PortStats
{
    private const ulong EthernetProperty = 0;
    private const int Fixed14Bytes = 80;
    private const int CustomNameBytes = 63;
    private const int CommonCount = (int)PortCounter.ReceiveFrameErrors;
    private const int EthernetCount = (int)PortCounter.Collisions + 1;

    private static readonly ulong s_rfc2819 = OfProperties.Experimenter(Experimenters.Intel, 1);
    private static readonly ulong s_custom = OfProperties.Experimenter(Experimenters.Intel, 2);
    private static readonly LogModule s_log = LogModule.Define("ofp_port");

    /// <summary>Reads the next port of a reply.</summary>
    public static OfError Take(ref OfReader reader, OfVersion version, out PortStats stats)
    {
        stats = new PortStats();
        return version >= OfVersion.OpenFlow14 ? stats.Take14(ref reader) : stats.Take10(ref reader, version);
    }

    /// <summary>Writes the port as an entry of a reply.</summary>
    public void Put(OfWriter writer, OfVersion version)
    {
        if (version >= OfVersion.OpenFlow14)
        {
            Put14(writer);
            return;
        }

        if (version == OfVersion.OpenFlow10)
        {
            writer.Put16(Port.Number);
            writer.PutZeros(6);
        }
        else
        {
            writer.Put32(Port.ToWire32());
            writer.PutZeros(4);
        }

        PutCounters(writer, 0, EthernetCount);
        if (version >= OfVersion.OpenFlow13)
        {
            writer.Put32(DurationSeconds);
            writer.Put32(DurationNanoseconds);
        }
    }

    private OfError Take10(ref OfReader reader, OfVersion version)
    {
        var isPort = true;
        if (version == OfVersion.OpenFlow10)
        {
            Port = new OfPort(reader.Take16());
            reader.Skip(6);
        }
        else
        {
            isPort = OfPorts.TryTake32(ref reader, out var port);
            Port = port;
            reader.Skip(4);
        }

        TakeCounters(ref reader, 0, EthernetCount);
        if (version >= OfVersion.OpenFlow13)
        {
            DurationSeconds = reader.Take32();
            DurationNanoseconds = reader.Take32();
        }

        return reader.HasFailed ? OfError.BadRequestBadLen : isPort ? OfError.None : OfError.BadActionBadOutPort;
    }

    private OfError Take14(ref OfReader reader)
    {
        if (!reader.Has(Fixed14Bytes))
        {
            return OfError.BadRequestBadLen;
        }

        var length = reader.Take16() - Fixed14Bytes;
        reader.Skip(2);
        var number = reader.Take32();
        DurationSeconds = reader.Take32();
        DurationNanoseconds = reader.Take32();
        TakeCounters(ref reader, 0, CommonCount);
        if (length < 0 || !reader.Has(length))
        {
            return OfError.BadRequestBadLen;
        }

        if (!OfPorts.TryConvert(number, out var port))
        {
            return OfError.BadActionBadOutPort;
        }

        Port = port;
        var properties = new OfReader(reader.Take(length));
        while (!properties.IsAtEnd)
        {
            var error = OfProperties.Take(ref properties, out var property);
            if (error == OfError.None)
            {
                error = TakeProperty(in property);
            }

            if (error != OfError.None)
            {
                return error;
            }
        }

        return OfError.None;
    }

    private OfError TakeProperty(in OfProperty property)
    {
        if (property.Type == EthernetProperty)
        {
            return TakeNested(property.Value, CommonCount, EthernetCount);
        }

        if (property.Type == s_rfc2819)
        {
            return TakeNested(property.Value, EthernetCount, CounterCount);
        }

        return property.Type == s_custom
            ? TakeCustom(property.Value)
            : OfProperties.Unknown(s_log, isLoose: true, "port stats", property.Type);
    }

    private OfError TakeNested(ReadOnlySpan<byte> value, int first, int end)
    {
        const int padding = 4;
        if (value.Length != padding + ((end - first) * sizeof(ulong)))
        {
            return OfError.BadPropertyBadLen;
        }

        var reader = new OfReader(value[padding..]);
        TakeCounters(ref reader, first, end);
        return OfError.None;
    }

    private OfError TakeCustom(ReadOnlySpan<byte> value)
    {
        var reader = new OfReader(value);
        reader.Skip(2);
        var count = reader.Take16();
        if (reader.HasFailed)
        {
            return OfError.BadPropertyBadLen;
        }

        // Every counter is at least nine bytes: the count cannot ask for more than the property has.
        if (count > reader.Left / 9)
        {
            return OfError.BadPropertyBadLen;
        }

        var custom = new CustomCounter[count];
        for (var i = 0; i < count; i++)
        {
            var name = reader.Take(reader.Take8());
            name = name[..Math.Min(name.Length, CustomNameBytes)];
            var end = name.IndexOf((byte)0);
            custom[i] = new CustomCounter(Encoding.UTF8.GetString(end < 0 ? name : name[..end]), reader.Take64());
        }

        Custom = reader.HasFailed ? [] : custom;
        return reader.HasFailed ? OfError.BadPropertyBadLen : OfError.None;
    }

    private void Put14(OfWriter writer)
    {
        var start = writer.Length;
        writer.PutZeros(4);
        writer.Put32(Port.ToWire32());
        writer.Put32(DurationSeconds);
        writer.Put32(DurationNanoseconds);
        PutCounters(writer, 0, CommonCount);
        var property = OfProperties.BeginNested(writer, EthernetProperty);
        PutCounters(writer, CommonCount, EthernetCount);
        OfProperties.End(writer, property);
        property = OfProperties.Begin(writer, s_rfc2819);
        writer.PutZeros(4);
        PutCounters(writer, EthernetCount, CounterCount);
        OfProperties.End(writer, property);
        if (Custom.Count > 0)
        {
            property = OfProperties.Begin(writer, s_custom);
            writer.PutZeros(2);
            writer.Put16((ushort)Custom.Count);
            foreach (var (name, value) in Custom)
            {
                var bytes = Encoding.UTF8.GetBytes(name).AsSpan();
                bytes = bytes[..Math.Min(bytes.Length, CustomNameBytes)];
                writer.Put8((byte)bytes.Length);
                writer.Put(bytes);
                writer.Put64(value);
            }

            OfProperties.End(writer, property);
        }

        writer.Patch16(start, (ushort)(writer.Length - start));
    }

    private void TakeCounters(ref OfReader reader, int first, int end)
    {
        for (var i = first; i < end; i++)
        {
            _counters[i] = reader.Take64();
        }
    }

    private void PutCounters(OfWriter writer, int first, int end)
    {
        for (var i = first; i < end; i++)
        {
            writer.Put64(_counters[i]);
        }
    }
}
