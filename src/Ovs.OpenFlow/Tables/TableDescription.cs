using Ovs.OpenFlow.Actions;
using Ovs.OpenFlow.Errors;
using Ovs.OpenFlow.Versions;
using Ovs.OpenFlow.Wire;
using Ovs.Runtime.Logging;

namespace Ovs.OpenFlow.Tables;

/// <summary>How a table is set up (OpenFlow 1.5.1 7.3.5.17; first in OpenFlow 1.4).</summary>
public sealed record TableDescription
{
    private const int FixedBytes = 8;

    private static readonly LogModule s_log = LogModule.Define("ofp_table");
    private static readonly LogRateLimit s_limit = new(1, 5);

    public byte TableId { get; set; }

    public TableEviction Eviction { get; set; }

    /// <summary>What counts when a flow is chosen for eviction; all bits set if that is not said.</summary>
    public uint EvictionFlags { get; set; } = TableConfig.NoEvictionFlags;

    public TableVacancy Vacancy { get; set; }

    public VacancyLimits Limits { get; set; }

    /// <summary>Reads the next table of a list.</summary>
    public static OfError Take(ref OfReader reader, OfVersion version, out TableDescription table)
    {
        table = new TableDescription();
        if (!reader.Has(FixedBytes))
        {
            s_log.Warn(s_limit, $"OFP14_TABLE_DESC reply has {reader.Left} leftover bytes at end");
            return OfError.BadRequestBadLen;
        }

        int length = reader.Take16();
        table.TableId = reader.Take8();
        reader.Skip(1);
        var config = reader.Take32();
        if (length < FixedBytes || !reader.Has(length - FixedBytes))
        {
            s_log.Warn(s_limit, $"OFP14_TABLE_DESC reply claims invalid length {length}");
            return OfError.BadRequestBadLen;
        }

        table.Eviction = TableConfig.EvictionOf(config, version);
        table.Vacancy = TableConfig.VacancyOf(config, version);
        var properties = new OfReader(reader.Take(length - FixedBytes));
        while (!properties.IsAtEnd)
        {
            var error = OfProperties.Take(ref properties, out var property);
            if (error == OfError.None)
            {
                error = table.TakeProperty(in property);
            }

            if (error != OfError.None)
            {
                return error;
            }
        }

        return OfError.None;
    }

    /// <summary>Writes the table as an entry of a list.</summary>
    public void Put(OfWriter writer, OfVersion version) => Put(
        writer, version, EvictionFlags != TableConfig.NoEvictionFlags, Vacancy == TableVacancy.On);

    internal void Put(OfWriter writer, OfVersion version, bool hasEviction, bool hasVacancy)
    {
        var start = writer.Length;
        writer.Put16(0);
        writer.Put8(TableId);
        writer.Put8(0);
        writer.Put32(TableConfig.Encode(TableMiss.Default, Eviction, Vacancy, version));
        if (hasEviction)
        {
            OfProperties.Put32(writer, TableProperties.Eviction, EvictionFlags);
        }

        if (hasVacancy)
        {
            TableProperties.PutVacancy(writer, Limits);
        }

        writer.Patch16(start, (ushort)(writer.Length - start));
    }

    internal void Append(ActionPrinter printer)
    {
        var text = printer.Text;
        text.Append("\n  table ");
        printer.Table(TableId);
        text.Append($":\n   eviction={TableConfig.NameOf(Eviction)} eviction_flags=");
        TableProperties.AppendEvictionFlags(text, EvictionFlags);
        text.Append($"\n   vacancy={TableConfig.NameOf(Vacancy)}");
        if (Vacancy == TableVacancy.On)
        {
            text.Append($" vacancy_down={Limits.Down}% vacancy_up={Limits.Up}% vacancy={Limits.Current}%");
        }

        text.Append('\n');
    }

    private OfError TakeProperty(in OfProperty property)
    {
        OfError error;
        switch (property.Type)
        {
            case TableProperties.Eviction:
                error = property.To32(out var flags);
                EvictionFlags = flags;
                return error;
            case TableProperties.Vacancy:
                error = TableProperties.TakeVacancy(in property, out var limits);
                Limits = limits;
                return error;
            default:
                return OfProperties.Unknown(s_log, isLoose: true, "table_desc", property.Type);
        }
    }
}
