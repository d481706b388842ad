using Ovs.Flow.Fields;
using Ovs.Flow.Key;
using Ovs.OpenFlow.Actions;
using Ovs.OpenFlow.Errors;
using Ovs.OpenFlow.Messages;
using Ovs.OpenFlow.Versions;
using Ovs.OpenFlow.Wire;
using Ovs.Runtime.Logging;

namespace Ovs.OpenFlow.Ports;

/// <summary>A request to change how a port behaves (OpenFlow 1.5.1 7.3.4.4).</summary>
public sealed record PortMod
{
    private const ulong EthernetProperty = 0;

    private static readonly LogModule s_log = LogModule.Define("ofp_port");

    public OfPort Port { get; set; }

    /// <summary>Must be the port's own address: a port is not to be mistaken for another.</summary>
    public EthAddress Address { get; set; }

    /// <summary>The new values of the bits in <see cref="Mask"/>.</summary>
    public PortConfig Config { get; set; }

    public PortConfig Mask { get; set; }

    /// <summary>What the link shall advertise; nothing for no change.</summary>
    public PortFeatures Advertise { get; set; }

    /// <param name="isLoose">Unknown properties are let pass.</param>
    public static OfError Decode(in RawMessage message, bool isLoose, out PortMod mod)
    {
        mod = new PortMod();
        var reader = new OfReader(message.Body);
        var error = message.Id == MessageId.Ofpt10PortMod
            ? mod.Take10(ref reader)
            : mod.Take11(ref reader, message.Id == MessageId.Ofpt14PortMod, isLoose);
        mod.Config &= mod.Mask;
        return error;
    }

    public void Encode(OfWriter writer, OfVersion version, uint xid)
    {
        int start;
        if (version == OfVersion.OpenFlow10)
        {
            start = MessageWriter.Begin(writer, MessageId.Ofpt10PortMod, version, xid);
            writer.Put16(Port.Number);
            EthernetWire.Put(writer, Address);
            writer.Put32((uint)(Config & PortConfig.All10));
            writer.Put32((uint)(Mask & PortConfig.All10));
            writer.Put32(PortFlagText.To10(Advertise));
            writer.PutZeros(4);
            MessageWriter.End(writer, start);
            return;
        }

        var has14 = version >= OfVersion.OpenFlow14;
        start = MessageWriter.Begin(writer, has14 ? MessageId.Ofpt14PortMod : MessageId.Ofpt11PortMod, version, xid);
        writer.Put32(Port.ToWire32());
        writer.PutZeros(4);
        EthernetWire.Put(writer, Address);
        writer.PutZeros(2);
        writer.Put32((uint)(Config & PortConfig.All11));
        writer.Put32((uint)(Mask & PortConfig.All11));
        if (!has14)
        {
            writer.Put32((uint)(Advertise & PortFeatures.All));
            writer.PutZeros(4);
        }
        else if (Advertise != PortFeatures.None)
        {
            OfProperties.Put32(writer, EthernetProperty, (uint)(Advertise & PortFeatures.All));
        }

        MessageWriter.End(writer, start);
    }

    internal void Append(ActionPrinter printer)
    {
        var text = printer.Text;
        text.Append(" port: ");
        printer.Port(Port);
        text.Append(": addr:");
        AddressText.AppendEthernet(text, Address.ToUInt64());
        text.Append("\n     config: ");
        PortFlagText.Append(text, Config);
        text.Append("\n     mask:   ");
        PortFlagText.Append(text, Mask);
        text.Append("\n     advertise: ");
        if (Advertise != PortFeatures.None)
        {
            PortFlagText.Append(text, Advertise);
        }
        else
        {
            text.Append("UNCHANGED");
        }

        text.Append('\n');
    }

    private OfError Take10(ref OfReader reader)
    {
        Port = new OfPort(reader.Take16());
        Address = EthernetWire.Take(ref reader);
        Config = (PortConfig)reader.Take32() & PortConfig.All10;
        Mask = (PortConfig)reader.Take32() & PortConfig.All10;
        Advertise = PortFlagText.From10(reader.Take32());
        return OfError.None;
    }

    private OfError Take11(ref OfReader reader, bool hasProperties, bool isLoose)
    {
        if (!OfPorts.TryTake32(ref reader, out var port))
        {
            return OfError.BadActionBadOutPort;
        }

        Port = port;
        reader.Skip(4);
        Address = EthernetWire.Take(ref reader);
        reader.Skip(2);
        Config = (PortConfig)reader.Take32() & PortConfig.All11;
        Mask = (PortConfig)reader.Take32() & PortConfig.All11;
        if (!hasProperties)
        {
            Advertise = PortFlagText.From11(reader.Take32());
            return OfError.None;
        }

        while (!reader.IsAtEnd)
        {
            var error = OfProperties.Take(ref reader, out var property);
            if (error == OfError.None && property.Type == EthernetProperty)
            {
                error = property.To32(out var advertise);
                Advertise = PortFlagText.From11(advertise);
            }
            else if (error == OfError.None)
            {
                error = OfProperties.Unknown(s_log, isLoose, "port_mod", property.Type);
            }

            if (error != OfError.None)
            {
                return error;
            }
        }

        return OfError.None;
    }
}
