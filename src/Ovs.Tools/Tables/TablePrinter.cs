using System;
using System.Globalization;
using System.Text;
using Ovs.Ovsdb.Data;
using Ovs.Runtime.Json;
using Ovs.Runtime.Time;

namespace Ovs.Tools.Tables;

/// <summary>Turns tables into text in one of the five formats; each but the first has a blank line before it.</summary>
/// <param name="clock">Where timestamps come from.</param>
internal sealed class TablePrinter(TableStyle style, Clock clock)
{
    private const int ListHeadingWidth = 20;
    private const int ShortUuidLength = 8;

    private bool _isFirst = true;

    /// <summary>The next table is the first again.</summary>
    public void Reset() => _isFirst = true;

    public string Format(Table table)
    {
        var text = new StringBuilder();
        switch (style.Format)
        {
            case TableFormat.Table:
                AppendStart(text, table);
                AppendTable(text, table);
                break;
            case TableFormat.List:
                AppendStart(text, table);
                AppendList(text, table);
                break;
            case TableFormat.Csv:
                AppendStart(text, table);
                AppendCsv(text, table);
                break;
            case TableFormat.Html:
                AppendHtml(text, table);
                break;
            default:
                text.Append(JsonWriter.ToText(ToJson(table), style.Json)).Append('\n');
                break;
        }

        return text.ToString();
    }

    private void AppendStart(StringBuilder text, Table table)
    {
        if (!_isFirst)
        {
            text.Append('\n');
        }

        _isFirst = false;
        AppendTimestamp(text, table);
        if (table.Caption is not null)
        {
            text.Append(table.Caption).Append('\n');
        }
    }

    private void AppendTimestamp(StringBuilder text, Table table)
    {
        if (table.HasTimestamp)
        {
            text.Append(Timestamp()).Append('\n');
        }
    }

    private string Timestamp() => DateTimeOffset.FromUnixTimeMilliseconds(clock.WallMs)
        .ToString("yyyy-MM-dd HH:mm:ss.fff", CultureInfo.InvariantCulture);

    private void AppendTable(StringBuilder text, Table table)
    {
        var columns = table.Headings.Count;
        var cells = FormatCells(table);
        var widths = new int[columns];
        for (var x = 0; x < columns; x++)
        {
            foreach (var row in cells)
            {
                widths[x] = Math.Max(widths[x], Encoding.UTF8.GetByteCount(row[x]));
            }

            if (style.MaxColumnWidth > 0)
            {
                widths[x] = Math.Min(widths[x], style.MaxColumnWidth);
            }

            if (style.HasHeadings)
            {
                widths[x] = Math.Max(widths[x], table.Headings[x].Length);
            }
        }

        if (style.HasHeadings)
        {
            AppendLine(text, widths, x => table.Headings[x]);
            AppendLine(text, widths, x => new string('-', widths[x]));
        }

        foreach (var row in cells)
        {
            AppendLine(text, widths, x => row[x]);
        }
    }

    private static void AppendLine(StringBuilder text, int[] widths, Func<int, string> cell)
    {
        for (var x = 0; x < widths.Length; x++)
        {
            text.Append(x > 0 ? " " : "");
            AppendPadded(text, cell(x), widths[x]);
        }

        // Only this line's blanks: a table of no columns leaves what is before it alone.
        while (text.Length > 0 && text[^1] == ' ')
        {
            text.Length--;
        }

        text.Append('\n');
    }

    /// <summary>Widths count bytes, as the original's do.</summary>
    private static void AppendPadded(StringBuilder text, string cell, int width)
    {
        var size = Encoding.UTF8.GetByteCount(cell);
        if (size > width)
        {
            var bytes = Utf8Text.Encode(cell);
            text.Append(Utf8Text.Decode(bytes.AsSpan(0, width)));
        }
        else
        {
            text.Append(cell).Append(' ', width - size);
        }
    }

    private void AppendList(StringBuilder text, Table table)
    {
        var isFirst = true;
        foreach (var row in table.Rows)
        {
            text.Append(isFirst ? "" : "\n");
            isFirst = false;
            for (var x = 0; x < row.Length; x++)
            {
                if (style.HasHeadings)
                {
                    text.Append(table.Headings[x].PadRight(ListHeadingWidth)).Append(": ");
                }

                text.Append(row[x].Format(style)).Append('\n');
            }
        }
    }

