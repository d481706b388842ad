using Ovs.Flow.Fields;
using Ovs.OpenFlow.Errors;
using Ovs.OpenFlow.Text;
using Ovs.OpenFlow.Wire;

namespace Ovs.OpenFlow.Tables;

/// <summary>Properties that requests about tables and their descriptions share (OpenFlow 1.5.1 7.3.4.1).</summary>
internal static class TableProperties
{
    public const ulong Eviction = 2;
    public const ulong Vacancy = 3;

    private static readonly string?[] s_flagNames = ["OTHER", "IMPORTANCE", "LIFETIME"];

    public static OfError TakeVacancy(in OfProperty property, out VacancyLimits limits)
    {
        var reader = new OfReader(property.Value);
        limits = new VacancyLimits(reader.Take8(), reader.Take8(), reader.Take8());
        return property.Value.Length == sizeof(uint) ? OfError.None : OfError.BadPropertyBadLen;
    }

    public static void PutVacancy(OfWriter writer, VacancyLimits limits)
    {
        var start = OfProperties.Begin(writer, Vacancy);
        writer.Put8(limits.Down);
        writer.Put8(limits.Up);
        writer.Put8(limits.Current);
        writer.Put8(0);
        OfProperties.End(writer, start);
    }

    public static void AppendEvictionFlags(TextBuffer text, uint flags)
    {
        if (flags == TableConfig.NoEvictionFlags)
        {
            text.Append("(default)");
        }
        else
        {
            BitNames.Append(text, flags, s_flagNames, '|');
        }
    }
}
