using System.Text;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.Text;

namespace Ovs.Generators;

/// <summary>
/// At build, turns each <c>*.ovsschema</c> that has a "RowsNamespace" into a row class per table and the database's
/// model, so that a column's name and type are written once, in the schema, and a wrong use of one does not compile.
/// </summary>
/// <remarks>
/// Schemas are read by <see cref="JsonReader"/> into plain <see cref="TableModel"/>s; <see cref="RowWriter"/> and
/// <see cref="ModelWriter"/> write C# from these. Nothing here runs in a program. The steps are incremental: a schema
/// that did not change is not read again.
/// </remarks>
[Generator]
public sealed class RowGenerator : IIncrementalGenerator
{
    private static readonly DiagnosticDescriptor s_badSchema = new(
        "OVS0001",
        "Schema cannot be read",
        "{0}: {1}",
        "Ovs.Generators",
        DiagnosticSeverity.Error,
        isEnabledByDefault: true);

    public void Initialize(IncrementalGeneratorInitializationContext context)
    {
        var schemas = context.AdditionalTextsProvider
            .Where(static file => file.Path.EndsWith(".ovsschema", System.StringComparison.Ordinal))
            .Combine(context.AnalyzerConfigOptionsProvider)
            .Select(static (pair, cancel) =>
            {
                var (file, options) = pair;
                options.GetOptions(file).TryGetValue("build_metadata.AdditionalFiles.RowsNamespace", out var name);
                return (file.Path, Namespace: name ?? "", Text: file.GetText(cancel)?.ToString() ?? "");
            })
            .Where(static schema => schema.Namespace.Length > 0);
        context.RegisterSourceOutput(schemas, static (output, schema) =>
        {
            try
            {
                var database = DatabaseModel.Read(JsonReader.Read(schema.Text), schema.Namespace);
                foreach (var table in database.Tables)
                {
                    Add(output, $"{schema.Namespace}.{table.ClassName}", RowWriter.Write(database, table));
                }

                Add(output, $"{schema.Namespace}.{database.ClassName}", ModelWriter.Write(database));
            }
            catch (SchemaException error)
            {
                output.ReportDiagnostic(Diagnostic.Create(s_badSchema, Location.None, schema.Path, error.Message));
            }
        });
    }

    private static void Add(SourceProductionContext output, string name, string source) =>
        output.AddSource(name + ".g.cs", SourceText.From(source, Encoding.UTF8));
}
