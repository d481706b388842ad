using System;

namespace Ovs.Flow.Fields;

/// <summary>One match field: everything that codecs, parsers and printers know of it.</summary>
public sealed class FieldRow
{
    internal FieldRow(FieldId id, string name, int bits, FieldFormat format, FieldPlace place)
    {
        Id = id;
        Name = name;
        Bits = bits;
        Format = format;
        Place = place;
        Bytes = bits switch
        {
            <= 8 => 1,
            <= 16 => 2,
            <= 32 => 4,
            48 => 6,
            <= 64 => 8,
            128 => 16,
            _ => bits / 8,
        };
        ValidBits = AllBits;
        CoveredBits = AllBits;
    }

    public FieldId Id { get; }

    /// <summary>As `ovs-ofctl` spells it.</summary>
    public string Name { get; }

    /// <summary>A second name that is understood as well.</summary>
    public string? OtherName { get; init; }

    /// <summary>Bits that mean something, the low ones of <see cref="Bytes"/>.</summary>
    public int Bits { get; }

    /// <summary>Bytes of a value on the wire; the most there can be, for a field of variable length.</summary>
    public int Bytes { get; init; }

    public FieldFormat Format { get; }

    public Prerequisite Prerequisite { get; init; }

    /// <summary>Whether a match may look at some bits only.</summary>
    public bool IsMaskable { get; init; }

    /// <summary>Whether actions may change it.</summary>
    public bool IsWritable { get; init; }

    /// <summary>Protocols that can match the whole field.</summary>
    public FieldSupport Exact { get; init; } = FieldSupport.ExtendedMatch;

    /// <summary>Protocols that can match its leading bits.</summary>
    public FieldSupport Prefix { get; init; }

    /// <summary>Protocols that can match any of its bits.</summary>
    public FieldSupport Bitwise { get; init; }

    /// <summary>Codes in extended matches, the oldest first.</summary>
    public OxmCode[] Codes { get; internal set; } = [];

    /// <summary>True for tunnel options, whose length a switch's table decides.</summary>
    public bool IsVariableLength => Place.Storage == FieldStorage.TunnelOption;

    /// <summary>The number of a tunnel option; only for fields of variable length.</summary>
    public int OptionIndex => Id - FieldId.TunMetadata0;

    /// <summary>All bits of a value on the wire, beyond <see cref="Bits"/> too: an exact mask.</summary>
    public UInt128 AllBits => Bytes >= 16 ? UInt128.MaxValue : (UInt128.One << (Bytes * 8)) - 1;

    /// <summary>Bits that a value in a match may have.</summary>
    internal UInt128 ValidBits { get; init; }

    /// <summary>Bits of the place that belong to the field.</summary>
    internal UInt128 CoveredBits { get; init; }

    internal FieldPlace Place { get; }

    /// <summary>The code to send to a peer of <paramref name="version"/> (0: prefer Nicira's), null if it has none.</summary>
    public OxmCode? CodeFor(int version)
    {
        OxmCode? found = null;
        foreach (var code in Codes)
        {
            if (found is null || version >= code.Since)
            {
                found = code;
            }
        }

        return found;
    }

    /// <summary>The same tunnel option with the length that a switch's table gives it.</summary>
    public FieldRow WithLength(int bytes) => new(Id, Name, bytes * 8, Format, Place)
    {
        Bytes = bytes,
        IsMaskable = IsMaskable,
        IsWritable = IsWritable,
        Prefix = Prefix,
        Bitwise = Bitwise,
        Codes = Codes,
    };

    public override string ToString() => Name;
}
