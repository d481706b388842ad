using System;

namespace Ovs.Ovsdb.Data;

/// <summary>The kinds of atom (RFC 7047 3.1); <see cref="Void"/> stands for "no value type", as sets have.</summary>
public enum AtomicType : byte
{
    Void,
    Integer,
    Real,
    Boolean,
    String,
    Uuid,
}

public static class AtomicTypes
{
    /// <summary>One more than the largest value.</summary>
    internal const int Count = 6;

    private static readonly string[] s_names = ["void", "integer", "real", "boolean", "string", "uuid"];

    /// <summary>The name in schemas and messages.</summary>
    public static string Name(this AtomicType type) => s_names[(int)type];

    public static bool TryParse(string name, out AtomicType type)
    {
        type = (AtomicType)Math.Max(0, Array.IndexOf(s_names, name, 1));
        return type != AtomicType.Void;
    }
}
