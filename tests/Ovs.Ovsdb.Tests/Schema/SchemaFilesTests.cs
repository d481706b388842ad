using System.Collections.Generic;
using System.IO;
using System.Linq;
using System.Text;
using Ovs.Ovsdb.Schema;

namespace Ovs.Ovsdb.Tests.Schema;

public sealed class SchemaFilesTests
{
    [Theory]
    [InlineData(SchemaFiles.VSwitch, "Open_vSwitch", "8.8.0", "2823623553 27869", 19, 190)]
    [InlineData(SchemaFiles.Vtep, "hardware_vtep", "1.7.0", "353943336 11434", 18, 93)]
    [InlineData(SchemaFiles.Server, "_Server", "1.2.0", "3009684573 744", 1, 8)]
    [InlineData(SchemaFiles.LocalConfig, "Local_Config", "1.0.0", "2048726482 1858", 2, 10)]
    public void Schemas_have_the_frozen_size(
        string file, string name, string version, string checksum, int tables, int columns)
    {
        var schema = Load(file);
        Assert.Equal((name, version, checksum), (schema.Name, schema.Version, schema.Checksum));
        Assert.Equal(tables, schema.Tables.Count);
        Assert.Equal(columns, schema.Tables.Sum(table => table.Columns.Count - TableSchema.ImplicitColumns));
    }

    [Fact]
    public void An_installed_original_is_contained()
    {
        const string installed = "/usr/share/openvswitch/vswitch.ovsschema";
        string[] newSince31 =
        [
            "Mirror.filter", "IPFIX.stats_interval", "IPFIX.template_interval", "Datapath.ct_zone_default_limit",
            "Flow_Sample_Collector_Set.local_group_id", "CT_Zone.limit",
        ];
        if (!File.Exists(installed))
        {
            Assert.Skip($"{installed} is not installed.");
        }

        Assert.Null(DatabaseSchema.Parse(Json.Parse(File.ReadAllText(installed)), out var original));
        var ours = Load(SchemaFiles.VSwitch);
        foreach (var table in original!.Tables)
        {
            Assert.Equal(table.IsRoot, ours[table.Name].IsRoot);
            Assert.Equal(table.MaxRows, ours[table.Name].MaxRows);
            Assert.Equal(Indexes(table), Indexes(ours[table.Name]));
            foreach (var column in table.Columns)
            {
                // The one change of a type since 3.1: prefixes grew from 3 to 4 elements.
                var expected = $"{table.Name}.{column.Name}" == "Flow_Table.prefixes"
                    ? column.ToJson().ToString().Replace("\"max\":3", "\"max\":4")
                    : column.ToJson().ToString();
                Assert.Equal(expected, ours[table.Name][column.Name].ToJson().ToString());
            }
        }

        var missing = ours.Tables
            .SelectMany(table => table.Columns.Select(column => (table.Name, Column: column.Name)))
            .Where(pair => !original.TryGetTable(pair.Name, out var table) || !table.TryGetColumn(pair.Column, out _))
            .Select(pair => $"{pair.Name}.{pair.Column}");
        Assert.Subset(newSince31.ToHashSet(), missing.ToHashSet());
    }

    private static IEnumerable<string> Indexes(TableSchema table) => table.Indexes.Select(index => index.ToEnglish());

    private static DatabaseSchema Load(string file)
    {
        Assert.Null(DatabaseSchema.Parse(Json.Parse(Encoding.UTF8.GetString(SchemaFiles.Read(file))), out var schema));
        return schema!;
    }
}
