using System;
using System.Collections.Generic;
using Ovs.Flow.Fields;
using Ovs.Flow.Headers;
using Ovs.Flow.Match;
using Ovs.OpenFlow.Actions;
using Ovs.OpenFlow.Errors;
using Ovs.OpenFlow.Oxm;
using Ovs.OpenFlow.Text;
using Ovs.OpenFlow.Versions;

namespace Ovs.OpenFlow.Flows;

/// <summary>
/// Reads flows as `ovs-ofctl` takes them: "table=1,priority=5,tcp,nw_dst=10.0.0.0/8,actions=output:2". One parser reads
/// any number of texts.
/// </summary>
/// <remarks>Errors are texts for the user; null means success.</remarks>
public sealed class FlowParser(NameMap? ports = null, NameMap? tables = null)
{
    private const byte ManyTables = 255;

    private readonly FlowMatch _match = new();
    private FlowMod _mod = new();
    private Parts _parts;
    private OfProtocols _usable;

    [Flags]
    private enum Parts
    {
        OutPort = 1 << 0,
        Actions = 1 << 1,
        Importance = 1 << 2,
        Timeout = 1 << 3,
        Priority = 1 << 4,
        Flags = 1 << 5,
        Flow = Actions | Timeout | Priority | Flags,
    }

    /// <summary>The flow formats that can carry the text that was read last.</summary>
    public OfProtocols Usable => _usable;

    /// <summary>Reads a flow for <paramref name="command"/>.</summary>
    public string? ParseMod(ReadOnlySpan<char> text, FlowModCommand command, out FlowMod mod)
    {
        var error = Parse(text, command);
        mod = _mod;
        if (error is null)
        {
            // What makes no difference stays in the match, but the user hears of it.
            MatchNormalizer.Normalize(_match);
        }

        return error;
    }

    /// <summary>Reads a flow with a command in front of it, "add" if there is none: "delete table=1".</summary>
    public string? ParseModWithCommand(ReadOnlySpan<char> text, out FlowMod mod)
    {
        var command = TakeCommand(ref text);
        return ParseMod(text, command, out mod);
    }

    /// <summary>Reads what flows shall be told of.</summary>
    public string? ParseRequest(ReadOnlySpan<char> text, bool isAggregate, out FlowStatsRequest request)
    {
        var error = Parse(text, null);
        request = new FlowStatsRequest
        {
            IsAggregate = isAggregate,
            Match = _mod.Match,
            Cookie = _mod.Cookie,
            CookieMask = _mod.CookieMask,
            OutPort = _mod.OutPort,
            OutGroup = _mod.OutGroup,
            TableId = _mod.TableId,
        };

        // Requests name a table without Nicira's extension too.
        _usable |= (_usable & OfProtocols.OpenFlow10StandardWithTable) != 0 ? OfProtocols.OpenFlow10Standard : 0;
        _usable |= (_usable & OfProtocols.OpenFlow10ExtendedWithTable) != 0 ? OfProtocols.OpenFlow10Extended : 0;
        return error;
    }

    /// <summary>Reads a file of flows, one in each line; the error names file and line.</summary>
    /// <param name="command">What to do with all, or null if each line says it.</param>
    /// <param name="usable">The flow formats that can carry all flows.</param>
    public string? ParseFile(string fileName, FlowModCommand? command, out List<FlowMod> mods, out OfProtocols usable)
    {
        mods = [];
        usable = OfProtocols.Any;
        if (InputFile.Open(fileName, out var file) is { IsError: true } errno)
        {
            return $"{fileName}: open failed ({errno.Text})";
        }

        using (file)
        {
            while (file!.NextWithoutComment(out var line))
            {
                var error = command is { } known
                    ? ParseMod(line, known, out var mod)
                    : ParseModWithCommand(line, out mod);
                if (error is not null)
                {
                    return $"{fileName}:{file.LineNumber}: {error}";
                }

                mods.Add(mod);
                usable &= Usable;
            }
        }

        return null;
    }

