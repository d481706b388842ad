using System;
using System.Collections.Generic;
using Ovs.OpenFlow.Text;
using Ovs.OpenFlow.Versions;

namespace Ovs.OpenFlow.Meters;

/// <summary>Reads meters as `ovs-ofctl` takes them: "meter=1 pktps burst bands=type=drop rate=1 burst_size=1".</summary>
public static class MeterParser
{
    /// <summary>The flow formats whose version has meters.</summary>
    public const OfProtocols Usable = OfProtocols.From13;

    private const string NameEnds = "=, \t\r\n";
    private const string ValueEnds = ", \t\r\n";

    /// <summary>Reads a meter; null or the error's text.</summary>
    /// <param name="command">What to do with it, or null if only its number is asked for.</param>
    public static string? Parse(ReadOnlySpan<char> text, MeterCommand? command, out MeterConfig meter)
    {
        meter = new MeterConfig();
        var hasBands = command is MeterCommand.Add or MeterCommand.Modify;
        ReadOnlySpan<char> bands = default;
        if (hasBands)
        {
            // "bands=" or anything else that begins with "band" and goes on to an equals sign.
            var at = text.IndexOf("band");
            var equals = at < 0 ? -1 : text[at..].IndexOf('=');
            if (equals < 0)
            {
                return "must specify bands";
            }

            bands = text[(at + equals + 1)..];
            text = text[..at];
        }

        var tokens = new TokenReader(text);
        while (tokens.Next(NameEnds, out var name))
        {
            if (hasBands && TrySetFlag(name, meter))
            {
                continue;
            }

            if (!tokens.Next(ValueEnds, out var value))
            {
                return $"field {name} missing value";
            }

            var error = name is "meter" ? ParseNumber(value, meter) : $"unknown keyword {name}";
            if (error is not null)
            {
                return error;
            }
        }

        if (meter.MeterId == 0)
        {
            return "must specify 'meter'";
        }

        if (!hasBands)
        {
            return null;
        }

        return meter.Flags == MeterFlags.None
            ? "meter must specify either 'kbps' or 'pktps'"
            : ParseBands(bands, meter) ?? CheckBands(meter);
    }

    private static bool TrySetFlag(ReadOnlySpan<char> name, MeterConfig meter)
    {
        var flag = name switch
        {
            "kbps" => MeterFlags.KilobitsPerSecond,
            "pktps" => MeterFlags.PacketsPerSecond,
            "burst" => MeterFlags.Burst,
            "stats" => MeterFlags.Stats,
            _ => MeterFlags.None,
        };
        meter.Flags |= flag;
        return flag != MeterFlags.None;
    }

    private static string? ParseNumber(ReadOnlySpan<char> value, MeterConfig meter)
    {
        switch (value)
        {
            case "all":
                meter.MeterId = MeterNumber.All;
                return null;
            case "controller":
                meter.MeterId = MeterNumber.Controller;
                return null;
            case "slowpath":
                meter.MeterId = MeterNumber.SlowPath;
                return null;
            default:
                var error = ArgumentText.ToUInt32(value, out var number);
                meter.MeterId = number;
                return error ?? (number is 0 or > MeterNumber.Max ? "invalid value for meter" : null);
        }
    }

    private static string? ParseBands(ReadOnlySpan<char> text, MeterConfig meter)
    {
        var bands = new List<MeterBand>();
        meter.Bands = bands;
        var tokens = new TokenReader(text);
        while (tokens.Next(NameEnds, out var name))
        {
            if (!tokens.Next(ValueEnds, out var value))
            {
                return $"field {name} missing value";
            }

            if (name is "type")
            {
                var type = value switch
                {
                    "drop" => MeterBandType.Drop,
                    "dscp_remark" => MeterBandType.DscpRemark,
                    _ => MeterBandType.None,
                };
                if (type == MeterBandType.None)
                {
                    return $"field {name} unknown value {value}";
                }

                bands.Add(new MeterBand(type, 0, 0, 0));
                continue;
            }

            if (bands.Count == 0)
            {
                return "band must start with the 'type' keyword";
            }

            var band = bands[^1];
            var error = ParseBandField(name, value, ref band);
            bands[^1] = band;
            if (error is not null)
            {
                return error;
            }
        }

        return bands.Count == 0 ? "meter must have bands" : null;
    }

    private static string? ParseBandField(ReadOnlySpan<char> name, ReadOnlySpan<char> value, ref MeterBand band)
    {
        string? error;
        uint number;
        switch (name)
        {
            case "rate":
                error = ArgumentText.ToUInt32(value, out number);
                band = band with { Rate = number };
                return error;
            case "burst_size":
                error = ArgumentText.ToUInt32(value, out number);
                band = band with { BurstSize = number };
                return error;
            case "prec_level":
                error = ArgumentText.ToByte(value, "prec_level", out var level);
                band = band with { PrecedenceLevel = level };
                return error;
            default:
                return $"unknown keyword {name}";
        }
    }

    private static string? CheckBands(MeterConfig meter)
    {
        var hasBurst = (meter.Flags & MeterFlags.Burst) != 0;
        foreach (var band in meter.Bands)
        {
            if (band.Type == MeterBandType.DscpRemark && band.PrecedenceLevel == 0)
            {
                return "'dscp_remark' band must have 'prec_level'";
            }

            if (band.Type != MeterBandType.DscpRemark && band.PrecedenceLevel != 0)
            {
                return "Only 'dscp_remark' band may have 'prec_level'";
            }

            if (band.Rate == 0)
            {
                return "band must have 'rate'";
            }

            if (hasBurst && band.BurstSize == 0)
            {
                return "band must have 'burst_size' when 'burst' flag is set";
            }

            if (!hasBurst && band.BurstSize != 0)
            {
                return "band may have 'burst_size' only when 'burst' flag is set";
            }
        }

        return null;
    }
}
