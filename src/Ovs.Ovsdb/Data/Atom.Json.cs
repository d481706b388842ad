using Ovs.Runtime.Json;

namespace Ovs.Ovsdb.Data;

public readonly partial struct Atom
{
    /// <summary>Reads an &lt;atom&gt; of RFC 7047 5.1 and checks the constraints of <paramref name="type"/>.</summary>
    public static OvsdbError? Parse(JsonValue json, BaseType type, SymbolTable? symbols, out Atom atom)
    {
        atom = Default(type.Type);
        switch (type.Type, json)
        {
            case (AtomicType.Integer, JsonInteger integer):
                atom = new Atom(integer.Value);
                break;
            case (AtomicType.Real, JsonInteger integer):
                atom = new Atom((double)integer.Value);
                break;
            case (AtomicType.Real, JsonReal real):
                atom = new Atom(real.Value);
                break;
            case (AtomicType.Boolean, { Kind: JsonKind.True or JsonKind.False }):
                atom = new Atom(json.Kind == JsonKind.True);
                break;
            case (AtomicType.String, JsonString text):
                atom = new Atom(text.Value);
                break;
            case (AtomicType.Uuid, _):
                var error = ParseUuid(json, type, symbols, out atom);
                return error ?? (type.Enum is null ? null : type.Check(atom));
            default:
                return OvsdbError.Syntax(json, null, $"expected {type.Type.Name()}");
        }

        return type.Check(atom);
    }

    public JsonValue ToJson() => Type switch
    {
        AtomicType.Integer => JsonValue.Of(Integer),
        AtomicType.Real => JsonValue.Of(Real),
        AtomicType.Boolean => JsonValue.Of(Boolean),
        AtomicType.String => JsonValue.Of(Text),
        AtomicType.Uuid => new JsonArray("uuid", Uuid.ToString()),
        _ => JsonValue.Null,
    };

    /// <summary>Appends the text of <see cref="ToJson"/>.</summary>
    public void AppendJson(Utf8Builder output)
    {
        switch (Type)
        {
            case AtomicType.Integer:
                output.Append(Integer);
                break;
            case AtomicType.Real:
                output.Append(RealText.Format(Real));
                break;
            case AtomicType.Boolean:
                output.Append(Boolean ? "true"u8 : "false"u8);
                break;
            case AtomicType.String:
                JsonWriter.AppendString(output, Text);
                break;
            case AtomicType.Uuid:
                output.Append("[\"uuid\",\""u8);
                Uuid.AppendTo(output);
                output.Append("\"]"u8);
                break;
            default:
                output.Append("null"u8);
                break;
        }
    }

    private static OvsdbError? ParseUuid(JsonValue json, BaseType type, SymbolTable? symbols, out Atom atom)
    {
        atom = default;
        if (json is JsonArray { Count: 2 } pair && pair[0] is JsonString kind && pair[1] is JsonString text)
        {
            if (kind.Value == "uuid")
            {
                if (!Uuid.TryParse(text.Value, out var uuid))
                {
                    return OvsdbError.Syntax(json, null, $"\"{text.Value}\" is not a valid UUID");
                }

                atom = new Atom(uuid);
                return null;
            }

            if (kind.Value == "named-uuid" && symbols is not null)
            {
                if (!MemberReader.IsId(text.Value))
                {
                    return OvsdbError.Syntax(json, null, "named-uuid string is not a valid <id>");
                }

                var symbol = symbols.GetOrAdd(text.Value);
                symbol.NoteReference(type);
                atom = new Atom(symbol.Uuid);
                return null;
            }
        }

        return OvsdbError.Syntax(json, null, "expected [\"uuid\", <string>]");
    }
}