    // Any beginning of a command's name is enough, and of two with the same beginning the first is meant.
    private static FlowModCommand TakeCommand(ref ReadOnlySpan<char> text)
    {
        text = text.TrimStart(" \t\r\n");
        var length = text.IndexOfAny(", \t\r\n");
        var word = length < 0 ? text : text[..length];
        FlowModCommand? command =
            "add".AsSpan().StartsWith(word) ? FlowModCommand.Add
            : "delete".AsSpan().StartsWith(word) ? FlowModCommand.Delete
            : "delete_strict".AsSpan().StartsWith(word) ? FlowModCommand.DeleteStrict
            : "modify".AsSpan().StartsWith(word) ? FlowModCommand.Modify
            : "modify_strict".AsSpan().StartsWith(word) ? FlowModCommand.ModifyStrict
            : null;
        text = command is null ? text : text[word.Length..];
        return command ?? FlowModCommand.Add;
    }

    private string? Parse(ReadOnlySpan<char> text, FlowModCommand? command)
    {
        _usable = OfProtocols.Any;
        _parts = command switch
        {
            FlowModCommand.Add => Parts.Flow | Parts.Importance,
            FlowModCommand.Modify or FlowModCommand.ModifyStrict => Parts.Flow,
            FlowModCommand.DeleteStrict => Parts.OutPort | Parts.Priority,
            _ => Parts.OutPort,
        };
        _mod = new FlowMod { Command = command ?? FlowModCommand.Add };
        _mod.NewCookie = _mod.IsModify ? FlowMod.KeepCookie : 0;
        _match.Clear();
        var actions = ReadOnlySpan<char>.Empty;
        if ((_parts & Parts.Actions) != 0)
        {
            // "actions=" or anything else that begins with "action" and goes on to an equals sign.
            var at = text.IndexOf("action");
            var equals = at < 0 ? -1 : text[at..].IndexOf('=');
            if (equals < 0)
            {
                return "must specify an action";
            }

            actions = text[(at + equals + 1)..];
            text = text[..at];
        }

        var pairs = new KeyValueReader(text);
        while (pairs.Next(out var name, out var value))
        {
            var error = ParsePair(name, value, command);
            if (error is not null)
            {
                return error;
            }
        }

        return Finish(actions);
    }

    private string? ParsePair(ReadOnlySpan<char> name, ReadOnlySpan<char> value, FlowModCommand? command)
    {
        if (ProtocolNames.TryMatch(name, _match))
        {
            return null;
        }

        if (name is "eth")
        {
            _match.SetExact(FieldId.PacketType, 0);
            return null;
        }

        if ((_parts & Parts.Flags) != 0 && TrySetFlag(name))
        {
            return null;
        }

        if (name is "no_readonly_table" or "allow_hidden_fields")
        {
            return null;
        }

        if (FieldTable.Find(name) is { } field)
        {
            return FieldText.ParseField(field, value, ports, _match, ref _usable);
        }

        if (name.Contains('['))
        {
            return FieldText.ParseBits(name, value, _match, ref _usable);
        }

        return value.IsEmpty ? $"field {name} missing value" : ParseKeyword(name, value, command);
    }

    private bool TrySetFlag(ReadOnlySpan<char> name)
    {
        var (flag, needed) = name switch
        {
            "send_flow_rem" => (FlowFlags.SendFlowRemoved, OfProtocols.Any),
            "check_overlap" => (FlowFlags.CheckOverlap, OfProtocols.Any),
            "reset_counts" => (FlowFlags.ResetCounts, OfProtocols.From12),
            "no_packet_counts" => (FlowFlags.NoPacketCounts, OfProtocols.From13),
            "no_byte_counts" => (FlowFlags.NoByteCounts, OfProtocols.From13),
            _ => (FlowFlags.None, OfProtocols.Any),
        };
        _mod.Flags |= flag;
        _usable &= needed;
        return flag != FlowFlags.None;
    }

