using Ovs.Flow.Fields;

namespace Ovs.Flow.Classifier;

/// <summary>For each prefix field of a classifier, how long a prefix a subtable's mask has (0 if none), and in which stage.
/// Immutable; it goes with one array of fields.</summary>
internal sealed class PrefixPlan
{
    public static readonly PrefixPlan None = new([], new SubtableMask(Match.CompactMatch.Any));

    public PrefixPlan(PrefixField[] fields, SubtableMask mask)
    {
        Fields = fields;
        Lengths = new int[fields.Length];
        Stages = new int[fields.Length];
        var bits = default(FlowFields);
        mask.FoldUpTo(mask.Stages.Length, ref bits);
        for (var i = 0; i < fields.Length; i++)
        {
            Lengths[i] = fields[i].LengthIn(in bits);
            Stages[i] = fields[i].StageIn(mask);
        }
    }

    public PrefixField[] Fields { get; }

    public int[] Lengths { get; }

    public int[] Stages { get; }
}
