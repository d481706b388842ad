using System.Numerics;
using Ovs.Flow.Fields;

namespace Ovs.Flow.Match;

/// <summary>One mapping of a tunnel option to a field, as OpenFlow extensions carry it.</summary>
/// <param name="OptionClass">Geneve option class (RFC 8926 3.5).</param>
/// <param name="Index">The number N of `tun_metadataN`.</param>
public readonly record struct TunnelOptionMapping(ushort OptionClass, byte OptionType, byte LengthBytes, ushort Index);

/// <summary>Which tunnel options a switch maps to `tun_metadata0` to `tun_metadata63`, and how long each is.</summary>
public sealed class TunnelOptionTable
{
    public const int OptionCount = 64;

    /// <summary>Bytes that all options of a packet may have together.</summary>
    public const int TotalBytes = 256;

    private readonly TunnelOptionMapping[] _mappings = new TunnelOptionMapping[OptionCount];
    private readonly FieldRow?[] _fields = new FieldRow?[OptionCount];
    private ulong _mapped;

    public int Count => BitOperations.PopCount(_mapped);

    public bool IsMapped(int index) => (_mapped & (1UL << index)) != 0;

    /// <summary>The mapping of a field that <see cref="IsMapped"/>.</summary>
    public TunnelOptionMapping this[int index] => _mappings[index];

    /// <summary>The field of a mapped option, as long as the option.</summary>
    public FieldRow FieldOf(int index) => _fields[index]!;

    /// <summary>Adds or replaces a mapping.</summary>
    public void Set(TunnelOptionMapping mapping)
    {
        _mappings[mapping.Index] = mapping;
        _fields[mapping.Index] = FieldTable.Get(FieldId.TunMetadata0 + (byte)mapping.Index).WithLength(mapping.LengthBytes);
        _mapped |= 1UL << mapping.Index;
    }

    public void Remove(int index) => _mapped &= ~(1UL << index);

    public void Clear() => _mapped = 0;
}
