using Ovs.Flow.Fields;
using Ovs.OpenFlow.Actions;
using Ovs.OpenFlow.Errors;
using Ovs.OpenFlow.Oxm;
using Ovs.OpenFlow.Ports;
using Ovs.OpenFlow.Versions;
using Ovs.OpenFlow.Wire;

namespace Ovs.OpenFlow.Tables;

/// <summary>The counts of a table; before OpenFlow 1.3 its features come with them (OpenFlow 1.5.1 7.3.5.6).</summary>
public sealed record TableStats
{
    private static readonly (uint Bits, FieldId Field)[] s_fields10 =
    [
        (Match10.WildInPort, FieldId.InPort),
        (Match10.WildVlan, FieldId.VlanVid),
        (Match10.WildEthSrc, FieldId.EthSrc),
        (Match10.WildEthDst, FieldId.EthDst),
        (Match10.WildEthType, FieldId.EthType),
        (Match10.WildIpProto, FieldId.IpProto),
        (Match10.WildTpSrc, FieldId.TcpSrc),
        (Match10.WildTpDst, FieldId.TcpDst),
        (0x3f << Match10.Ipv4SrcShift, FieldId.Ipv4Src),
        (0x3f << Match10.Ipv4DstShift, FieldId.Ipv4Dst),
        (Match10.WildVlanPcp, FieldId.VlanPcp),
        (Match10.WildIpTos, FieldId.IpDscp),
    ];

    private static readonly (uint Bits, FieldId Field)[] s_fields11 =
    [
        (1 << 0, FieldId.InPort),
        (1 << 1, FieldId.VlanVid),
        (1 << 2, FieldId.VlanPcp),
        (1 << 3, FieldId.EthType),
        (1 << 4, FieldId.IpDscp),
        (1 << 5, FieldId.IpProto),
        (1 << 6, FieldId.TcpSrc),
        (1 << 7, FieldId.TcpDst),
        (1 << 8, FieldId.MplsLabel),
        (1 << 9, FieldId.MplsTc),
        (1 << 11, FieldId.EthSrc),
        (1 << 12, FieldId.EthDst),
        (1 << 13, FieldId.Ipv4Src),
        (1 << 14, FieldId.Ipv4Dst),
        (1 << 15, FieldId.Metadata),
    ];

    public byte TableId { get; set; }

    public uint ActiveCount { get; set; }

    public ulong LookupCount { get; set; }

    public ulong MatchedCount { get; set; }

    /// <summary>Reads the next table of a reply.</summary>
    public static OfError Take(ref OfReader reader, OfVersion version, out TableStats stats, out TableFeatures features)
    {
        stats = new TableStats { TableId = reader.Take8() };
        features = new TableFeatures { TableId = stats.TableId };
        reader.Skip(version is OfVersion.OpenFlow11 or OfVersion.OpenFlow12 ? 7 : 3);
        switch (version)
        {
            case OfVersion.OpenFlow10:
                features.Name = PortDescription.TakeName(ref reader, TableFeatures.NameBytes);
                features.Match = features.Wildcard = FieldsOf(reader.Take32(), s_fields10);
                features.MaxEntries = reader.Take32();
                break;
            case OfVersion.OpenFlow11:
                Take11(ref reader, features);
                break;
            case OfVersion.OpenFlow12:
                Take12(ref reader, features);
                break;
        }

        stats.ActiveCount = reader.Take32();
        stats.LookupCount = reader.Take64();
        stats.MatchedCount = reader.Take64();
        return reader.HasFailed ? OfError.BadRequestBadLen : OfError.None;
    }

    /// <summary>Writes the table as an entry of a reply.</summary>
    public void Put(OfWriter writer, OfVersion version, TableFeatures features)
    {
        writer.Put8(TableId);
        writer.PutZeros(version is OfVersion.OpenFlow11 or OfVersion.OpenFlow12 ? 7 : 3);
        var wild = ~features.Match | features.Wildcard;
        switch (version)
        {
            case OfVersion.OpenFlow10:
                PortDescription.PutName(writer, features.Name, TableFeatures.NameBytes);
                writer.Put32(BitsOf(wild, s_fields10));
                writer.Put32(features.MaxEntries);
                break;
            case OfVersion.OpenFlow11:
                PortDescription.PutName(writer, features.Name, TableFeatures.NameBytes);
                writer.Put32(BitsOf(wild, s_fields11));
                writer.Put32(BitsOf(features.Match, s_fields11));
                writer.Put32(InstructionBitmap.ToWire(features.NonMiss.Instructions, version));
                writer.Put32(ActionBitmap.ToWire(features.NonMiss.Write.Actions, version));
                writer.Put32(ActionBitmap.ToWire(features.NonMiss.Apply.Actions, version));
                writer.Put32((uint)features.MissConfig);
                writer.Put32(features.MaxEntries);
                break;
            case OfVersion.OpenFlow12:
                Put12(writer, features);
                break;
        }

        writer.Put32(ActiveCount);
        writer.Put64(LookupCount);
        writer.Put64(MatchedCount);
    }

