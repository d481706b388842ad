using System;
using System.Numerics;
using Ovs.Flow.Fields;
using Ovs.OpenFlow.Actions;
using Ovs.OpenFlow.Errors;
using Ovs.OpenFlow.Oxm;
using Ovs.OpenFlow.Ports;
using Ovs.OpenFlow.Versions;
using Ovs.OpenFlow.Wire;
using Ovs.Runtime.Logging;

namespace Ovs.OpenFlow.Tables;

public sealed partial class TableFeatures
{
    private const int FixedBytes = 64;
    private const byte NoTable = 0xff;
    private const int AnyType = 0x10000;

    // Properties that must be there; each but the two about matching has a second one, for packets without a flow.
    private const uint Required =
        (1 << (int)Property.Instructions) | (1 << (int)Property.NextTables) | (1 << (int)Property.WriteActions)
        | (1 << (int)Property.ApplyActions) | (1 << (int)Property.Match) | (1 << (int)Property.Wildcards)
        | (1 << (int)Property.WriteSetField) | (1 << (int)Property.ApplySetField);

    private static readonly LogModule s_log = LogModule.Define("ofp_table");
    private static readonly LogRateLimit s_limit = new(1, 5);

    // Each property about instructions has the number above it for table misses.
    private enum Property : ushort
    {
        Instructions = 0,
        NextTables = 2,
        WriteActions = 4,
        ApplyActions = 6,
        Match = 8,
        Wildcards = 10,
        WriteSetField = 12,
        ApplySetField = 14,
    }

    /// <summary>Reads the next table of a message.</summary>
    /// <param name="isLoose">What is not known is let pass.</param>
    public static OfError Take(ref OfReader reader, OfVersion version, bool isLoose, out TableFeatures features) =>
        Take(ref reader, version, isLoose, out features, out _);

    /// <param name="rawProperties">The properties as they came, for a reply that repeats them.</param>
    public static OfError Take(
        ref OfReader reader, OfVersion version, bool isLoose, out TableFeatures features,
        out ReadOnlySpan<byte> rawProperties)
    {
        features = new TableFeatures();
        rawProperties = default;
        var body = reader;
        int length = body.Take16();
        if (!reader.Has(FixedBytes) || length < FixedBytes || length % 8 != 0 || !reader.Has(length))
        {
            return OfError.BadPropertyBadLen;
        }

        var entry = reader.Take(length);
        body = new OfReader(entry[2..]);
        var error = features.TakeFixed(ref body, version);
        if (error != OfError.None)
        {
            return error;
        }

        rawProperties = body.Rest;
        features.HasProperties = !body.IsAtEnd;
        uint seen = 0;
        while (!body.IsAtEnd)
        {
            error = OfProperties.Take(ref body, out var property);
            if (error != OfError.None)
            {
                return error;
            }

            if (property.Type < 32)
            {
                var bit = 1u << (int)property.Type;
                if ((seen & bit) != 0)
                {
                    return OfError.TableFeaturesFailedBadFeatures;
                }

                seen |= bit;
            }

            error = features.TakeProperty(in property, version, isLoose);
            if (error != OfError.None)
            {
                return error;
            }
        }

        return features.Finish(seen, version);
    }

    /// <summary>Writes the table as an entry of a list.</summary>
    public void Put(OfWriter writer, OfVersion version)
    {
        var start = PutFixed(writer, version);
        if (HasProperties)
        {
            PutInstructions(writer, version, NonMiss, 0);
            PutInstructions(writer, version, Miss, 1);
            PutFields(writer, version, Property.Match, 0, Match, Mask);
            PutFields(writer, version, Property.Wildcards, 0, Wildcard, default);
        }

        writer.Patch16(start, (ushort)(writer.Length - start));
    }

    /// <summary>As <see cref="Put(OfWriter, OfVersion)"/>, with properties that someone else wrote.</summary>
    public void Put(OfWriter writer, OfVersion version, ReadOnlySpan<byte> rawProperties)
    {
        var start = PutFixed(writer, version);
        writer.Put(rawProperties);
        writer.Patch16(start, (ushort)(writer.Length - start));
    }

    private static OfError TakeInstructions(ReadOnlySpan<byte> value, bool isLoose, out InstructionSet set)
    {
        set = default;
        var reader = new OfReader(value);
        while (!reader.IsAtEnd)
        {
            var error = OfProperties.Take(ref reader, out var property, alignment: 1, leastExperimenter: AnyType);
            if (error != OfError.None)
            {
                return error;
            }

            // Any version's instruction will do here.
            var one = property.Type < 32 ? InstructionBitmap.FromWire(1u << (int)property.Type, OfVersion.OpenFlow13) : default;
            if (one.Bits == 0 && !isLoose)
            {
                return OfError.BadInstructionUnknownInst;
            }

            set = new InstructionSet((byte)(set.Bits | one.Bits));
        }

        return OfError.None;
    }

