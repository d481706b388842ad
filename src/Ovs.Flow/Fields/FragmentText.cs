using System;
using Ovs.Flow.Key;

namespace Ovs.Flow.Fields;

/// <summary>Text of matches on fragmentation: "no", "yes", "first", "later", "not_later".</summary>
internal static class FragmentText
{
    private static readonly (string Name, IpFrag Mask, IpFrag Value)[] s_rows =
    [
        ("no", IpFrag.Mask, IpFrag.None),
        ("first", IpFrag.Mask, IpFrag.Any),
        ("later", IpFrag.Mask, IpFrag.Mask),
        ("no", IpFrag.Any, IpFrag.None),
        ("yes", IpFrag.Any, IpFrag.Any),
        ("not_later", IpFrag.Later, IpFrag.None),
        ("later", IpFrag.Later, IpFrag.Later),
    ];

    public static string? Parse(ReadOnlySpan<char> text, out FieldValue value, out FieldValue mask)
    {
        foreach (var (name, rowMask, rowValue) in s_rows)
        {
            if (text.Equals(name, StringComparison.OrdinalIgnoreCase))
            {
                // The bits that mean nothing are set in the mask, so that a complete mask is recognised as exact.
                value = new((uint)rowValue);
                mask = new((uint)(rowMask | ~IpFrag.Mask) & 0xff);
                return null;
            }
        }

        value = default;
        mask = default;
        return $"{text}: unknown fragment type (valid types are \"no\", \"yes\", \"first\", \"later\", \"not_later\"";
    }

    public static string NameOf(IpFrag value, IpFrag mask)
    {
        mask &= IpFrag.Mask;
        value &= mask;
        foreach (var (name, rowMask, rowValue) in s_rows)
        {
            if (value == rowValue && mask == rowMask)
            {
                return name;
            }
        }

        return "<error>";
    }
}
