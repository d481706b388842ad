using System;

namespace Ovs.OpenFlow.Actions;

/// <summary>Which fields decide between links, members or buckets (Nicira extension).</summary>
public enum HashFields : ushort
{
    EthSrc,
    SymmetricL4,
    SymmetricL3L4,
    SymmetricL3L4Udp,
    Ipv4Src,
    Ipv4Dst,
    SymmetricL3,
}

/// <summary>Text of <see cref="HashFields"/>.</summary>
internal static class HashFieldsText
{
    private static readonly string[] s_names =
        ["eth_src", "symmetric_l4", "symmetric_l3l4", "symmetric_l3l4+udp", "nw_src", "nw_dst", "symmetric_l3"];

    public static bool IsKnown(HashFields fields) => (int)fields < s_names.Length;

    public static string NameOf(HashFields fields) => IsKnown(fields) ? s_names[(int)fields] : "<unknown>";

    public static bool TryParse(ReadOnlySpan<char> text, out HashFields fields)
    {
        for (var i = 0; i < s_names.Length; i++)
        {
            if (text.Equals(s_names[i], StringComparison.OrdinalIgnoreCase))
            {
                fields = (HashFields)i;
                return true;
            }
        }

        fields = default;
        return false;
    }
}
