using System;
using System.Collections.Generic;
using System.Text;
using Ovs.Flow.Fields;
using Ovs.Flow.Key;
using Ovs.OpenFlow.Actions;
using Ovs.OpenFlow.Errors;
using Ovs.OpenFlow.Messages;
using Ovs.OpenFlow.Versions;
using Ovs.OpenFlow.Wire;
using Ovs.Runtime.Logging;

namespace Ovs.OpenFlow.Ports;

/// <summary>A port of a switch, as its descriptions and the messages about it say (OpenFlow 1.5.1 7.2.1).</summary>
public sealed record PortDescription
{
    /// <summary>Room for the name on the wire, with the zero behind it.</summary>
    public const int NameBytes = 16;

    private const ulong EthernetProperty = 0;
    private const int EthernetPropertyBytes = 28;
    private const int Fixed14Bytes = 40;
    private const int KilobitsPerMegabit = 1000;

    private static readonly LogModule s_log = LogModule.Define("ofp_port");

    public OfPort Port { get; set; }

    public EthAddress Address { get; set; }

    public string Name { get; set; } = "";

    public PortConfig Config { get; set; }

    public PortState State { get; set; }

    public PortFeatures Current { get; set; }

    public PortFeatures Advertised { get; set; }

    public PortFeatures Supported { get; set; }

    public PortFeatures Peer { get; set; }

    /// <summary>Kilobits per second now.</summary>
    public uint CurrentSpeed { get; set; }

    /// <summary>Kilobits per second at most.</summary>
    public uint MaxSpeed { get; set; }

    /// <summary>Reads the next port of a list.</summary>
    public static OfError Take(ref OfReader reader, OfVersion version, out PortDescription port)
    {
        port = new PortDescription();
        return version >= OfVersion.OpenFlow14 ? port.Take14(ref reader)
            : version >= OfVersion.OpenFlow11 ? port.Take11(ref reader)
            : port.Take10(ref reader);
    }

    /// <summary>Reads ports up to the end, sorted by number; on an error those before it.</summary>
    public static OfError TakeAll(ref OfReader reader, OfVersion version, out List<PortDescription> ports)
    {
        ports = [];
        var error = OfError.None;
        while (!reader.IsAtEnd)
        {
            error = Take(ref reader, version, out var port);
            if (error != OfError.None)
            {
                break;
            }

            ports.Add(port);
        }

        ports.Sort(static (left, right) => left.Port.Number.CompareTo(right.Port.Number));
        return error;
    }

    /// <summary>Writes the port as an entry of a list.</summary>
    public void Put(OfWriter writer, OfVersion version)
    {
        if (version == OfVersion.OpenFlow10)
        {
            writer.Put16(Port.Number);
            PutAddressAndName(writer, 0);
            writer.Put32((uint)(Config & PortConfig.All10));
            writer.Put32((uint)(State & PortState.All10));
            writer.Put32(PortFlagText.To10(Current));
            writer.Put32(PortFlagText.To10(Advertised));
            writer.Put32(PortFlagText.To10(Supported));
            writer.Put32(PortFlagText.To10(Peer));
            return;
        }

        var start = writer.Length;
        writer.Put32(Port.ToWire32());
        writer.PutZeros(4);
        PutAddressAndName(writer, 2);
        writer.Put32((uint)(Config & PortConfig.All11));
        writer.Put32((uint)(State & PortState.All11));
        if (version < OfVersion.OpenFlow14)
        {
            PutFeatures(writer);
            return;
        }

        var property = OfProperties.BeginNested(writer, EthernetProperty);
        PutFeatures(writer);
        OfProperties.End(writer, property);
        writer.Patch16(start + 4, (ushort)(writer.Length - start));
    }

    public void Append(TextBuffer text)
    {
        text.Append(' ');
        PortText.Append(text, Port, null);
        text.Append('(');
        AppendPrintable(text, Name);
        text.Append("): addr:");
        AddressText.AppendEthernet(text, Address.ToUInt64());
        text.Append("\n     config:     ");
        PortFlagText.Append(text, Config);
        text.Append("\n     state:      ");
        PortFlagText.Append(text, State);
        text.Append('\n');
        AppendFeatures(text, "     current:    ", Current);
        AppendFeatures(text, "     advertised: ", Advertised);
        AppendFeatures(text, "     supported:  ", Supported);
        AppendFeatures(text, "     peer:       ", Peer);
        text.Append($"     speed: {CurrentSpeed / KilobitsPerMegabit} Mbps now, {MaxSpeed / KilobitsPerMegabit} Mbps max\n");
    }

