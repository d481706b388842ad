using System;
using System.Collections.Generic;
using System.Text;
using Ovs.Ovsdb.Schema;

namespace Ovs.Tools.DbCtl;

/// <summary>`show --filter=TABLE(TEXT|TEXT...),...`: rows of a table stay when one of its texts is in what they and
/// the rows below them show, in any case. Texts without a table are for the first one.</summary>
internal sealed class ShowFilter
{
    private readonly Dictionary<TableSchema, List<string>> _texts = [];

    /// <summary>Gives null or what is wrong.</summary>
    public static string? Parse(CtlDatabase database, string? text, out ShowFilter filter)
    {
        filter = new ShowFilter();
        foreach (var item in (text ?? "").Split(',', StringSplitOptions.RemoveEmptyEntries))
        {
            if (filter.Add(database, item) is { } error)
            {
                return error;
            }
        }

        return null;
    }

    /// <summary>Takes away what was written from <paramref name="start"/> on, when it is of no interest.</summary>
    public void Apply(TableSchema table, StringBuilder output, int start)
    {
        if (!_texts.TryGetValue(table, out var texts))
        {
            return;
        }

        var shown = output.ToString(start, output.Length - start);
        if (!texts.Exists(text => shown.Contains(text, StringComparison.OrdinalIgnoreCase)))
        {
            output.Length = start;
        }
    }

    private string? Add(CtlDatabase database, string item)
    {
        var table = database.Shown[0].Table;
        var texts = item;
        var open = item.IndexOf('(', StringComparison.Ordinal);
        if (open >= 0)
        {
            if (!item.EndsWith(')'))
            {
                return "Malformed filter: missing closing ')'";
            }

            if (database.FindTable(item[..open], out table) is { } error)
            {
                return error;
            }

            texts = item[(open + 1)..^1];
        }

        if (!_texts.TryGetValue(table, out var known))
        {
            known = [];
            _texts.Add(table, known);
        }

        known.AddRange(texts.Split('|', StringSplitOptions.RemoveEmptyEntries));
        return null;
    }
}
