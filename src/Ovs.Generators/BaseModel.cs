using System.Collections.Generic;
using System.Globalization;
using System.Linq;

namespace Ovs.Generators;

/// <summary>The type of keys or of values, and the C# that makes it.</summary>
internal sealed class BaseModel
{
    /// <summary>The atomic type's name in schemas.</summary>
    public string Kind { get; private set; } = "";

    public string Expression { get; private set; } = "";

    /// <summary>The table that identifiers refer to, or null.</summary>
    public string? RefTable { get; private set; }

    /// <summary>The name of <c>Atom</c>'s property.</summary>
    public string AtomProperty => Kind == "string" ? "Text" : Names.Pascal(Kind);

    public string CSharpType => Kind switch
    {
        "string" => "string",
        "integer" => "long",
        "real" => "double",
        "boolean" => "bool",
        _ => "Uuid",
    };

    public static BaseModel Read(object json)
    {
        if (json is string plain)
        {
            return new BaseModel { Kind = plain, Expression = $"BaseType.Plain({AtomicType(plain)})" };
        }

        var members = (Dictionary<string, object>)json;
        var kind = (string)members["type"];
        var settings = members.Where(member => member.Key != "type").Select(Setting);
        return new BaseModel
        {
            Kind = kind,
            Expression = $"new BaseType({AtomicType(kind)}) {{ {string.Join(", ", settings)} }}",
            RefTable = members.TryGetValue("refTable", out var table) ? (string)table : null,
        };
    }

    private static string AtomicType(string kind) => $"AtomicType.{Names.Pascal(kind)}";

    private static string Setting(KeyValuePair<string, object> member) => member.Key switch
    {
        "enum" => $"Enum = Datum.SetOf([{string.Join(", ", Choices(member.Value))}])",
        "minInteger" or "maxInteger" or "minLength" or "maxLength" or "minReal" or "maxReal" =>
            $"{Names.Pascal(member.Key)} = {string.Format(CultureInfo.InvariantCulture, "{0}", member.Value)}",
        "refTable" => $"RefTable = \"{member.Value}\"",
        "refType" => $"RefType = RefType.{Names.Pascal((string)member.Value)}",
        _ => throw new SchemaException($"unexpected member {member.Key}"),
    };

    /// <summary>["set", [...]] of strings, or one string.</summary>
    private static IEnumerable<string> Choices(object json)
    {
        var choices = json is List<object> set ? (List<object>)set[1] : new List<object> { json };
        return choices.Select(choice => choice is string text
            ? $"\"{text}\""
            : throw new SchemaException("only enumerations of strings are known"));
    }
}
