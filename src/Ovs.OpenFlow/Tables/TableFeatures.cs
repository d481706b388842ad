using System;
using Ovs.Flow.Fields;
using Ovs.OpenFlow.Actions;

namespace Ovs.OpenFlow.Tables;

/// <summary>The actions that one kind of instruction can have, see <see cref="ActionBitmap"/>, and the fields it can set.</summary>
public record struct TableActionFeatures(ulong Actions, FieldSet SetFields)
{
    public readonly bool IsEmpty => Actions == 0 && SetFields.IsEmpty;

    public readonly bool Includes(in TableActionFeatures other) =>
        (other.Actions & ~Actions) == 0 && SetFields.Includes(other.SetFields);
}

/// <summary>What flows of a table can do.</summary>
public record struct TableInstructionFeatures(
    TableSet NextTables, InstructionSet Instructions, TableActionFeatures Write, TableActionFeatures Apply)
{
    public readonly bool IsEmpty => NextTables.IsEmpty && Instructions.Bits == 0 && Write.IsEmpty && Apply.IsEmpty;

    public readonly bool Includes(in TableInstructionFeatures other) =>
        NextTables.Includes(other.NextTables) && (other.Instructions.Bits & ~Instructions.Bits) == 0
        && Write.Includes(other.Write) && Apply.Includes(other.Apply);

    /// <summary>Equality for two tables of which one may be the other's next: then that difference does not count.</summary>
    internal static bool AreSame(in TableInstructionFeatures left, int leftTable, in TableInstructionFeatures right, int rightTable) =>
        AreNextSame(left.NextTables, leftTable, right.NextTables, rightTable)
        && left.Instructions == right.Instructions && left.Write == right.Write && left.Apply == right.Apply;

    private static bool AreNextSame(TableSet left, int leftTable, TableSet right, int rightTable)
    {
        if (leftTable == rightTable + 1)
        {
            return AreNextSame(right, rightTable, left, leftTable);
        }

        if (rightTable == leftTable + 1 && left.Has(rightTable) && !right.Has(rightTable))
        {
            left.Remove(rightTable);
        }

        return left.Equals(right);
    }
}

/// <summary>What a request does with a table's features; the numbers are those of the wire (OpenFlow 1.5).</summary>
public enum TableFeaturesCommand : byte
{
    Replace,
    Modify,
    Enable,
    Disable,
}

/// <summary>What a table can do (OpenFlow 1.5.1 7.3.5.18).</summary>
public sealed partial class TableFeatures
{
    /// <summary>Room for the name on the wire, with the zero behind it.</summary>
    internal const int NameBytes = 32;

    public TableFeaturesCommand Command { get; set; }

    public byte TableId { get; set; }

    public string Name { get; set; } = "";

    /// <summary>The bits of the metadata that can be matched.</summary>
    public ulong MetadataMatch { get; set; }

    /// <summary>The bits of the metadata that can be written.</summary>
    public ulong MetadataWrite { get; set; }

    public uint MaxEntries { get; set; }

    /// <summary>What becomes of packets without a flow (OpenFlow 1.1 and 1.2).</summary>
    public TableMiss MissConfig { get; set; }

    /// <summary>Null where a version cannot say it.</summary>
    public bool? SupportsEviction { get; set; }

    public bool? SupportsVacancyEvents { get; set; }

    /// <summary>True if more than the fixed part was said (OpenFlow 1.5 allows that little).</summary>
    public bool HasProperties { get; set; }

    /// <summary>What flows can do but the one for packets without another.</summary>
    public TableInstructionFeatures NonMiss { get; set; }

    /// <summary>What the flow of lowest priority can do.</summary>
    public TableInstructionFeatures Miss { get; set; }

    /// <summary>The fields that can be matched.</summary>
    public FieldSet Match { get; set; }

    /// <summary>Those among them that can have any mask.</summary>
    public FieldSet Mask { get; set; }

    /// <summary>Those among them that can be left out.</summary>
    public FieldSet Wildcard { get; set; }

    /// <summary>True if nothing is asked for that this table cannot do.</summary>
    public bool Includes(TableFeatures other) =>
        (other.MetadataMatch & ~MetadataMatch) == 0 && (other.MetadataWrite & ~MetadataWrite) == 0
        && MaxEntries >= other.MaxEntries
        && Rank(SupportsEviction) >= Rank(other.SupportsEviction)
        && Rank(SupportsVacancyEvents) >= Rank(other.SupportsVacancyEvents)
        && NonMiss.Includes(other.NonMiss) && Miss.Includes(other.Miss)
        && Match.Includes(other.Match) && Mask.Includes(other.Mask) && Wildcard.Includes(other.Wildcard);

    internal bool IsSameAs(TableFeatures other) =>
        MetadataMatch == other.MetadataMatch && MetadataWrite == other.MetadataWrite && MissConfig == other.MissConfig
        && SupportsEviction == other.SupportsEviction && SupportsVacancyEvents == other.SupportsVacancyEvents
        && MaxEntries == other.MaxEntries
        && TableInstructionFeatures.AreSame(NonMiss, TableId, other.NonMiss, other.TableId)
        && TableInstructionFeatures.AreSame(Miss, TableId, other.Miss, other.TableId)
        && Match == other.Match;

    internal bool IsEmpty =>
        MetadataMatch == 0 && MetadataWrite == 0 && MissConfig == TableMiss.Default && SupportsEviction is null
        && SupportsVacancyEvents is null && MaxEntries == 0 && NonMiss.IsEmpty && Miss.IsEmpty && Match.IsEmpty;

    private static int Rank(bool? value) => value is null ? -1 : Convert.ToInt32(value.Value);
}
