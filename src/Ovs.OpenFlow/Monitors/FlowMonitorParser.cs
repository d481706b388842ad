using System;
using System.Threading;
using Ovs.Flow.Fields;
using Ovs.Flow.Match;
using Ovs.OpenFlow.Flows;
using Ovs.OpenFlow.Text;
using Ovs.OpenFlow.Versions;

namespace Ovs.OpenFlow.Monitors;

/// <summary>Reads what `ovs-ofctl monitor` shall watch: "!initial,table=1,ip".</summary>
public static class FlowMonitorParser
{
    private static int s_lastId = -1;

    /// <summary>Reads a request and gives it a number; null or the error's text.</summary>
    public static string? Parse(
        ReadOnlySpan<char> text, NameMap? ports, NameMap? tables, out FlowMonitorRequest request, out OfProtocols usable)
    {
        request = new FlowMonitorRequest { Id = (uint)Interlocked.Increment(ref s_lastId) };
        usable = OfProtocols.Any;
        var match = new FlowMatch();
        var pairs = new KeyValueReader(text);
        while (pairs.Next(out var name, out var value))
        {
            if (TryClearFlag(name, request))
            {
                continue;
            }

            if (ProtocolNames.TryFind(name, out var ethType, out var ipProto))
            {
                match.SetEthType(ethType);
                if (ipProto != 0)
                {
                    match.SetIpProto(ipProto);
                }

                continue;
            }

            var error = FieldTable.Find(name) is { } field
                ? ParseField(field, name, value, ports, match, ref usable)
                : ParseKeyword(text, name, value, tables, request);
            if (error is not null)
            {
                return error;
            }
        }

        request.Match = CompactMatch.From(match);
        return null;
    }

    private static bool TryClearFlag(ReadOnlySpan<char> name, FlowMonitorRequest request)
    {
        var flag = name switch
        {
            "!initial" => FlowMonitorFlags.Initial,
            "!add" => FlowMonitorFlags.Add,
            "!delete" => FlowMonitorFlags.Removed,
            "!modify" => FlowMonitorFlags.Modify,
            "!actions" => FlowMonitorFlags.Instructions,
            "!abbrev" => FlowMonitorFlags.NoAbbreviations,
            "!own" => FlowMonitorFlags.OnlyOwn,
            _ => FlowMonitorFlags.None,
        };
        request.Flags &= ~flag;
        return flag != FlowMonitorFlags.None;
    }

    private static string? ParseField(
        FieldRow field, ReadOnlySpan<char> name, ReadOnlySpan<char> value, NameMap? ports, FlowMatch match,
        ref OfProtocols usable)
    {
        var error = FieldText.ParseField(field, value, ports, match, ref usable);
        return error is null && (usable & OfProtocols.Any10) == 0
            ? $"{name}: match field is not supported for flow monitor"
            : error;
    }

    private static string? ParseKeyword(
        ReadOnlySpan<char> text, ReadOnlySpan<char> name, ReadOnlySpan<char> value, NameMap? tables,
        FlowMonitorRequest request)
    {
        if (value.IsEmpty)
        {
            return $"{text}: field {name} missing value";
        }

        switch (name)
        {
            case "table":
                var isTable = ArgumentText.TryTable(value, tables, out var table);
                request.TableId = table;
                return isTable ? null : $"unknown table \"{value}\"";
            case "out_port":
                request.OutPort = new OfPort((ushort)ArgumentText.AtoI(value));
                return null;
            case "out_group":
                request.OutGroup = (uint)ArgumentText.AtoI(value);
                return null;
            default:
                return $"{text}: unknown keyword {name}";
        }
    }
}
