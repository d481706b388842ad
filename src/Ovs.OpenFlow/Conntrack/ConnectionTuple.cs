using System;
using Ovs.Flow.Fields;
using Ovs.Flow.Headers;
using Ovs.Flow.Key;
using Ovs.OpenFlow.Errors;
using Ovs.OpenFlow.Text;
using Ovs.OpenFlow.Wire;
using Ovs.Runtime.Logging;

namespace Ovs.OpenFlow.Conntrack;

/// <summary>One direction of tracked connections that are meant; what is zero may be anything.</summary>
public sealed record ConnectionTuple
{
    private static readonly LogModule s_log = LogModule.Define("ofp_ct");

    private enum Property : ushort
    {
        Source,
        Destination,
        SourcePort,
        DestinationPort,
        IcmpId,
        IcmpType,
        IcmpCode,
    }

    /// <summary>IPv4 addresses are mapped into IPv6 (RFC 4291 2.5.5.2).</summary>
    public Ipv6Address Source { get; set; }

    public Ipv6Address Destination { get; set; }

    /// <summary>The port, or the identifier of ICMP.</summary>
    public ushort SourcePort { get; set; }

    /// <summary>The port, or the code of ICMP in the upper half and the type in the lower.</summary>
    public ushort DestinationPort { get; set; }

    public byte IcmpType
    {
        get => (byte)DestinationPort;
        set => DestinationPort = (ushort)((DestinationPort & 0xff00) | value);
    }

    public byte IcmpCode
    {
        get => (byte)(DestinationPort >> 8);
        set => DestinationPort = (ushort)((DestinationPort & 0xff) | (value << 8));
    }

    internal static bool IsIcmp(byte protocol) => protocol is IpProtocols.Icmp or IpProtocols.Icmpv6;

    internal static bool IsMapped(Ipv6Address address) => address.High == 0 && address.Low >> 32 == 0xffff;

    internal bool IsZero(byte protocol) =>
        Source.IsZero && Destination.IsZero && (IsIcmp(protocol) || (SourcePort == 0 && DestinationPort == 0));

    internal bool IsComplete(byte protocol) =>
        !Source.IsZero && !Destination.IsZero && (IsIcmp(protocol) || (SourcePort != 0 && DestinationPort != 0));

    internal OfError Take(in OfProperty property, ref ConnectionFamily family)
    {
        var error = property.ToNested(out var nested);
        if (error != OfError.None)
        {
            return error;
        }

        var reader = new OfReader(nested);
        while (!reader.IsAtEnd)
        {
            error = OfProperties.Take(ref reader, out var inner);
            if (error == OfError.None)
            {
                error = TakeInner(in inner, ref family);
            }

            if (error != OfError.None)
            {
                return error;
            }
        }

        return OfError.None;
    }

    internal void Put(OfWriter writer, ulong type, byte protocol)
    {
        var start = OfProperties.BeginNested(writer, type);
        var inner = writer.Length;
        PutAddress(writer, Property.Source, Source);
        PutAddress(writer, Property.Destination, Destination);
        if (IsIcmp(protocol))
        {
            OfProperties.Put16(writer, (ulong)Property.IcmpId, SourcePort);
            OfProperties.Put8(writer, (ulong)Property.IcmpType, IcmpType);
            OfProperties.Put8(writer, (ulong)Property.IcmpCode, IcmpCode);
        }
        else
        {
            PutPort(writer, Property.SourcePort, SourcePort);
            PutPort(writer, Property.DestinationPort, DestinationPort);
        }

        if (writer.Length == inner)
        {
            writer.Truncate(start);
        }
        else
        {
            OfProperties.End(writer, start);
        }
    }

    internal void Append(TextBuffer text, byte protocol, ConnectionFamily family)
    {
        var isIpv4 = family == ConnectionFamily.Ipv4;
        text.Append(isIpv4 ? "ct_nw_src=" : "ct_ipv6_src=");
        AppendAddress(text, Source);
        text.Append(isIpv4 ? ",ct_nw_dst=" : ",ct_ipv6_dst=");
        AppendAddress(text, Destination);
        text.Append(IsIcmp(protocol)
            ? $",icmp_id={SourcePort},icmp_type={IcmpType},icmp_code={IcmpCode}"
            : $",ct_tp_src={SourcePort},ct_tp_dst={DestinationPort}");
    }

    /// <summary>Reads "ct_nw_src=10.0.0.1,ct_tp_dst=80"; null or the error's text.</summary>
    internal string? Parse(ReadOnlySpan<char> text, ref byte protocol, ref ConnectionFamily family)
    {
        var pairs = new KeyValueReader(text);
        while (pairs.Next(out var key, out var value))
        {
            var error = value.IsEmpty ? $"field {key} missing value" : ParsePair(key, value, ref protocol, ref family);
            if (error is not null)
            {
                return error;
            }
        }

        return protocol == 0 && (SourcePort != 0 || DestinationPort != 0) ? "port is set without protocol" : null;
    }

    private static void PutAddress(OfWriter writer, Property property, Ipv6Address address)
    {
        if (!address.IsZero)
        {
            OfProperties.Put128(writer, (ulong)property, new UInt128(address.High, address.Low));
        }
    }

    private static void PutPort(OfWriter writer, Property property, ushort port)
    {
        if (port != 0)
        {
            OfProperties.Put16(writer, (ulong)property, port);
        }
    }

