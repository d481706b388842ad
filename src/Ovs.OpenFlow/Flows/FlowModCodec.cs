using Ovs.Flow.Fields;
using Ovs.Flow.Headers;
using Ovs.Flow.Key;
using Ovs.Flow.Match;
using Ovs.OpenFlow.Actions;
using Ovs.OpenFlow.Errors;
using Ovs.OpenFlow.Groups;
using Ovs.OpenFlow.Messages;
using Ovs.OpenFlow.Oxm;
using Ovs.OpenFlow.Versions;
using Ovs.OpenFlow.Wire;
using Ovs.Runtime.Logging;

namespace Ovs.OpenFlow.Flows;

/// <summary>Flow-mods on the wire: OpenFlow 1.0, Nicira's for OpenFlow 1.0, and OpenFlow 1.1 and later.</summary>
public static class FlowModCodec
{
    private const int Body11Bytes = 40;
    private const int BodyNxBytes = 32;

    private static readonly LogModule s_log = LogModule.Define("ofp_flow");
    private static readonly LogRateLimit s_limit = new(1, 5);

    /// <summary>Reads the body of a flow-mod.</summary>
    /// <param name="protocol">The flow format of the connection.</param>
    /// <param name="options">The switch's tunnel options, or null.</param>
    /// <param name="maxPort">Least port number that does not exist.</param>
    /// <param name="tableCount">How many tables there are, 255 if unknown.</param>
    public static OfError Decode(
        in RawMessage message, OfProtocols protocol, TunnelOptionTable? options, OfPort maxPort, byte tableCount,
        out FlowMod mod)
    {
        mod = new FlowMod();
        var match = new FlowMatch();
        var reader = new OfReader(message.Body);
        ushort command;
        ushort flagBits;
        OfError error;
        if (message.Id == MessageId.Ofpt11FlowMod)
        {
            error = Take11(ref reader, message.Version, options, mod, match, out command, out flagBits);
        }
        else
        {
            error = message.Id == MessageId.Ofpt10FlowMod
                ? Take10(ref reader, mod, match, out command, out flagBits)
                : TakeNx(ref reader, options, mod, match, out command, out flagBits);
            mod.ModifiesCookie = mod.NewCookie != FlowMod.KeepCookie;
            TakeTable(protocol, mod, ref command);
        }

        if (error != OfError.None)
        {
            return error;
        }

        if (!AreConnectionAddressesGood(match))
        {
            return OfError.BadActionMatchInconsistent;
        }

        if (command > (ushort)FlowModCommand.DeleteStrict)
        {
            return OfError.FlowModFailedBadCommand;
        }

        mod.Command = (FlowModCommand)command;
        error = InstructionCodec.Take(ref reader, reader.Left, message.Version, options, out var actions);
        if (error != OfError.None)
        {
            return error;
        }

        mod.Actions = actions;
        error = FlowFlagCodec.Decode(flagBits, mod.Command == FlowModCommand.Add, message.Version, out var flags);
        if (error != OfError.None)
        {
            return error;
        }

        mod.Flags = flags;
        if ((flags & FlowFlags.Emergency) != 0)
        {
            return mod.HardTimeout != 0 || mod.IdleTimeout != 0
                ? OfError.FlowModFailedBadEmergTimeout
                : OfError.FlowModFailedTableFull;
        }

        error = new ActionCheck(match, maxPort, mod.TableId, tableCount).CheckConsistency(mod.Actions, protocol);
        mod.Match = CompactMatch.From(match);
        return error;
    }

    /// <summary>Writes a whole message in the form of one flow format.</summary>
    public static void Encode(OfWriter writer, FlowMod mod, OfProtocols protocol, uint xid)
    {
        var version = OfProtocolNames.VersionOf(protocol);
        var match = new FlowMatch();
        mod.Match.ExpandTo(match);
        var flags = FlowFlagCodec.Encode(mod.Flags, version);
        int start;
        if (version >= OfVersion.OpenFlow11)
        {
            start = MessageWriter.Begin(writer, MessageId.Ofpt11FlowMod, version, xid);
            Put11(writer, mod, version, flags);
            Match11.PutFor(writer, version, match);
        }
        else if ((protocol & OfProtocols.AnyExtended10) != 0)
        {
            start = MessageWriter.Begin(writer, MessageId.NxtFlowMod, version, xid);
            var body = writer.Length;
            writer.Put64(mod.NewCookie);
            PutCommand10(writer, mod, protocol);
            writer.Put16(flags);
            writer.PutZeros(BodyNxBytes - (writer.Length - body));
            var length = OxmMatch.PutNxm(writer, match, mod.Cookie, mod.CookieMask);
            writer.Patch16(body + BodyNxBytes - 8, (ushort)length);
        }
        else
        {
            start = MessageWriter.Begin(writer, MessageId.Ofpt10FlowMod, version, xid);
            Match10.Put(writer, match);
            writer.Put64(mod.NewCookie);
            PutCommand10(writer, mod, protocol);
            writer.Put16(flags);
        }

        InstructionCodec.Put(writer, version, mod.Actions);
        MessageWriter.End(writer, start);
    }

    /// <summary>A match on addresses of a tracked connection says which kind of packets it means.</summary>
    internal static bool AreConnectionAddressesGood(FlowMatch match)
    {
        ref readonly var mask = ref match.Mask;
        var type = match.Value.Key.EthType;
        return ((mask.CtIpv4Src | mask.CtIpv4Dst) == 0 || type == EthTypes.Ipv4)
            && ((mask.CtIpv6Src == default && mask.CtIpv6Dst == default) || type == EthTypes.Ipv6);
    }

