using System.Text;
using Ovs.Flow.Key;

namespace Ovs.Datapath.Interface;

/// <summary>Writes "name=value/mask," for the fields of one group, leaving out those that do not matter.</summary>
internal readonly struct FieldText(StringBuilder text, bool verbose)
{
    private static readonly string[] s_tcpFlags =
        ["fin", "syn", "rst", "psh", "ack", "urg", "ece", "cwr", "ns", "[200]", "[400]", "[800]"];

    /// <summary>C's %#x: no prefix for zero.</summary>
    public static string Hex(uint value) => value == 0 ? "0" : $"0x{value:x}";

    public static string Ipv4(uint address) =>
        $"{address >> 24}.{(address >> 16) & 0xff}.{(address >> 8) & 0xff}.{address & 0xff}";

    public void Eth(string name, EthAddress value, EthAddress mask)
    {
        if (verbose || !mask.IsZero)
        {
            text.Append($"{name}={value}");
            text.Append(mask.IsBroadcast ? "," : $"/{mask},");
        }
    }

    public void Ip(string name, uint value, uint mask)
    {
        if (verbose || mask != 0)
        {
            text.Append($"{name}={Ipv4(value)}");
            text.Append(mask == uint.MaxValue ? "," : $"/{Ipv4(mask)},");
        }
    }

    public void Ip6(string name, Ipv6Address value, Ipv6Address mask)
    {
        if (verbose || !mask.IsZero)
        {
            text.Append($"{name}={value}");
            text.Append(mask == Ipv6Address.Exact ? "," : $"/{mask},");
        }
    }

    /// <summary>A decimal number of which <paramref name="all"/> is the exact mask.</summary>
    public void Number(string name, uint value, uint mask, uint all)
    {
        if (verbose || mask != 0)
        {
            text.Append($"{name}={value}");
            text.Append(mask == all ? "," : $"/{Hex(mask)},");
        }
    }

    /// <summary>As <see cref="Number"/>, in hexadecimal.</summary>
    public void HexNumber(string name, uint value, uint mask, uint all)
    {
        if (verbose || mask != 0)
        {
            text.Append($"{name}={Hex(value)}");
            text.Append(mask == all ? "," : $"/{Hex(mask)},");
        }
    }

    public void Frag(IpFrag value, IpFrag mask)
    {
        if (mask != IpFrag.None)
        {
            text.Append("frag=");
            text.Append((value & IpFrag.Later) != 0 ? "later," : (value & IpFrag.Any) != 0 ? "first," : "no,");
        }
    }

    /// <summary>"syn|ack" when all flags matter, "+syn-ack" when some do.</summary>
    public void TcpFlags(ushort value, ushort mask)
    {
        const ushort all = 0x0fff;
        if ((mask & all) == 0)
        {
            text.Append("0/0");
            return;
        }

        var exact = (mask & all) == all;
        if (exact && (value & all) == 0)
        {
            text.Append('0');
        }

        for (var i = 0; i < s_tcpFlags.Length; i++)
        {
            var bit = 1 << i;
            if (exact && (value & bit) != 0)
            {
                text.Append(s_tcpFlags[i]).Append('|');
            }
            else if (!exact && (mask & bit) != 0)
            {
                text.Append((value & bit) != 0 ? '+' : '-').Append(s_tcpFlags[i]);
            }
        }

        Chop('|');
    }

    /// <summary>Takes a trailing separator away.</summary>
    public void Chop(char separator)
    {
        if (text.Length > 0 && text[^1] == separator)
        {
            text.Length--;
        }
    }
}
