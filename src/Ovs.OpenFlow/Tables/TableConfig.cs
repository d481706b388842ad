using Ovs.OpenFlow.Versions;
using Ovs.Runtime.Logging;

namespace Ovs.OpenFlow.Tables;

/// <summary>What becomes of packets without a flow (OpenFlow 1.1 and 1.2).</summary>
public enum TableMiss : byte
{
    Default,
    Controller,
    Continue,
    Drop,
}

/// <summary>Whether a full table drops a flow for a new one (OpenFlow 1.4 and later).</summary>
public enum TableEviction
{
    Default,
    On,
    Off,
}

/// <summary>Whether a controller hears of a table that fills or empties (OpenFlow 1.4 and later).</summary>
public enum TableVacancy : byte
{
    Default,
    On,
    Off,
}

/// <summary>At which shares of free room (percent) a controller hears, and the share now.</summary>
public readonly record struct VacancyLimits(byte Down, byte Up, byte Current);

/// <summary>The `config` of a table: its bits mean other things in every version.</summary>
internal static class TableConfig
{
    public const uint Eviction = 1 << 2;
    public const uint VacancyEvents = 1 << 3;

    /// <summary>The number that says nothing about how flows are chosen for eviction.</summary>
    public const uint NoEvictionFlags = uint.MaxValue;

    private const uint MissMask = 3;
    private const uint MissContinue = 1;
    private const uint MissDrop = 2;

    private static readonly LogModule s_log = LogModule.Define("ofp_table");
    private static readonly LogRateLimit s_limit = new(1, 5);

    public static TableMiss MissOf(uint config, OfVersion version)
    {
        if (version is not (OfVersion.OpenFlow11 or OfVersion.OpenFlow12))
        {
            return TableMiss.Default;
        }

        switch (config & MissMask)
        {
            case 0:
                return TableMiss.Controller;
            case MissContinue:
                return TableMiss.Continue;
            case MissDrop:
                return TableMiss.Drop;
            default:
                s_log.Warn(s_limit, $"bad table miss config {(int)config}");
                return TableMiss.Controller;
        }
    }

    public static TableEviction EvictionOf(uint config, OfVersion version) =>
        version < OfVersion.OpenFlow14 ? TableEviction.Default
        : (config & Eviction) != 0 ? TableEviction.On
        : TableEviction.Off;

    public static TableVacancy VacancyOf(uint config, OfVersion version) =>
        version < OfVersion.OpenFlow14 ? TableVacancy.Default
        : (config & VacancyEvents) != 0 ? TableVacancy.On
        : TableVacancy.Off;

    public static uint Encode(TableMiss miss, TableEviction eviction, TableVacancy vacancy, OfVersion version) =>
        version switch
        {
            OfVersion.OpenFlow11 or OfVersion.OpenFlow12 => miss switch
            {
                TableMiss.Continue => MissContinue,
                TableMiss.Drop => MissDrop,
                _ => 0,
            },
            >= OfVersion.OpenFlow14 =>
                (eviction == TableEviction.On ? Eviction : 0) | (vacancy == TableVacancy.On ? VacancyEvents : 0),
            _ => 0,
        };

    public static string NameOf(TableMiss miss) => miss switch
    {
        TableMiss.Default => "default",
        TableMiss.Controller => "controller",
        TableMiss.Continue => "continue",
        _ => "drop",
    };

    public static string NameOf(TableEviction eviction) => eviction switch
    {
        TableEviction.Default => "default",
        TableEviction.On => "on",
        TableEviction.Off => "off",
        _ => "***error***",
    };

    public static string NameOf(TableVacancy vacancy) => vacancy switch
    {
        TableVacancy.Default => "default",
        TableVacancy.On => "on",
        _ => "off",
    };
}