    internal bool IsSameAs(TableStats other) =>
        ActiveCount == other.ActiveCount && LookupCount == other.LookupCount && MatchedCount == other.MatchedCount;

    private static void Take11(ref OfReader reader, TableFeatures features)
    {
        const OfVersion version = OfVersion.OpenFlow11;
        features.Name = PortDescription.TakeName(ref reader, TableFeatures.NameBytes);
        features.Wildcard = FieldsOf(reader.Take32(), s_fields11);
        features.Match = FieldsOf(reader.Take32(), s_fields11) | features.Wildcard;
        var instructions = InstructionBitmap.FromWire(reader.Take32(), version);

        // What is said of writing has always been taken for applying too.
        var actions = new TableActionFeatures(ActionBitmap.FromWire(reader.Take32(), version), default);
        reader.Skip(sizeof(uint));
        features.NonMiss = features.Miss = new TableInstructionFeatures(default, instructions, actions, actions);
        features.MissConfig = TableConfig.MissOf(reader.Take32(), version);
        features.MaxEntries = reader.Take32();
    }

    private static void Take12(ref OfReader reader, TableFeatures features)
    {
        const OfVersion version = OfVersion.OpenFlow12;
        features.Name = PortDescription.TakeName(ref reader, TableFeatures.NameBytes);
        var match = BasicFieldsOf(reader.Take64());
        features.Wildcard = BasicFieldsOf(reader.Take64());
        features.Match = match | features.Wildcard;
        var write = ActionBitmap.FromWire(reader.Take32(), version);
        var apply = ActionBitmap.FromWire(reader.Take32(), version);
        var writeFeatures = new TableActionFeatures(write, BasicFieldsOf(reader.Take64()));
        var applyFeatures = new TableActionFeatures(apply, BasicFieldsOf(reader.Take64()));
        features.MetadataMatch = reader.Take64();
        features.MetadataWrite = reader.Take64();
        var instructions = InstructionBitmap.FromWire(reader.Take32(), version);
        features.NonMiss = features.Miss = new TableInstructionFeatures(default, instructions, writeFeatures, applyFeatures);
        features.MissConfig = TableConfig.MissOf(reader.Take32(), version);
        features.MaxEntries = reader.Take32();
    }

    private static void Put12(OfWriter writer, TableFeatures features)
    {
        const OfVersion version = OfVersion.OpenFlow12;
        PortDescription.PutName(writer, features.Name, TableFeatures.NameBytes);
        writer.Put64(BasicBitsOf(features.Match));
        writer.Put64(BasicBitsOf(features.Wildcard));
        writer.Put32(ActionBitmap.ToWire(features.NonMiss.Write.Actions, version));
        writer.Put32(ActionBitmap.ToWire(features.NonMiss.Apply.Actions, version));
        writer.Put64(BasicBitsOf(features.NonMiss.Write.SetFields));
        writer.Put64(BasicBitsOf(features.NonMiss.Apply.SetFields));
        writer.Put64(features.MetadataMatch);
        writer.Put64(features.MetadataWrite);
        writer.Put32(InstructionBitmap.ToWire(features.NonMiss.Instructions, version));
        writer.Put32(TableConfig.Encode(features.MissConfig, TableEviction.Default, TableVacancy.Default, version));
        writer.Put32(features.MaxEntries);
    }

    private static FieldSet FieldsOf(uint bits, (uint Bits, FieldId Field)[] table)
    {
        var fields = new FieldSet();
        foreach (var (mask, field) in table)
        {
            if ((bits & mask) != 0)
            {
                fields.Add(field);
            }
        }

        return fields;
    }

    private static uint BitsOf(in FieldSet fields, (uint Bits, FieldId Field)[] table)
    {
        uint bits = 0;
        foreach (var (mask, field) in table)
        {
            bits |= fields.Has(field) ? mask : 0;
        }

        return bits;
    }

    // OpenFlow 1.2 has a bit for each field of its own class.
    private static FieldSet BasicFieldsOf(ulong bits)
    {
        var fields = new FieldSet();
        foreach (var field in FieldTable.Rows)
        {
            if (BasicBit(field) is var bit && (bits & bit) != 0
                && field.CodeFor((int)OfVersion.OpenFlow12)!.Since <= (int)OfVersion.OpenFlow12)
            {
                fields.Add(field.Id);
            }
        }

        return fields;
    }

    private static ulong BasicBitsOf(in FieldSet fields)
    {
        ulong bits = 0;
        for (var next = 0; fields.TryNext(next, out var id); next = (int)id + 1)
        {
            bits |= BasicBit(FieldTable.Get(id));
        }

        return bits;
    }

    private static ulong BasicBit(FieldRow field)
    {
        const ushort basicClass = 0x8000;
        return field.CodeFor((int)OfVersion.OpenFlow12) is { } code && code.Header.Class == basicClass
            && code.Header.Field < 64
            ? 1UL << code.Header.Field
            : 0;
    }
}