    /// <summary>A name in the room that it has, cut at the first zero.</summary>
    internal static string TakeName(ref OfReader reader, int room = NameBytes)
    {
        var bytes = reader.Take(room);
        bytes = bytes[..Math.Max(bytes.Length - 1, 0)];
        var end = bytes.IndexOf((byte)0);
        return Encoding.UTF8.GetString(end < 0 ? bytes : bytes[..end]);
    }

    internal static void PutName(OfWriter writer, string name, int room = NameBytes)
    {
        var bytes = Encoding.UTF8.GetBytes(name);
        var count = Math.Min(bytes.Length, room - 1);
        writer.Put(bytes.AsSpan(0, count));
        writer.PutZeros(room - count);
    }

    // Up to the first character that cannot be printed.
    private static void AppendPrintable(TextBuffer text, string name)
    {
        foreach (var letter in name)
        {
            if (letter is < ' ' or > '~')
            {
                break;
            }

            text.Append(letter);
        }
    }

    private static void AppendFeatures(TextBuffer text, string leader, PortFeatures features)
    {
        if (features != 0)
        {
            text.Append(leader);
            PortFlagText.Append(text, features);
            text.Append('\n');
        }
    }

    private OfError Take10(ref OfReader reader)
    {
        Port = new OfPort(reader.Take16());
        TakeAddressAndName(ref reader, 0);
        Config = (PortConfig)reader.Take32() & PortConfig.All10;
        State = (PortState)reader.Take32() & PortState.All10;
        Current = PortFlagText.From10(reader.Take32());
        Advertised = PortFlagText.From10(reader.Take32());
        Supported = PortFlagText.From10(reader.Take32());
        Peer = PortFlagText.From10(reader.Take32());
        CurrentSpeed = PortFlagText.SpeedOf(Current);
        MaxSpeed = PortFlagText.SpeedOf(Supported);
        return reader.HasFailed ? OfError.BadRequestBadLen : OfError.None;
    }

    private OfError Take11(ref OfReader reader)
    {
        var isPort = OfPorts.TryTake32(ref reader, out var number);
        Port = number;
        reader.Skip(4);
        TakeAddressAndName(ref reader, 2);
        Config = (PortConfig)reader.Take32() & PortConfig.All11;
        State = (PortState)reader.Take32() & PortState.All11;
        TakeFeatures(ref reader);
        return reader.HasFailed ? OfError.BadRequestBadLen
            : isPort ? OfError.None
            : OfError.BadActionBadOutPort;
    }

    private OfError Take14(ref OfReader reader)
    {
        if (!reader.Has(Fixed14Bytes))
        {
            return OfError.BadRequestBadLen;
        }

        var number = reader.Take32();
        var length = reader.Take16() - Fixed14Bytes;
        reader.Skip(2);
        TakeAddressAndName(ref reader, 2);
        Config = (PortConfig)reader.Take32() & PortConfig.All11;
        State = (PortState)reader.Take32() & PortState.All11;
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
                error = property.Type == EthernetProperty
                    ? TakeEthernet(property.Value)
                    : OfProperties.Unknown(s_log, isLoose: true, "port", property.Type);
            }

            if (error != OfError.None)
            {
                return error;
            }
        }

        return OfError.None;
    }

    private OfError TakeEthernet(ReadOnlySpan<byte> value)
    {
        var reader = new OfReader(value);
        reader.Skip(4);
        TakeFeatures(ref reader);
        return value.Length == EthernetPropertyBytes ? OfError.None : OfError.BadPropertyBadLen;
    }

    private void TakeFeatures(ref OfReader reader)
    {
        Current = PortFlagText.From11(reader.Take32());
        Advertised = PortFlagText.From11(reader.Take32());
        Supported = PortFlagText.From11(reader.Take32());
        Peer = PortFlagText.From11(reader.Take32());
        CurrentSpeed = reader.Take32();
        MaxSpeed = reader.Take32();
    }

    private void PutFeatures(OfWriter writer)
    {
        writer.Put32((uint)(Current & PortFeatures.All));
        writer.Put32((uint)(Advertised & PortFeatures.All));
        writer.Put32((uint)(Supported & PortFeatures.All));
        writer.Put32((uint)(Peer & PortFeatures.All));
        writer.Put32(CurrentSpeed);
        writer.Put32(MaxSpeed);
    }

    private void TakeAddressAndName(ref OfReader reader, int padding)
    {
        Address = EthernetWire.Take(ref reader);
        reader.Skip(padding);
        Name = TakeName(ref reader);
    }

    private void PutAddressAndName(OfWriter writer, int padding)
    {
        EthernetWire.Put(writer, Address);
        writer.PutZeros(padding);
        PutName(writer, Name);
    }
}
