using Ovs.Runtime.Json;

namespace Ovs.Ovsdb.Data;

public sealed partial class BaseType
{
    /// <summary>Reads a &lt;base-type&gt; of RFC 7047 3.2; null when it is well formed.</summary>
    public static OvsdbError? Parse(JsonValue json, out BaseType type)
    {
        type = Plain(AtomicType.Void);
        if (json is JsonString)
        {
            var error = ParseAtomicType(json, out var atomic);
            type = Plain(atomic);
            return error;
        }

        var members = new MemberReader(json, "ovsdb type");
        var name = members.Take("type", MemberKinds.String);
        if (name is null)
        {
            return members.Finish();
        }

        return ParseAtomicType(name, out var atomicType)
            ?? ParseConstraints(json, members, atomicType, ref type)
            ?? members.Finish();
    }

    public JsonValue ToJson()
    {
        if (!HasConstraints)
        {
            return Type.Name();
        }

        var json = new JsonObject(("type", Type.Name()));
        if (Enum is not null)
        {
            json["enum"] = Enum.ToJson(ColumnType.SetOfMany(Type));
        }

        if (MinInteger != long.MinValue)
        {
            json["minInteger"] = MinInteger;
        }

        if (MaxInteger != long.MaxValue)
        {
            json["maxInteger"] = MaxInteger;
        }

        if (MinReal != -double.MaxValue)
        {
            json["minReal"] = JsonValue.Of(MinReal);
        }

        if (MaxReal != double.MaxValue)
        {
            json["maxReal"] = JsonValue.Of(MaxReal);
        }

        if (MinLength != 0)
        {
            json["minLength"] = (long)MinLength;
        }

        if (MaxLength != uint.MaxValue)
        {
            json["maxLength"] = (long)MaxLength;
        }

        if (RefTable is not null)
        {
            json["refTable"] = RefTable;
            if (RefType == RefType.Weak)
            {
                json["refType"] = "weak";
            }
        }

        return json;
    }

    private static OvsdbError? ParseAtomicType(JsonValue json, out AtomicType type)
    {
        type = AtomicType.Void;
        if (json is not JsonString name)
        {
            return OvsdbError.Syntax(json, null, "atomic-type expected");
        }

        return AtomicTypes.TryParse(name.Value, out type)
            ? null
            : OvsdbError.Syntax(json, null, $"\"{name.Value}\" is not an atomic-type");
    }

    private static OvsdbError? ParseConstraints(
        JsonValue json, MemberReader members, AtomicType atomic, ref BaseType type)
    {
        if (members.Take("enum", MemberKinds.Any | MemberKinds.Optional) is { } allowed)
        {
            var error = Datum.Parse(allowed, ColumnType.SetOfMany(atomic), null, out var values);
            type = new BaseType(atomic) { Enum = values };
            return error;
        }

        switch (atomic)
        {
            case AtomicType.Integer:
                type = new BaseType(atomic)
                {
                    MinInteger = TakeInteger(members, "minInteger") ?? long.MinValue,
                    MaxInteger = TakeInteger(members, "maxInteger") ?? long.MaxValue,
                };
                return type.MinInteger > type.MaxInteger
                    ? OvsdbError.Syntax(json, null, "minInteger exceeds maxInteger")
                    : null;

            case AtomicType.Real:
                type = new BaseType(atomic)
                {
                    MinReal = TakeReal(members, "minReal") ?? -double.MaxValue,
                    MaxReal = TakeReal(members, "maxReal") ?? double.MaxValue,
                };
                return type.MinReal > type.MaxReal ? OvsdbError.Syntax(json, null, "minReal exceeds maxReal") : null;

            case AtomicType.String:
                return ParseLengths(json, members, ref type);

            case AtomicType.Uuid:
                return ParseReference(json, members, ref type);

            default:
                type = Plain(atomic);
                return null;
        }
    }

    private static OvsdbError? ParseLengths(JsonValue json, MemberReader members, ref BaseType type)
    {
        var max = uint.MaxValue;
        var error = ParseLength(members, "minLength", 0, out var min)
            ?? ParseLength(members, "maxLength", uint.MaxValue, out max);
        type = new BaseType(AtomicType.String) { MinLength = min, MaxLength = max };
        return error ?? (min > max ? OvsdbError.Syntax(json, null, "minLength exceeds maxLength") : null);
    }

    private static OvsdbError? ParseLength(MemberReader members, string name, uint absent, out uint length)
    {
        length = absent;
        if (members.Take(name, MemberKinds.Integer | MemberKinds.Optional) is not JsonInteger json)
        {
            return null;
        }

        if (json.Value is < 0 or > uint.MaxValue)
        {
            return OvsdbError.Syntax(json, null, $"{name} out of valid range 0 to {uint.MaxValue}");
        }

        length = (uint)json.Value;
        return null;
    }

    private static OvsdbError? ParseReference(JsonValue json, MemberReader members, ref BaseType type)
    {
        type = Plain(AtomicType.Uuid);
        if (members.TakeText("refTable", MemberKinds.Id | MemberKinds.Optional) is not { } table)
        {
            return null;
        }

        var strength = members.TakeText("refType", MemberKinds.Id | MemberKinds.Optional) ?? "strong";
        type = new BaseType(AtomicType.Uuid)
        {
            RefTable = table,
            RefType = strength == "weak" ? RefType.Weak : RefType.Strong,
        };
        return strength is "strong" or "weak"
            ? null
            : OvsdbError.Syntax(json, null, $"refType must be \"strong\" or \"weak\" (not \"{strength}\")");
    }

    private static long? TakeInteger(MemberReader members, string name) =>
        (members.Take(name, MemberKinds.Integer | MemberKinds.Optional) as JsonInteger)?.Value;

    private static double? TakeReal(MemberReader members, string name) =>
        members.Take(name, MemberKinds.Number | MemberKinds.Optional) switch
        {
            JsonInteger integer => integer.Value,
            JsonReal real => real.Value,
            _ => null,
        };
}