    private string? ParseKeyword(ReadOnlySpan<char> name, ReadOnlySpan<char> value, FlowModCommand? command)
    {
        ushort number;
        string? error;
        switch (name)
        {
            case "table":
                if (!ArgumentText.TryTable(value, tables, out var table))
                {
                    return $"unknown table \"{value}\"";
                }

                _mod.TableId = table;
                _usable &= table != FlowMod.AnyTable ? OfProtocols.WithTable : OfProtocols.Any;
                return null;
            case "out_port" when (_parts & Parts.OutPort) != 0:
                var isPort = PortText.TryParse(value, ports, out var port);
                _mod.OutPort = port;
                return isPort ? null : $"{value} is not a valid OpenFlow port";
            case "out_group" when (_parts & Parts.OutPort) != 0:
                _usable &= OfProtocols.From11;
                var isGroup = Groups.GroupId.TryParse(value, out var group);
                _mod.OutGroup = group;
                return isGroup ? null : $"{value} is not a valid OpenFlow group";
            case "priority" when (_parts & Parts.Priority) != 0:
                error = ArgumentText.ToUInt16(value, "priority", out number);
                _mod.Priority = number;
                return error;
            case "idle_timeout" when (_parts & Parts.Timeout) != 0:
                error = ArgumentText.ToUInt16(value, "idle_timeout", out number);
                _mod.IdleTimeout = number;
                return error;
            case "hard_timeout" when (_parts & Parts.Timeout) != 0:
                error = ArgumentText.ToUInt16(value, "hard_timeout", out number);
                _mod.HardTimeout = number;
                return error;
            case "importance" when (_parts & Parts.Importance) != 0:
                error = ArgumentText.ToUInt16(value, "importance", out number);
                _mod.Importance = number;
                return error;
            case "cookie":
                return ParseCookie(value, command);
            case "duration" or "n_packets" or "n_bytes" or "idle_age" or "hard_age":
                return null;
            default:
                return $"unknown keyword {name}";
        }
    }

    private string? ParseCookie(ReadOnlySpan<char> value, FlowModCommand? command)
    {
        var slash = value.IndexOf('/');
        string? error;
        if (slash >= 0)
        {
            if (command == FlowModCommand.Add)
            {
                return "flow additions cannot use a cookie mask";
            }

            error = ArgumentText.ToUInt64(value[..slash], out var cookie);
            if (error is not null)
            {
                return error;
            }

            error = ArgumentText.ToUInt64(value[(slash + 1)..], out var mask);
            _mod.Cookie = cookie;
            _mod.CookieMask = mask;
            _usable &= mask != 0 ? OfProtocols.ExtendedAndFrom11 : OfProtocols.Any;
            return error;
        }

        if (command is null or FlowModCommand.Delete or FlowModCommand.DeleteStrict)
        {
            return $"cannot set cookie (to match on a cookie, specify a mask, e.g. cookie={value}/-1)";
        }

        error = ArgumentText.ToUInt64(value, out var newCookie);
        _mod.NewCookie = newCookie;
        _mod.ModifiesCookie = true;
        return error;
    }

    private string? Finish(ReadOnlySpan<char> actionText)
    {
        ref var key = ref _match.Value.Key;
        ref readonly var mask = ref _match.Mask.Key;
        if (mask.PacketType == uint.MaxValue && key.PacketType >> 16 == 1)
        {
            key.EthType = (ushort)key.PacketType;
        }

        if (key.EthType == EthTypes.Ipv6 && (mask.IpProto != 0 || mask.IpTos != 0 || mask.TpSrc != 0 || mask.TpDst != 0))
        {
            _usable &= OfProtocols.ExtendedMatch;
        }

        if (_mod.IsModify && _mod.CookieMask == 0 && _mod.NewCookie == FlowMod.KeepCookie)
        {
            // A modification that finds no flow adds one, whose cookie is then zero.
            _mod.NewCookie = 0;
        }

        if ((_parts & Parts.Actions) != 0)
        {
            var error = ParseActions(actionText);
            if (error is not null)
            {
                return error;
            }
        }

        _mod.Match = CompactMatch.From(_match);
        return null;
    }

    private string? ParseActions(ReadOnlySpan<char> text)
    {
        var parser = new ActionParser(ports, tables);
        var error = parser.ParseInstructions(text, out var actions);
        _usable &= parser.Usable;
        if (error is not null)
        {
            return error;
        }

        var check = new ActionCheck(_match, new OfPort(OfPort.Limit), _mod.TableId, ManyTables);
        var failure = check.Check(actions);
        _usable &= check.Usable;
        if (failure == OfError.None && _usable == OfProtocols.None)
        {
            failure = OfError.BadActionMatchInconsistent;
        }

        _mod.Actions = actions;
        return failure == OfError.None
            ? null
            : $"actions are invalid with specified match ({ErrorTable.NameOf(failure)})";
    }
}
