using System;
using System.Text;

namespace Ovs.Runtime.Json;

/// <summary>
/// Short texts that come again and again, names of members and keys of maps above all: one copy of each is kept, so that it
/// is made once and all who hold it share it.
/// </summary>
internal static class JsonNames
{
    /// <summary>Longer texts seldom come again.</summary>
    private const int MaxLength = 24;
    private const int SlotCount = 2048;

    [ThreadStatic]
    private static string?[]? t_slots;

    /// <summary>The text of UTF-8 bytes without escapes.</summary>
    public static string Decode(ReadOnlySpan<byte> bytes)
    {
        if (bytes.Length > MaxLength)
        {
            return Utf8Text.Decode(bytes);
        }

        if (bytes.IsEmpty)
        {
            return "";
        }

        ref var slot = ref (t_slots ??= new string?[SlotCount])[Hash(bytes) % SlotCount];
        if (slot is not null && slot.Length == bytes.Length && Ascii.Equals(bytes, slot))
        {
            return slot;
        }

        var text = Utf8Text.Decode(bytes);
        slot = text;
        return text;
    }

    private static uint Hash(ReadOnlySpan<byte> bytes)
    {
        var hash = (uint)bytes.Length;
        foreach (var b in bytes)
        {
            hash = (hash * 31) + b;
        }

        return hash ^ (hash >> 15);
    }
}