    private void AppendCsv(StringBuilder text, Table table)
    {
        if (style.HasHeadings)
        {
            for (var x = 0; x < table.Headings.Count; x++)
            {
                AppendCsvCell(text, table.Headings[x], x);
            }

            text.Append('\n');
        }

        foreach (var row in table.Rows)
        {
            for (var x = 0; x < row.Length; x++)
            {
                AppendCsvCell(text, row[x].Format(style), x);
            }

            text.Append('\n');
        }
    }

    /// <summary>RFC 4180 2: what holds a comma, quote or line break is quoted, and quotes in it are doubled.</summary>
    private static void AppendCsvCell(StringBuilder text, string cell, int column)
    {
        text.Append(column > 0 ? "," : "");
        if (cell.AsSpan().ContainsAny("\n\","))
        {
            text.Append('"').Append(cell.Replace("\"", "\"\"")).Append('"');
        }
        else
        {
            text.Append(cell);
        }
    }

    private void AppendHtml(StringBuilder text, Table table)
    {
        AppendTimestamp(text, table);
        text.Append("<table border=1>\n");
        if (table.Caption is not null)
        {
            AppendHtmlCell(text, "caption", table.Caption);
        }

        if (style.HasHeadings)
        {
            text.Append("  <tr>\n");
            foreach (var heading in table.Headings)
            {
                AppendHtmlCell(text, "th", heading);
            }

            text.Append("  </tr>\n");
        }

        foreach (var row in table.Rows)
        {
            text.Append("  <tr>\n");
            for (var x = 0; x < row.Length; x++)
            {
                var cell = row[x].Format(style);
                if (table.Headings[x] == "_uuid")
                {
                    var shown = cell[..Math.Min(ShortUuidLength, cell.Length)];
                    text.Append($"    <td><a name=\"{EscapeHtml(cell)}\">{EscapeHtml(shown)}</a></td>\n");
                }
                else
                {
                    AppendHtmlCell(text, "td", cell);
                }
            }

            text.Append("  </tr>\n");
        }

        text.Append("</table>\n");
    }

    /// <summary>An element whose identifiers are links to the rows they name.</summary>
    private static void AppendHtmlCell(StringBuilder text, string element, string content)
    {
        text.Append($"    <{element}>");
        var at = 0;
        while (at < content.Length)
        {
            var rest = content.AsSpan(at);
            if (rest.Length >= Uuid.TextLength && Uuid.TryParse(rest[..Uuid.TextLength], out _))
            {
                text.Append($"<a href=\"#{rest[..Uuid.TextLength]}\">{rest[..ShortUuidLength]}</a>");
                at += Uuid.TextLength;
            }
            else
            {
                text.Append(EscapeHtml(content.Substring(at, 1)));
                at++;
            }
        }

        text.Append($"</{element}>\n");
    }

    private static string EscapeHtml(string text) =>
        text.Replace("&", "&amp;").Replace("<", "&lt;").Replace(">", "&gt;").Replace("\"", "&quot;");

    private JsonObject ToJson(Table table)
    {
        var json = new JsonObject();
        if (table.Caption is not null)
        {
            json["caption"] = table.Caption;
        }

        if (table.HasTimestamp)
        {
            json["time"] = Timestamp();
        }

        var headings = new JsonArray();
        foreach (var heading in table.Headings)
        {
            headings.Add(heading);
        }

        var data = new JsonArray();
        foreach (var row in table.Rows)
        {
            var cells = new JsonArray();
            foreach (var cell in row)
            {
                cells.Add(cell.Text is not null ? cell.Text : cell.Json ?? JsonValue.Null);
            }

            data.Add(cells);
        }

        json["headings"] = headings;
        json["data"] = data;
        return json;
    }

    private string[][] FormatCells(Table table)
    {
        var cells = new string[table.Rows.Count][];
        for (var y = 0; y < cells.Length; y++)
        {
            cells[y] = Array.ConvertAll(table.Rows[y], cell => cell.Format(style));
        }

        return cells;
    }
}
