using System;
using Ovs.Flow.Fields;
using Ovs.OpenFlow.Errors;
using Ovs.OpenFlow.Oxm;
using Ovs.OpenFlow.Text;
using Ovs.OpenFlow.Versions;
using Ovs.OpenFlow.Wire;

namespace Ovs.OpenFlow.Actions;

/// <summary>In which direction a sampled packet goes.</summary>
public enum SampleDirection : byte
{
    Default,
    Ingress,
    Egress,
}

/// <summary>Sends some packets to IPFIX collectors.</summary>
public sealed class SampleAction : OfAction
{
    private const int MaxIdBits = 32;

    public override ActionKind Kind => ActionKind.Sample;

    /// <summary>Of 65535 packets, so many are sent.</summary>
    public ushort Probability { get; private set; }

    public uint CollectorSet { get; private set; }

    /// <summary>The IPFIX observation domain; <see cref="DomainSource"/> says where it comes from, if it is not fixed.</summary>
    public uint Domain { get; private set; }

    public SubField? DomainSource { get; private set; }

    public uint Point { get; private set; }

    public SubField? PointSource { get; private set; }

    /// <summary>The port whose traffic this is; <see cref="OfPort.None"/> if unsaid.</summary>
    public OfPort SamplingPort { get; private set; } = OfPort.None;

    public SampleDirection Direction { get; private set; }

    internal static OfError Decode(ref OfReader body, ulong argument, ActionDecoder decoder)
    {
        var action = new SampleAction
        {
            Raw = RawAction.Sample,
            Probability = body.Take16(),
            CollectorSet = body.Take32(),
            Domain = body.Take32(),
            Point = body.Take32(),
        };
        return action.Finish(decoder);
    }

    internal static OfError Decode2(ref OfReader body, ulong argument, ActionDecoder decoder)
    {
        var action = new SampleAction
        {
            Raw = RawAction.Sample2,
            Probability = body.Take16(),
            CollectorSet = body.Take32(),
            Domain = body.Take32(),
            Point = body.Take32(),
            SamplingPort = new OfPort(body.Take16()),
        };
        return action.Finish(decoder);
    }

    internal static OfError Decode3(ref OfReader body, ulong argument, ActionDecoder decoder)
    {
        var action = new SampleAction
        {
            Raw = RawAction.Sample3,
            Probability = body.Take16(),
            CollectorSet = body.Take32(),
            Domain = body.Take32(),
            Point = body.Take32(),
            SamplingPort = new OfPort(body.Take16()),
            Direction = (SampleDirection)body.Take8(),
        };
        var error = CheckTail(body.Rest, action.Direction);
        return error != OfError.None ? error : action.Finish(decoder);
    }

    internal static OfError Decode4(ref OfReader body, ulong argument, ActionDecoder decoder)
    {
        var action = new SampleAction
        {
            Raw = RawAction.Sample4,
            Probability = body.Take16(),
            CollectorSet = body.Take32(),
        };
        var domainHeader = body.Take32();
        var domain = body.Take32();
        var pointHeader = body.Take32();
        var point = body.Take32();
        action.SamplingPort = new OfPort(body.Take16());
        action.Direction = (SampleDirection)body.Take8();
        var error = CheckTail(body.Rest, action.Direction);
        if (error != OfError.None)
        {
            return error;
        }

        if (action.Probability == 0)
        {
            return OfError.BadActionBadArgument;
        }

        error = DecodeId(decoder, domainHeader, domain, out var domainSource);
        if (error != OfError.None)
        {
            return error;
        }

        error = DecodeId(decoder, pointHeader, point, out var pointSource);
        if (error != OfError.None)
        {
            return error;
        }

        (action.Domain, action.DomainSource) = (domainSource is null ? domain : 0, domainSource);
        (action.Point, action.PointSource) = (pointSource is null ? point : 0, pointSource);
        return decoder.Add(action);
    }

    internal static string? Parse(ReadOnlySpan<char> text, ActionParser parser)
    {
        var action = new SampleAction();
        var pairs = new KeyValueReader(text);
        while (pairs.Next(out var key, out var value))
        {
            if (action.ParseArgument(key, value, parser) is { } error)
            {
                return error;
            }
        }

        return action.Probability == 0
            ? "non-zero \"probability\" must be specified on sample"
            : parser.Add(action);
    }

    internal override void Encode(OfWriter writer, OfVersion version)
    {
        var raw = Raw == RawAction.Sample4 || DomainSource is not null || PointSource is not null ? RawAction.Sample4
            : Raw == RawAction.Sample3 || Direction != SampleDirection.Default ? RawAction.Sample3
            : Raw == RawAction.Sample2 || SamplingPort != OfPort.None ? RawAction.Sample2
            : RawAction.Sample;
        var start = ActionTable.Begin(writer, version, raw);
        writer.Put16(Probability);
        writer.Put32(CollectorSet);
        if (raw == RawAction.Sample4)
        {
            PutId(writer, Domain, DomainSource);
            PutId(writer, Point, PointSource);
        }
        else
        {
            writer.Put32(Domain);
            writer.Put32(Point);
        }

        if (raw != RawAction.Sample)
        {
            writer.Put16(SamplingPort.Number);
            writer.Put8((byte)Direction);
            writer.PutZeros(5);
        }

        ActionTable.End(writer, start);
    }