    private static OfError TakeActions(ReadOnlySpan<byte> value, OfVersion version, out ulong actions)
    {
        actions = 0;
        uint bits = 0;
        var reader = new OfReader(value);
        while (!reader.IsAtEnd)
        {
            var error = OfProperties.Take(ref reader, out var property, alignment: 1, leastExperimenter: AnyType);
            if (error != OfError.None)
            {
                return error;
            }

            bits |= property.Type < 32 ? 1u << (int)property.Type : 0;
        }

        actions = ActionBitmap.FromWire(bits, version);
        return OfError.None;
    }

    private static OfError TakeTables(ReadOnlySpan<byte> value, out TableSet tables)
    {
        tables = default;
        foreach (var table in value)
        {
            if (table == NoTable)
            {
                return OfError.BadPropertyBadValue;
            }

            tables.Add(table);
        }

        return OfError.None;
    }

    private static OfError TakeFields(ReadOnlySpan<byte> value, bool isLoose, out FieldSet exact, out FieldSet masked)
    {
        exact = default;
        masked = default;
        var reader = new OfReader(value);
        while (!reader.IsAtEnd)
        {
            var error = OxmEntries.TakeHeader(
                ref reader, isAction: false, allowCookie: false, null, out var header, out var field);
            if (error == OfError.BadMatchBadField && isLoose)
            {
                continue;
            }

            if (error != OfError.None)
            {
                return error;
            }

            if (header.HasMask)
            {
                masked.Add(field!.Id);
            }
            else
            {
                exact.Add(field!.Id);
            }
        }

        return OfError.None;
    }

    private static OfError TakeExactFields(ReadOnlySpan<byte> value, bool isLoose, out FieldSet fields)
    {
        var error = TakeFields(value, isLoose, out fields, out var masked);
        return error == OfError.None && !masked.IsEmpty ? OfError.BadMatchBadMask : error;
    }

    private static void PutInstructions(
        OfWriter writer, OfVersion version, in TableInstructionFeatures features, ushort offset)
    {
        OfProperties.PutBitmap(
            writer, (ulong)Property.Instructions + offset, InstructionBitmap.ToWire(features.Instructions, version));
        var start = OfProperties.Begin(writer, (ulong)Property.NextTables + offset);
        for (var table = 0; table < TableSet.Count; table++)
        {
            if (features.NextTables.Has(table))
            {
                writer.Put8((byte)table);
            }
        }

        OfProperties.End(writer, start);
        OfProperties.PutBitmap(
            writer, (ulong)Property.WriteActions + offset, ActionBitmap.ToWire(features.Write.Actions, version));
        PutFields(writer, version, Property.WriteSetField, offset, features.Write.SetFields, default);
        OfProperties.PutBitmap(
            writer, (ulong)Property.ApplyActions + offset, ActionBitmap.ToWire(features.Apply.Actions, version));
        PutFields(writer, version, Property.ApplySetField, offset, features.Apply.SetFields, default);
    }

    private static void PutFields(
        OfWriter writer, OfVersion version, Property property, ushort offset, in FieldSet fields, in FieldSet masked)
    {
        var start = OfProperties.Begin(writer, (ulong)property + offset);
        for (var next = 0; fields.TryNext(next, out var id); next = (int)id + 1)
        {
            if (FieldTable.Get(id).CodeFor((int)version) is { } code)
            {
                OxmEntries.PutHeader(writer, masked.Has(id) ? code.Header.Masked : code.Header);
            }
        }

        OfProperties.End(writer, start);
    }

    private OfError TakeFixed(ref OfReader reader, OfVersion version)
    {
        TableId = reader.Take8();
        var command = reader.Take8();
        reader.Skip(4);
        Name = PortDescription.TakeName(ref reader, NameBytes);
        MetadataMatch = reader.Take64();
        MetadataWrite = reader.Take64();
        var capabilities = reader.Take32();
        MaxEntries = reader.Take32();
        if (version >= OfVersion.OpenFlow15)
        {
            if (command > (byte)TableFeaturesCommand.Disable)
            {
                return OfError.TableFeaturesFailedBadCommand;
            }

            Command = (TableFeaturesCommand)command;
        }

        if (version >= OfVersion.OpenFlow14)
        {
            SupportsEviction = (capabilities & TableConfig.Eviction) != 0;
            SupportsVacancyEvents = (capabilities & TableConfig.VacancyEvents) != 0;
        }

        return TableId == NoTable ? OfError.TableFeaturesFailedBadTable : OfError.None;
    }

