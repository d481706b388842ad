using System;
using Ovs.Flow.Fields;
using Ovs.OpenFlow.Actions;
using Ovs.OpenFlow.Errors;
using Ovs.OpenFlow.Messages;
using Ovs.OpenFlow.Text;
using Ovs.OpenFlow.Versions;
using Ovs.OpenFlow.Wire;
using Ovs.Runtime.Logging;

namespace Ovs.OpenFlow.Tables;

/// <summary>A request to change how a table behaves (OpenFlow 1.5.1 7.3.4.1).</summary>
public sealed record TableMod
{
    public const byte AllTables = 0xff;

    private const byte LastTable = 0xfe;
    private const byte MostPercent = 100;
    private const string NamePrefix = "name:";
    private const uint MissVersions = (1u << (int)OfVersion.OpenFlow11) | (1u << (int)OfVersion.OpenFlow12);
    private const uint EvictionVersions = (1u << (int)OfVersion.OpenFlow14) | (1u << (int)OfVersion.OpenFlow15);
    private const uint NameVersions = EvictionVersions | (1u << (int)OfVersion.OpenFlow13);

    private static readonly LogModule s_log = LogModule.Define("ofp_table");
    private static readonly LogRateLimit s_limit = new(1, 5);

    public byte TableId { get; set; }

    public TableMiss Miss { get; set; }

    public TableEviction Eviction { get; set; }

    /// <summary>What counts when a flow is chosen for eviction; all bits set if that is not said.</summary>
    public uint EvictionFlags { get; set; } = TableConfig.NoEvictionFlags;

    public TableVacancy Vacancy { get; set; }

    public VacancyLimits Limits { get; set; }

    public static OfError Decode(in RawMessage message, out TableMod mod)
    {
        mod = new TableMod();
        var reader = new OfReader(message.Body);
        mod.TableId = reader.Take8();
        reader.Skip(3);
        var config = reader.Take32();
        mod.Miss = TableConfig.MissOf(config, message.Version);
        if (message.Id == MessageId.Ofpt11TableMod)
        {
            return OfError.None;
        }

        mod.Eviction = TableConfig.EvictionOf(config, message.Version);
        mod.Vacancy = TableConfig.VacancyOf(config, message.Version);
        while (!reader.IsAtEnd)
        {
            var error = OfProperties.Take(ref reader, out var property);
            if (error == OfError.None)
            {
                error = mod.TakeProperty(in property);
            }

            if (error != OfError.None)
            {
                return error;
            }
        }

        return OfError.None;
    }

    /// <summary>Writes the message; OpenFlow 1.1 is the first version that has it.</summary>
    public void Encode(OfWriter writer, OfVersion version, uint xid)
    {
        var has14 = version >= OfVersion.OpenFlow14;
        var start = MessageWriter.Begin(
            writer, has14 ? MessageId.Ofpt14TableMod : MessageId.Ofpt11TableMod, version, xid);
        writer.Put8(TableId);
        writer.PutZeros(3);
        writer.Put32(TableConfig.Encode(Miss, Eviction, Vacancy, version));
        if (has14 && EvictionFlags != TableConfig.NoEvictionFlags)
        {
            OfProperties.Put32(writer, TableProperties.Eviction, EvictionFlags);
        }

        if (has14 && Vacancy == TableVacancy.On)
        {
            TableProperties.PutVacancy(writer, Limits with { Current = 0 });
        }

        MessageWriter.End(writer, start);
    }