    internal override void Append(ActionPrinter printer)
    {
        var text = printer.Text;
        printer.Paren("sample(");
        printer.Param("probability=");
        text.Decimal(Probability).Append(',');
        printer.Param("collector_set_id=");
        text.Decimal(CollectorSet).Append(',');
        printer.Param("obs_domain_id=");
        AppendId(text, Domain, DomainSource);
        text.Append(',');
        printer.Param("obs_point_id=");
        AppendId(text, Point, PointSource);
        if (SamplingPort != OfPort.None)
        {
            text.Append(',');
            printer.Param("sampling_port=");
            printer.Port(SamplingPort);
        }

        if (Direction != SampleDirection.Default)
        {
            text.Append(',');
            printer.Param(Direction == SampleDirection.Ingress ? "ingress" : "egress");
        }

        printer.Paren(")");
    }

    private static OfError CheckTail(ReadOnlySpan<byte> tail, SampleDirection direction)
    {
        if (!OfReader.IsZero(tail))
        {
            return OfError.NxBadRequestMustBeZero;
        }

        if (direction > SampleDirection.Egress)
        {
            ActionDecoder.Log.Warn(ActionDecoder.Limit, $"invalid sample direction {(byte)direction}");
            return OfError.BadActionBadArgument;
        }

        return OfError.None;
    }

    private static OfError DecodeId(ActionDecoder decoder, uint header, uint value, out SubField? source)
    {
        source = null;
        if (header == 0)
        {
            return OfError.None;
        }

        // Offset and width share the place of the number, in its first half.
        var error = decoder.FindBits(header, (ushort)(value >> 16), out var bits);
        if (error == OfError.None)
        {
            error = ActionCheck.Source(in bits, null);
        }

        if (error == OfError.None && bits.Bits > MaxIdBits)
        {
            ActionDecoder.Log.Warn(ActionDecoder.Limit, $"size of field used in observation_id ({bits.Bits}) exceeds maximum (32)");
            error = OfError.BadActionBadArgument;
        }

        source = bits;
        return error;
    }

    private static void PutId(OfWriter writer, uint value, SubField? source)
    {
        if (source is not { } bits)
        {
            writer.Put32(0);
            writer.Put32(value);
            return;
        }

        writer.Put32(OxmEntries.NxmHeader(bits.Field));
        writer.Put16(ActionDecoder.Pack(in bits));
        writer.PutZeros(2);
    }

    private static void AppendId(TextBuffer text, uint value, SubField? source)
    {
        if (source is { } bits)
        {
            bits.Append(text);
        }
        else
        {
            text.Decimal(value);
        }
    }

    private static string? ParseId(ReadOnlySpan<char> text, string name, out uint value, out SubField? source)
    {
        source = null;
        if (ArgumentText.ToUInt32(text, out value) is null)
        {
            return null;
        }

        if (SubField.Parse(text, out SubField bits) is { } error)
        {
            return error;
        }

        source = bits;
        return bits.Bits > MaxIdBits ? $"size of {name} field ({bits.Bits}) exceeds maximum (32)" : null;
    }

    private string? ParseArgument(ReadOnlySpan<char> key, ReadOnlySpan<char> value, ActionParser parser)
    {
        switch (key)
        {
            case "probability":
                var error = ArgumentText.ToUInt16(value, "probability", out var probability);
                Probability = probability;
                return error ?? (probability == 0 ? $"invalid probability value \"{value}\"" : null);
            case "collector_set_id":
                error = ArgumentText.ToUInt32(value, out var set);
                CollectorSet = set;
                return error;
            case "obs_domain_id":
                error = ParseId(value, "obs_domain_id", out var domain, out var domainSource);
                (Domain, DomainSource) = (domain, domainSource);
                return error;
            case "obs_point_id":
                error = ParseId(value, "obs_point_id", out var point, out var pointSource);
                (Point, PointSource) = (point, pointSource);
                return error;
            case "sampling_port":
                var ok = PortText.TryParse(value, parser.Ports, out var port);
                SamplingPort = port;
                return ok ? null : $"{value}: unknown port";
            case "ingress":
                Direction = SampleDirection.Ingress;
                return null;
            case "egress":
                Direction = SampleDirection.Egress;
                return null;
            default:
                return $"invalid key \"{key}\" in \"sample\" argument";
        }
    }

    private OfError Finish(ActionDecoder decoder)
    {
        decoder.Add(this);
        return Probability == 0 ? OfError.BadActionBadArgument : OfError.None;
    }
}
