using System.Collections.Generic;
using Ovs.Flow.Fields;
using Ovs.Flow.Match;
using Ovs.OpenFlow.Errors;
using Ovs.OpenFlow.Wire;
using Ovs.Runtime.Logging;

namespace Ovs.OpenFlow.Tunnels;

/// <summary>Lists of mappings, on the wire and as a table.</summary>
internal static class TunnelOptionMappings
{
    // RFC 8926 3.5: the length is five bits of four bytes.
    private const int MostOptionBytes = 124;
    private const int ClassWidth = 6;
    private const int TypeWidth = 4;

    private static readonly LogModule s_log = LogModule.Define("ofp_match");
    private static readonly LogRateLimit s_limit = new(1, 5);

    /// <param name="maxFields">How many fields there are.</param>
    public static OfError Take(ref OfReader reader, int maxFields, out List<TunnelOptionMapping> mappings)
    {
        mappings = [];
        while (!reader.IsAtEnd)
        {
            var mapping = new TunnelOptionMapping(reader.Take16(), reader.Take8(), reader.Take8(), reader.Take16());
            reader.Skip(2);
            if (mapping.LengthBytes % 4 != 0 || mapping.LengthBytes > MostOptionBytes)
            {
                s_log.Warn(s_limit, $"tlv table option length ({mapping.LengthBytes}) is not a valid option size");
                return OfError.NxTlvTableModFailedBadOptLen;
            }

            if (mapping.Index >= maxFields)
            {
                s_log.Warn(s_limit, $"tlv table field index ({mapping.Index}) is too large (max {maxFields - 1})");
                return OfError.NxTlvTableModFailedBadFieldIdx;
            }

            mappings.Add(mapping);
        }

        return OfError.None;
    }

    public static void Put(OfWriter writer, IReadOnlyList<TunnelOptionMapping> mappings)
    {
        foreach (var mapping in mappings)
        {
            writer.Put16(mapping.OptionClass);
            writer.Put8(mapping.OptionType);
            writer.Put8(mapping.LengthBytes);
            writer.Put16(mapping.Index);
            writer.PutZeros(2);
        }
    }

    public static void Append(TextBuffer text, IReadOnlyList<TunnelOptionMapping> mappings)
    {
        text.Append(" mapping table:\n  class  type  length  match field\n ------  ----  ------  --------------");
        foreach (var mapping in mappings)
        {
            text.Append("\n ");
            AppendPadded(text, mapping.OptionClass, ClassWidth);
            text.Append("  ");
            AppendPadded(text, mapping.OptionType, TypeWidth);
            text.Append($"  {mapping.LengthBytes,6}  tun_metadata{mapping.Index}");
        }
    }

    private static void AppendPadded(TextBuffer text, uint value, int width)
    {
        var number = new TextBuffer(width).HexC(value);
        text.Append(' ', width - number.Length).Append(number.Span);
    }
}
