using System.Collections.Generic;

namespace Ovs.Generators;

/// <summary>A column: its name, what C# sees of its type, and the place of the type among the database's.</summary>
internal sealed class ColumnModel
{
    public string Name { get; private set; } = "";

    public BaseModel Key { get; private set; } = new();

    /// <summary>Of a map, the type of values.</summary>
    public BaseModel? Value { get; private set; }

    public bool IsMutable { get; private set; }

    public bool IsPersistent { get; private set; }

    public int TypeIndex { get; private set; }

    public bool IsOptional { get; private set; }

    public bool IsSet { get; private set; }

    public bool IsMap => Value is not null;

    public bool IsTextMap => Key.Kind == "string" && Value?.Kind == "string";

    public string PropertyName => Names.Pascal(Name);

    public static ColumnModel Read(DatabaseModel database, string name, Dictionary<string, object> json)
    {
        var type = json["type"];
        var members = type as Dictionary<string, object> ?? new Dictionary<string, object> { ["key"] = type };
        var key = BaseModel.Read(members["key"]);
        var value = members.TryGetValue("value", out var valueJson) ? BaseModel.Read(valueJson) : null;
        var min = members.TryGetValue("min", out var minJson) ? (long)minJson : 1;
        var max = !members.TryGetValue("max", out var maxJson) ? 1 : maxJson is long number ? number : uint.MaxValue;
        var expression = $"new({key.Expression}, {value?.Expression ?? "null"}, {min}, {max})";
        return new ColumnModel
        {
            Name = name,
            Key = key,
            Value = value,
            IsMutable = !json.TryGetValue("mutable", out var mutable) || (bool)mutable,
            IsPersistent = !json.TryGetValue("ephemeral", out var ephemeral) || !(bool)ephemeral,
            TypeIndex = database.AddType(expression),
            IsOptional = min == 0 && max == 1,
            IsSet = value is null && max > 1,
        };
    }
}