    private static void AppendAddress(TextBuffer text, Ipv6Address address)
    {
        if (IsMapped(address))
        {
            AddressText.AppendIpv4(text, (uint)address.Low);
        }
        else
        {
            AddressText.AppendIpv6(text, new UInt128(address.High, address.Low));
        }
    }

    private static OfError TakeAddress(in OfProperty property, ref ConnectionFamily family, out Ipv6Address address)
    {
        address = default;
        if (property.Value.Length < Ipv6Address.SizeBytes)
        {
            return OfError.BadPropertyBadLen;
        }

        var reader = new OfReader(property.Value);
        address = new Ipv6Address(reader.Take64(), reader.Take64());
        var found = address.IsZero ? ConnectionFamily.None
            : IsMapped(address) ? ConnectionFamily.Ipv4
            : ConnectionFamily.Ipv6;
        if (family != ConnectionFamily.None && found != ConnectionFamily.None && family != found)
        {
            return OfError.BadPropertyBadValue;
        }

        family = found;
        return OfError.None;
    }

    private OfError TakeInner(in OfProperty property, ref ConnectionFamily family)
    {
        OfError error;
        Ipv6Address address;
        ushort number;
        byte small;
        switch (property.IsExperimenter ? (Property)ushort.MaxValue : (Property)property.Type)
        {
            case Property.Source:
                error = TakeAddress(in property, ref family, out address);
                Source = address;
                return error;
            case Property.Destination:
                error = TakeAddress(in property, ref family, out address);
                Destination = address;
                return error;
            case Property.SourcePort or Property.IcmpId:
                error = property.To16(out number);
                SourcePort = number;
                return error;
            case Property.DestinationPort:
                error = property.To16(out number);
                DestinationPort = number;
                return error;
            case Property.IcmpType:
                error = property.To8(out small);
                IcmpType = small;
                return error;
            case Property.IcmpCode:
                error = property.To8(out small);
                IcmpCode = small;
                return error;
            default:
                return OfProperties.Unknown(s_log, isLoose: false, "NXT_CT_TUPLE", property.Type);
        }
    }

    private string? ParsePair(
        ReadOnlySpan<char> key, ReadOnlySpan<char> value, ref byte protocol, ref ConnectionFamily family)
    {
        var isParsed = true;
        ushort number;
        switch (key)
        {
            case "ct_nw_src" or "ct_nw_dst" or "ct_ipv6_src" or "ct_ipv6_dst":
                return ParseAddress(key, value, ref family);
            case "ct_nw_proto":
                isParsed = ArgumentText.ToByte(value, "ct_nw_proto", out protocol) is null;
                break;
            case "ct_tp_src":
                isParsed = ArgumentText.ToUInt16(value, null, out number) is null;
                SourcePort = number;
                break;
            case "ct_tp_dst":
                isParsed = ArgumentText.ToUInt16(value, null, out number) is null;
                DestinationPort = number;
                break;
            case "icmp_type" or "icmp_code" or "icmp_id":
                if (!IsIcmp(protocol))
                {
                    return "invalid L4 fields";
                }

                isParsed = TryParseIcmp(key, value);
                break;
            default:
                return $"invalid conntrack tuple field: {key}";
        }

        return isParsed ? null : $"failed to parse field {key}";
    }

    private bool TryParseIcmp(ReadOnlySpan<char> key, ReadOnlySpan<char> value)
    {
        if (key is "icmp_id")
        {
            var isNumber = ArgumentText.ToUInt16(value, null, out var id) is null;
            SourcePort = id;
            return isNumber;
        }

        var isByte = ArgumentText.ToByte(value, "icmp", out var small) is null;
        if (key is "icmp_type")
        {
            IcmpType = small;
        }
        else
        {
            IcmpCode = small;
        }

        return isByte;
    }

    private string? ParseAddress(ReadOnlySpan<char> key, ReadOnlySpan<char> value, ref ConnectionFamily family)
    {
        var isIpv4 = key.StartsWith("ct_nw");
        var wanted = isIpv4 ? ConnectionFamily.Ipv4 : ConnectionFamily.Ipv6;
        var isSource = key.EndsWith("src");
        if (family != ConnectionFamily.None && family != wanted)
        {
            return $"the L3 protocol does not match {value}";
        }

        if (!(isSource ? Source : Destination).IsZero)
        {
            return $"{key} is set multiple times";
        }

        if (!TryParseAddress(value, isIpv4, out var address))
        {
            return $"failed to parse field {key}";
        }

        family = wanted;
        if (isSource)
        {
            Source = address;
        }
        else
        {
            Destination = address;
        }

        return null;
    }

    private static bool TryParseAddress(ReadOnlySpan<char> text, bool isIpv4, out Ipv6Address address)
    {
        if (!isIpv4)
        {
            return Ipv6Address.TryParse(text, out address);
        }

        var scanner = new TextScanner(text);
        var isGood = scanner.TakeIpv4(out var ipv4) && scanner.IsAtEnd;
        address = new Ipv6Address(0, 0xffff_0000_0000UL | ipv4);
        return isGood;
    }
}

/// <summary>The network protocol of connections.</summary>
public enum ConnectionFamily : byte
{
    None,
    Ipv4,
    Ipv6,
}