    /// <summary>Reads the arguments of `ovs-ofctl mod-table`; null or the error's text.</summary>
    /// <param name="name">A new name for the table, if the setting is one (then the rest is of no use).</param>
    /// <param name="versions">Bitmap of the versions that can say it.</param>
    public static string? Parse(
        string table, string setting, NameMap? tables, out TableMod mod, out string? name, out uint versions)
    {
        mod = new TableMod { TableId = AllTables };
        name = null;
        versions = 0;
        if (!table.Equals("all", StringComparison.OrdinalIgnoreCase))
        {
            if (!ArgumentText.TryTable(table, tables, out var id))
            {
                return $"unknown table \"{table}\"";
            }

            mod.TableId = id;
        }

        versions = setting is "controller" or "continue" or "drop" ? MissVersions : EvictionVersions;
        switch (setting)
        {
            case "controller":
                mod.Miss = TableMiss.Controller;
                break;
            case "continue":
                mod.Miss = TableMiss.Continue;
                break;
            case "drop":
                mod.Miss = TableMiss.Drop;
                break;
            case "evict":
                mod.Eviction = TableEviction.On;
                break;
            case "noevict":
                mod.Eviction = TableEviction.Off;
                break;
            case "novacancy":
                mod.Vacancy = TableVacancy.Off;
                break;
            default:
                if ("vacancy".StartsWith(setting.Split(':')[0], StringComparison.Ordinal))
                {
                    // Any beginning of the word will do.
                    mod.Vacancy = TableVacancy.On;
                    var error = mod.ParseVacancy(setting);
                    if (error is not null)
                    {
                        return error;
                    }

                    break;
                }

                if (mod.TableId == AllTables || !setting.StartsWith(NamePrefix, StringComparison.Ordinal))
                {
                    versions = 0;
                    return $"invalid table_mod setting {setting}";
                }

                name = setting[NamePrefix.Length..];
                versions = NameVersions;
                break;
        }

        return mod is { TableId: LastTable, Miss: TableMiss.Continue }
            ? "last table's flow miss handling can not be continue"
            : null;
    }

    internal void Append(ActionPrinter printer)
    {
        var text = printer.Text;
        text.Append(TableId == AllTables ? " table_id: ALL_TABLES" : " table_id=");
        if (TableId != AllTables)
        {
            printer.Table(TableId);
        }

        text.Append(Miss != TableMiss.Default ? $", flow_miss_config={TableConfig.NameOf(Miss)}" : "");
        text.Append(Eviction != TableEviction.Default ? $", eviction={TableConfig.NameOf(Eviction)}" : "");
        if (EvictionFlags != TableConfig.NoEvictionFlags)
        {
            text.Append("eviction_flags=");
            TableProperties.AppendEvictionFlags(text, EvictionFlags);
        }

        text.Append(Vacancy != TableVacancy.Default ? $", vacancy={TableConfig.NameOf(Vacancy)}" : "");
        text.Append(Vacancy == TableVacancy.On ? $" vacancy:{Limits.Down},{Limits.Up}" : "");
    }

    private OfError TakeProperty(in OfProperty property)
    {
        OfError error;
        switch (property.Type)
        {
            case TableProperties.Eviction:
                // As it has always been, the property's flags are taken for the setting itself.
                error = property.To32(out var flags);
                Eviction = (TableEviction)flags;
                return error;
            case TableProperties.Vacancy:
                error = TableProperties.TakeVacancy(in property, out var limits);
                Limits = limits;
                return error == OfError.None ? CheckLimits() : error;
            default:
                return OfError.BadRequestBadType;
        }
    }

    private OfError CheckLimits()
    {
        var fault = Limits.Down > Limits.Up ? "Value of vacancy_down is greater than vacancy_up"
            : Limits.Down > MostPercent || Limits.Up > MostPercent
                ? "Vacancy threshold percentage should not be greater than 100"
            : Limits.Current != 0 ? "Vacancy value should be zero for table-mod messages"
            : null;
        if (fault is not null)
        {
            s_log.Warn(s_limit, fault);
        }

        return fault is null ? OfError.None : OfError.BadPropertyBadValue;
    }

    // "vacancy:DOWN,UP".
    private string? ParseVacancy(string setting)
    {
        var colon = setting.IndexOf(':');
        var values = (colon < 0 ? "" : setting[(colon + 1)..]).Split(',', StringSplitOptions.RemoveEmptyEntries);
        if (values.Length == 0)
        {
            return "Vacancy down value missing";
        }

        if (!NumberText.TryInt32(values[0], 0, out var down) || down is < 0 or > MostPercent)
        {
            return $"Invalid vacancy down value \"{values[0]}\"";
        }

        if (values.Length == 1)
        {
            return "Vacancy up value missing";
        }

        if (!NumberText.TryInt32(values[1], 0, out var up) || up is < 0 or > MostPercent)
        {
            return $"Invalid vacancy up value \"{values[1]}\"";
        }

        Limits = new VacancyLimits((byte)down, (byte)up, 0);
        return down > up
            ? $"Invalid vacancy range, vacancy up should be greater than vacancy down ({ErrorTable.NameOf(OfError.BadPropertyBadValue)})"
            : null;
    }
}
