using Ovs.Flow.Fields;
using Ovs.OpenFlow.Actions;
using Ovs.OpenFlow.Versions;

namespace Ovs.OpenFlow.Tables;

/// <summary>Bitmaps of instruction numbers, as table statistics and features have them.</summary>
internal static class InstructionBitmap
{
    public static InstructionSet FromWire(uint bits, OfVersion version)
    {
        byte set = 0;
        for (var kind = InstructionKind.Meter; kind <= InstructionKind.GotoTable; kind++)
        {
            var type = InstructionCodec.TypeOf(kind, version);
            set |= type >= 0 && (bits & (1u << type)) != 0 ? InstructionSet.Only(kind).Bits : (byte)0;
        }

        return new InstructionSet(set);
    }

    public static uint ToWire(InstructionSet set, OfVersion version)
    {
        uint bits = 0;
        for (var kind = InstructionKind.Meter; kind <= InstructionKind.GotoTable; kind++)
        {
            var type = InstructionCodec.TypeOf(kind, version);
            bits |= type >= 0 && set.Has(kind) ? 1u << type : 0;
        }

        return bits;
    }

    public static void Append(TextBuffer text, InstructionSet set)
    {
        var isFirst = true;
        for (var kind = InstructionKind.Meter; kind <= InstructionKind.GotoTable; kind++)
        {
            if (set.Has(kind))
            {
                text.Append(isFirst ? "" : " ").Append(InstructionSet.NameOf(kind));
                isFirst = false;
            }
        }
    }
}
