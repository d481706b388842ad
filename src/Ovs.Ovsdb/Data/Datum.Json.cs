using System;
using Ovs.Runtime.Json;

namespace Ovs.Ovsdb.Data;

public abstract partial class Datum
{
    /// <summary>
    /// Reads a &lt;value&gt; of RFC 7047 5.1 as <paramref name="type"/>, constraints checked; null when it fits. With
    /// <paramref name="symbols"/>, named identifiers are allowed.
    /// </summary>
    public static OvsdbError? Parse(JsonValue json, ColumnType type, SymbolTable? symbols, out Datum datum)
    {
        datum = Empty;
        var isSet = json is JsonArray { Count: > 0 } array && array[0] is JsonString { Value: "set" };
        if (!type.IsMap && !isSet)
        {
            var error = Atom.Parse(json, type.Key, symbols, out var atom);
            if (error is null)
            {
                datum = Of(atom);
            }

            return error;
        }

        return ParseMembers(json, type, symbols, out datum);
    }

    /// <summary>The &lt;value&gt; of RFC 7047 5.1; the type tells an empty map from an empty set.</summary>
    public JsonValue ToJson(ColumnType type) => ToJson(type, static atom => atom.ToJson());

    /// <summary>Appends the text of that.</summary>
    public void AppendJson(Utf8Builder output, ColumnType type)
    {
        if (!type.IsMap && Count == 1)
        {
            Key(0).AppendJson(output);
            return;
        }

        output.Append(type.IsMap ? "[\"map\",["u8 : "[\"set\",["u8);
        for (var i = 0; i < Count; i++)
        {
            if (i > 0)
            {
                output.Append((byte)',');
            }

            if (!type.IsMap)
            {
                Key(i).AppendJson(output);
                continue;
            }

            output.Append((byte)'[');
            Key(i).AppendJson(output);
            output.Append((byte)',');
            Value(i).AppendJson(output);
            output.Append((byte)']');
        }

        output.Append("]]"u8);
    }

    /// <summary>
    /// The same, with references to rows as names ("named-uuid"), for the rows a transaction inserts.
    /// </summary>
    public JsonValue ToJsonWithRowNames(ColumnType type) => ToJson(
        type,
        atom => atom.Type == AtomicType.Uuid && (type.Key.IsReference || type.Value.IsReference)
            ? new JsonArray("named-uuid", RowName(atom.Uuid))
            : atom.ToJson());

    /// <summary>The same, with the caller's form of atoms.</summary>
    internal JsonValue ToJson(ColumnType type, Func<Atom, JsonValue> toJson)
    {
        if (!type.IsMap && Count == 1)
        {
            return toJson(Key(0));
        }

        var members = new JsonArray();
        for (var i = 0; i < Count; i++)
        {
            var key = toJson(Key(i));
            members.Add(type.IsMap ? new JsonArray(key, toJson(Value(i))) : key);
        }

        return new JsonArray(type.IsMap ? "map" : "set", members);
    }

    /// <summary>The name under which the original's clients refer to a row they insert.</summary>
    public static string RowName(Uuid uuid) => "row" + uuid.ToString().Replace('-', '_');

    private static OvsdbError? ParseMembers(JsonValue json, ColumnType type, SymbolTable? symbols, out Datum datum)
    {
        datum = Empty;
        var word = type.IsMap ? "map" : "set";
        if (json is not JsonArray { Count: 2 } pair || pair[0] is not JsonString name || name.Value != word
            || pair[1] is not JsonArray members)
        {
            return OvsdbError.Syntax(json, null, $"expected [\"{word}\", <array>]");
        }

        if (members.Count < type.Min || (uint)members.Count > type.Max)
        {
            return OvsdbError.Syntax(json, null, type is { Min: 1, Max: 1 }
                ? $"{word} must have exactly one member but {members.Count} are present"
                : $"{word} must have {type.Min} to {type.Max} members but {members.Count} are present");
        }

        var builder = new DatumBuilder(members.Count);
        for (var i = 0; i < members.Count; i++)
        {
            var error = type.IsMap
                ? AddPair(builder, members[i], type, symbols)
                : AddElement(builder, members[i], type, symbols);
            if (error is not null)
            {
                return error;
            }
        }

        return builder.Build(out datum);
    }

    private static OvsdbError? AddElement(DatumBuilder builder, JsonValue json, ColumnType type, SymbolTable? symbols)
    {
        var error = Atom.Parse(json, type.Key, symbols, out var atom);
        builder.Add(atom);
        return error;
    }

    private static OvsdbError? AddPair(DatumBuilder builder, JsonValue json, ColumnType type, SymbolTable? symbols)
    {
        if (json is not JsonArray { Count: 2 } pair)
        {
            return OvsdbError.Syntax(json, null, "expected 2-element array");
        }

        var error = Atom.Parse(pair[0], type.Key, symbols, out var key);
        if (error is null)
        {
            error = Atom.Parse(pair[1], type.Value, symbols, out var value);
            builder.Add(key, value);
        }

        return error;
    }
}