    private static OfError Take11(
        ref OfReader reader, OfVersion version, TunnelOptionTable? options, FlowMod mod, FlowMatch match, out ushort command,
        out ushort flagBits)
    {
        var cookie = reader.Take64();
        var cookieMask = reader.Take64();
        mod.TableId = reader.Take8();
        command = reader.Take8();
        mod.IdleTimeout = reader.Take16();
        mod.HardTimeout = reader.Take16();
        mod.Priority = reader.Take16();
        mod.BufferId = reader.Take32();
        var port = reader.Take32();
        var group = reader.Take32();
        flagBits = reader.Take16();
        var importance = reader.Take16();
        var error = Match11.Take(ref reader, options, match);
        if (error != OfError.None)
        {
            return error;
        }

        var isAdd = command == (ushort)FlowModCommand.Add;
        var isModify = command is (ushort)FlowModCommand.Modify or (ushort)FlowModCommand.ModifyStrict;
        var isDelete = command is (ushort)FlowModCommand.Delete or (ushort)FlowModCommand.DeleteStrict;
        if (isAdd || (version == OfVersion.OpenFlow11 && isModify && cookieMask == 0))
        {
            mod.NewCookie = cookie;
        }
        else
        {
            mod.Cookie = cookie;
            mod.CookieMask = cookieMask;
            mod.NewCookie = FlowMod.KeepCookie;
        }

        if (mod.TableId == FlowMod.AnyTable && (version == OfVersion.OpenFlow11 || !isDelete))
        {
            return OfError.FlowModFailedBadTableId;
        }

        mod.Importance = version >= OfVersion.OpenFlow14 && isAdd ? importance : (ushort)0;
        mod.OutGroup = isDelete ? group : GroupId.Any;
        var isPort = OfPorts.TryConvert(port, out var outPort);
        mod.OutPort = outPort;
        return isPort ? OfError.None : OfError.BadActionBadOutPort;
    }

    private static OfError Take10(
        ref OfReader reader, FlowMod mod, FlowMatch match, out ushort command, out ushort flagBits)
    {
        var match10 = new Match10(ref reader);
        match10.CopyTo(match);
        MatchNormalizer.Normalize(match);
        mod.NewCookie = reader.Take64();
        TakeCommand10(ref reader, mod, out command, out flagBits);

        // Flows without wildcards have the highest priority (OpenFlow 1.0.1 3.4).
        mod.Priority = (match10.Wildcards & Match10.WildAll) != 0 ? mod.Priority : ushort.MaxValue;
        return OfError.None;
    }

    private static OfError TakeNx(
        ref OfReader reader, TunnelOptionTable? options, FlowMod mod, FlowMatch match, out ushort command, out ushort flagBits)
    {
        mod.NewCookie = reader.Take64();
        TakeCommand10(ref reader, mod, out command, out flagBits);
        var length = reader.Take16();
        reader.Skip(6);
        var error = OxmMatch.TakeNxm(
            ref reader, length, OxmReading.AllowCookie, options, match, out var cookie, out var cookieMask);
        mod.Cookie = cookie;
        mod.CookieMask = cookieMask;
        return error == OfError.None && (command & 0xff) == (ushort)FlowModCommand.Add && cookieMask != 0
            ? OfError.NxBadRequestNxmInvalid
            : error;
    }

    private static void TakeCommand10(ref OfReader reader, FlowMod mod, out ushort command, out ushort flagBits)
    {
        command = reader.Take16();
        mod.IdleTimeout = reader.Take16();
        mod.HardTimeout = reader.Take16();
        mod.Priority = reader.Take16();
        mod.BufferId = reader.Take32();
        mod.OutPort = new OfPort(reader.Take16());
        flagBits = reader.Take16();
    }

    // Nicira's extension has the table in the upper half of the command.
    private static void TakeTable(OfProtocols protocol, FlowMod mod, ref ushort command)
    {
        if ((protocol & OfProtocols.WithTable) != 0)
        {
            mod.TableId = (byte)(command >> 8);
            command &= 0xff;
        }
        else if (command > 0xff)
        {
            s_log.Warn(s_limit, $"flow_mod has explicit table_id but flow_mod_table_id extension is not enabled");
        }
    }

    private static void PutCommand10(OfWriter writer, FlowMod mod, OfProtocols protocol)
    {
        var table = (protocol & OfProtocols.WithTable) != 0 ? mod.TableId << 8 : 0;
        writer.Put16((ushort)((int)mod.Command | table));
        writer.Put16(mod.IdleTimeout);
        writer.Put16(mod.HardTimeout);
        writer.Put16(mod.Priority);
        writer.Put32(mod.BufferId);
        writer.Put16(mod.OutPort.Number);
    }

    private static void Put11(OfWriter writer, FlowMod mod, OfVersion version, ushort flags)
    {
        var body = writer.Length;
        var isAdd = mod.Command == FlowModCommand.Add;
        var is11 = version == OfVersion.OpenFlow11;
        writer.Put64(isAdd || (is11 && mod.IsModify && mod.CookieMask == 0) ? mod.NewCookie : mod.Cookie & mod.CookieMask);
        writer.Put64(mod.CookieMask);
        writer.Put8(mod.TableId != FlowMod.AnyTable || (!is11 && mod.IsDelete) ? mod.TableId : (byte)0);
        writer.Put8((byte)mod.Command);
        writer.Put16(mod.IdleTimeout);
        writer.Put16(mod.HardTimeout);
        writer.Put16(mod.Priority);
        writer.Put32(mod.BufferId);
        writer.Put32(mod.OutPort.ToWire32());
        writer.Put32(mod.OutGroup);
        writer.Put16(flags);
        writer.Put16(version >= OfVersion.OpenFlow14 && isAdd ? mod.Importance : (ushort)0);
        writer.PutZeros(Body11Bytes - (writer.Length - body));
    }
}
