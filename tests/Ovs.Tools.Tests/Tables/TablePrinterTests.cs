using Ovs.Ovsdb.Data;
using Ovs.Runtime.Json;
using Ovs.Runtime.Time;
using Ovs.Tools.Tables;

namespace Ovs.Tools.Tests.Tables;

public sealed class TablePrinterTests
{
    private const string Id = "e66250bb-9531-491b-b9c3-5385cabb0080";

    private static readonly ColumnType s_texts = new(BaseType.Plain(AtomicType.String), null, 0, ColumnType.Unlimited);

    [Theory]
    [InlineData("table", "cap\n_uuid                                name\n------------------------------------ -------\ne66250bb-9531-491b-b9c3-5385cabb0080 [\"a,b\"]\n                                     plain <\n")]
    [InlineData("list", "cap\n_uuid               : e66250bb-9531-491b-b9c3-5385cabb0080\nname                : [\"a,b\"]\n\n_uuid               : \nname                : plain <\n")]
    [InlineData("csv", "cap\n_uuid,name\ne66250bb-9531-491b-b9c3-5385cabb0080,\"[\"\"a,b\"\"]\"\n,plain <\n")]
    [InlineData("json", "{\"caption\":\"cap\",\"data\":[[[\"uuid\",\"e66250bb-9531-491b-b9c3-5385cabb0080\"],\"a,b\"],[null,\"plain <\"]],\"headings\":[\"_uuid\",\"name\"]}\n")]
    [InlineData("html", "<table border=1>\n    <caption>cap</caption>\n  <tr>\n    <th>_uuid</th>\n    <th>name</th>\n  </tr>\n  <tr>\n    <td><a name=\"e66250bb-9531-491b-b9c3-5385cabb0080\">e66250bb</a></td>\n    <td>[&quot;a,b&quot;]</td>\n  </tr>\n  <tr>\n    <td><a name=\"\"></a></td>\n    <td>plain &lt;</td>\n  </tr>\n</table>\n")]
    public void Formats_are_the_original_ones(string format, string expected)
    {
        var style = new TableStyle();
        style.SetFormat(format);
        Assert.Equal(expected, new TablePrinter(style, new Clock()).Format(Sample()));
    }

    [Fact]
    public void Bare_cells_have_neither_quotes_nor_headings()
    {
        var style = new TableStyle();
        foreach (var row in style.Rows())
        {
            if (row.Long == "bare")
            {
                row.Apply(null);
            }
        }

        Assert.Equal("cap\n" + Id + "\na,b\n\n\nplain <\n", new TablePrinter(style, new Clock()).Format(Sample()));
    }

    [Fact]
    public void Tables_after_the_first_have_a_blank_line_before_them()
    {
        var printer = new TablePrinter(new TableStyle { Format = TableFormat.Csv }, new Clock());
        var table = new Table("x");
        Assert.Equal("x\n", printer.Format(table));
        Assert.Equal("\nx\n", printer.Format(table));
        printer.Reset();
        Assert.Equal("x\n", printer.Format(table));
    }

    [Fact]
    public void Columns_are_as_wide_as_their_bytes_and_can_be_cut()
    {
        var table = new Table("x", "y");
        table.AddRow();
        table.AddCell("äö");
        table.AddCell("1");
        table.AddRow();
        table.AddCell("abcdef");
        table.AddCell("2");
        var style = new TableStyle { Format = TableFormat.Table, MaxColumnWidth = 4, HasHeadings = false };
        Assert.Equal("äö 1\nabcd 2\n", new TablePrinter(style, new Clock()).Format(table));
    }

    [Fact]
    public void Values_of_another_type_show_as_JSON()
    {
        var table = new Table("x");
        table.AddRow();
        table.AddCell(5, s_texts);
        Assert.Equal("x\n5\n", new TablePrinter(new TableStyle { Format = TableFormat.Csv }, new Clock()).Format(table));
    }

    private static Table Sample()
    {
        var table = new Table("_uuid") { Caption = "cap" };
        table.AddColumn("name");
        table.AddRow();
        table.AddCell(new JsonArray("uuid", Id), ColumnType.Scalar(AtomicType.Uuid));
        table.AddCell(Datum.Of("a,b"), s_texts);
        table.AddRow();
        table.AddEmptyCell();
        table.AddCell("plain <");
        return table;
    }
}