    private OfError TakeProperty(in OfProperty property, OfVersion version, bool isLoose)
    {
        var value = property.Value;
        OfError error;
        if (property.Type is (ulong)Property.Match or (ulong)Property.Wildcards)
        {
            if (property.Type == (ulong)Property.Wildcards)
            {
                error = TakeExactFields(value, isLoose, out var wildcard);
                Wildcard = wildcard;
                return error;
            }

            error = TakeFields(value, isLoose, out var exact, out var masked);
            Match = exact;
            Mask = masked;
            return error;
        }

        if (property.Type is (ulong)Property.Match + 1 or (ulong)Property.Wildcards + 1
            or > (ulong)Property.ApplySetField + 1)
        {
            return OfProperties.Unknown(s_log, isLoose, "table features", property.Type);
        }

        var isMiss = (property.Type & 1) != 0;
        var features = isMiss ? Miss : NonMiss;
        switch ((Property)(property.Type & ~1UL))
        {
            case Property.Instructions:
                error = TakeInstructions(value, isLoose, out var instructions);
                features.Instructions = instructions;
                break;
            case Property.NextTables:
                error = TakeTables(value, out var tables);
                features.NextTables = tables;
                break;
            case Property.WriteActions:
                error = TakeActions(value, version, out var writeActions);
                features.Write = features.Write with { Actions = writeActions };
                break;
            case Property.ApplyActions:
                error = TakeActions(value, version, out var applyActions);
                features.Apply = features.Apply with { Actions = applyActions };
                break;
            case Property.WriteSetField:
                error = TakeExactFields(value, isLoose, out var writeFields);
                features.Write = features.Write with { SetFields = writeFields };
                break;
            default:
                error = TakeExactFields(value, isLoose, out var applyFields);
                features.Apply = features.Apply with { SetFields = applyFields };
                break;
        }

        if (isMiss)
        {
            Miss = features;
        }
        else
        {
            NonMiss = features;
        }

        return error;
    }

    private OfError Finish(uint seen, OfVersion version)
    {
        var missing = Required & ~seen;
        if (missing != 0 && (HasProperties || version < OfVersion.OpenFlow15))
        {
            s_log.Warn(s_limit, $"table features message missing {BitOperations.PopCount(missing)} required properties, " +
                $"including property {BitOperations.TrailingZeroCount(missing)}");
            return OfError.TableFeaturesFailedBadFeatures;
        }

        if (HasProperties)
        {
            // What is not said of packets without a flow holds for them too.
            var miss = Miss;
            miss.Instructions = SaidMiss(seen, Property.Instructions) ? miss.Instructions : NonMiss.Instructions;
            miss.NextTables = SaidMiss(seen, Property.NextTables) ? miss.NextTables : NonMiss.NextTables;
            miss.Write = new TableActionFeatures(
                SaidMiss(seen, Property.WriteActions) ? miss.Write.Actions : NonMiss.Write.Actions,
                SaidMiss(seen, Property.WriteSetField) ? miss.Write.SetFields : NonMiss.Write.SetFields);
            miss.Apply = new TableActionFeatures(
                SaidMiss(seen, Property.ApplyActions) ? miss.Apply.Actions : NonMiss.Apply.Actions,
                SaidMiss(seen, Property.ApplySetField) ? miss.Apply.SetFields : NonMiss.Apply.SetFields);
            Miss = miss;
        }

        // A field with a mask can be matched, and left out.
        Match |= Mask;
        Wildcard = (Wildcard | Mask) & Match;
        return OfError.None;
    }

    private static bool SaidMiss(uint seen, Property property) => (seen & (1u << ((int)property + 1))) != 0;

    private int PutFixed(OfWriter writer, OfVersion version)
    {
        var start = writer.Length;
        writer.Put16(0);
        writer.Put8(TableId);
        writer.Put8(version >= OfVersion.OpenFlow15 ? (byte)Command : (byte)0);
        writer.PutZeros(4);
        PortDescription.PutName(writer, Name, NameBytes);
        writer.Put64(MetadataMatch);
        writer.Put64(MetadataWrite);
        var capabilities = (SupportsEviction != false ? TableConfig.Eviction : 0)
            | (SupportsVacancyEvents != false ? TableConfig.VacancyEvents : 0);
        writer.Put32(version >= OfVersion.OpenFlow14 ? capabilities : 0);
        writer.Put32(MaxEntries);
        return start;
    }
}
