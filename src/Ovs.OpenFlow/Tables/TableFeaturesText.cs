using Ovs.Flow.Fields;
using Ovs.OpenFlow.Actions;

namespace Ovs.OpenFlow.Tables;

/// <summary>
/// The text of many tables' features and statistics, in which a table like the one before is only "ditto". Call
/// <see cref="Append"/> for each table and <see cref="Finish"/> at the end.
/// </summary>
public sealed class TableFeaturesText(TextBuffer text)
{
    private TableFeatures? _last;
    private TableStats? _lastStats;
    private int _firstDitto = -1;
    private int _lastDitto = -1;

    /// <param name="stats">The table's statistics, or null if they are not asked for.</param>
    public void Append(TableFeatures features, TableStats? stats = null)
    {
        AppendTable(features, stats);
        _last = features;
        _lastStats = stats;
    }

    public void Finish()
    {
        if (_firstDitto >= 0)
        {
            text.Append(_firstDitto == _lastDitto
                ? $"\n  table {_firstDitto}: ditto\n"
                : $"\n  tables {_firstDitto}...{_lastDitto}: ditto\n");
        }

        _firstDitto = -1;
    }

    private static string NameOf(TableFeaturesCommand command) => command switch
    {
        TableFeaturesCommand.Modify => "modify",
        TableFeaturesCommand.Enable => "enable",
        TableFeaturesCommand.Disable => "disable",
        _ => "replace",
    };

    private void AppendTable(TableFeatures features, TableStats? stats)
    {
        if (_last is null && features.Command != TableFeaturesCommand.Replace)
        {
            text.Append($"\n  command: {NameOf(features.Command)}");
        }

        var hasSameStats = stats is null || (_lastStats is not null && stats.IsSameAs(_lastStats));
        var isSame = _last is not null && features.IsSameAs(_last);
        if (hasSameStats && isSame && features.Name.Length == 0)
        {
            _firstDitto = _firstDitto < 0 ? features.TableId : _firstDitto;
            _lastDitto = features.TableId;
            return;
        }

        Finish();
        text.Append($"\n  table {features.TableId}");
        text.Append(features.Name.Length > 0 ? $" (\"{features.Name}\"):" : ":");
        if (hasSameStats && isSame)
        {
            text.Append(" ditto");
            return;
        }

        text.Append('\n');
        if (stats is not null)
        {
            text.Append($"    active={stats.ActiveCount}, lookup={stats.LookupCount}, matched={stats.MatchedCount}\n");
        }

        if (isSame)
        {
            text.Append(features.IsEmpty ? "" : "    (same features)\n");
            return;
        }

        AppendFixed(features);
        AppendInstructions(features);
        AppendMatching(features);
    }

    private void AppendFixed(TableFeatures features)
    {
        if (features.MetadataMatch != 0 || features.MetadataWrite != 0)
        {
            text.Append("    metadata: match=").HexC(features.MetadataMatch).Append(" write=")
                .HexC(features.MetadataWrite).Append('\n');
        }

        if (features.MissConfig != TableMiss.Default)
        {
            text.Append($"    config={TableConfig.NameOf(features.MissConfig)}\n");
        }

        if (features.SupportsEviction is { } eviction)
        {
            text.Append($"    eviction: {(eviction ? "" : "not ")}supported\n");
        }

        if (features.SupportsVacancyEvents is { } vacancy)
        {
            text.Append($"    vacancy events: {(vacancy ? "" : "not ")}supported\n");
        }

        if (features.MaxEntries != 0)
        {
            text.Append($"    max_entries={features.MaxEntries}\n");
        }
    }

    private void AppendInstructions(TableFeatures features)
    {
        int table = features.TableId;
        TableInstructionFeatures? lastNonMiss = _last?.NonMiss;
        TableInstructionFeatures? lastMiss = _last?.Miss;
        if (_last is not null
            && TableInstructionFeatures.AreSame(features.NonMiss, table, _last.NonMiss, _last.TableId)
            && TableInstructionFeatures.AreSame(features.Miss, table, _last.Miss, _last.TableId))
        {
            text.Append(features.NonMiss.IsEmpty ? "" : "    (same instructions)\n");
        }
        else if (!TableInstructionFeatures.AreSame(features.NonMiss, table, features.Miss, table))
        {
            text.Append("    instructions (other than table miss):\n");
            Append(features.NonMiss, lastNonMiss);
            text.Append("    instructions (table miss):\n");
            Append(features.Miss, lastMiss);
        }
        else if (!features.NonMiss.IsEmpty)
        {
            text.Append("    instructions (table miss and others):\n");
            Append(features.NonMiss, lastNonMiss);
        }
    }

    private void Append(in TableInstructionFeatures features, TableInstructionFeatures? last)
    {
        AppendNextTables(features.NextTables);
        if (features.Instructions.Bits != 0)
        {
            if (last is { } other && features.Instructions == other.Instructions)
            {
                text.Append("      (same instructions)\n");
            }
            else
            {
                text.Append("      instructions: ");
                InstructionBitmap.Append(text, features.Instructions);
                text.Append('\n');
            }
        }

        if (last is { } previous && features.Write == previous.Write && features.Apply == previous.Apply
            && !features.Write.SetFields.IsEmpty)
        {
            text.Append("      (same actions)\n");
        }
        else if (features.Write != features.Apply)
        {
            text.Append("      Write-Actions features:\n");
            Append(features.Write);
            text.Append("      Apply-Actions features:\n");
            Append(features.Apply);
        }
        else if (!features.Write.IsEmpty)
        {
            text.Append("      Write-Actions and Apply-Actions features:\n");
            Append(features.Write);
        }
    }

    private void AppendNextTables(in TableSet tables)
    {
        if (tables.IsEmpty)
        {
            return;
        }

        text.Append("      next tables: ");
        for (var table = 0; table < TableSet.Count; table++)
        {
            if (!tables.Has(table))
            {
                continue;
            }

            var last = table;
            while (tables.Has(last + 1))
            {
                last++;
            }

            text.Append(last == table ? $"{table}," : $"{table}-{last},");
            table = last;
        }

        text.Chomp(',');
        text.Append('\n');
    }

    private void Append(in TableActionFeatures features)
    {
        if (features.Actions != 0)
        {
            text.Append("        actions: ");
            ActionBitmap.Append(text, features.Actions);
            text.Append('\n');
        }

        if (!features.SetFields.IsEmpty)
        {
            text.Append("        supported on Set-Field:");
            FieldNameList.Append(text, features.SetFields);
            text.Append('\n');
        }
    }

    private void AppendMatching(TableFeatures features)
    {
        if (features.Match.IsEmpty)
        {
            return;
        }

        if (_last is not null && features.Match == _last.Match)
        {
            text.Append("    (same matching)\n");
            return;
        }

        text.Append("    matching:\n");
        AppendFields("arbitrary mask", features.Match & features.Mask & features.Wildcard);
        AppendFields("exact match or wildcard", features.Match & ~features.Mask & features.Wildcard);
        AppendFields("must exact match", features.Match & ~features.Mask & ~features.Wildcard);
    }

    private void AppendFields(string title, in FieldSet fields)
    {
        if (!fields.IsEmpty)
        {
            text.Append($"      {title}:");
            FieldNameList.Append(text, fields);
            text.Append('\n');
        }
    }
}
