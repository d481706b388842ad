namespace Ovs.Flow.Fields;

/// <summary>
/// The header of one extended-match entry (NXM or OXM) as a number: the 32 bits of the wire in the upper half, the
/// experimenter's id, if there is one, in the lower half.
/// </summary>
/// <remarks>OpenFlow 1.5.1 7.2.3.2: class (16), field (7), has-mask (1), payload length (8).</remarks>
public readonly record struct OxmHeader(ulong Value)
{
    public const ushort ExperimenterClass = 0xffff;

    private const ulong MaskBit = 1UL << 40;
    private const ulong LengthBits = 0xffUL << 32;

    public OxmHeader(uint experimenter, ushort oxmClass, int field, bool hasMask, int length)
        : this(((ulong)oxmClass << 48) | ((ulong)field << 41) | (hasMask ? MaskBit : 0) | ((ulong)(byte)length << 32)
            | experimenter)
    {
    }

    public ushort Class => (ushort)(Value >> 48);

    public int Field => (int)(Value >> 41) & 0x7f;

    public uint Experimenter => (uint)Value;

    public bool HasMask => (Value & MaskBit) != 0;

    /// <summary>The length on the wire: payload and experimenter's id.</summary>
    public int Length => (int)(Value >> 32) & 0xff;

    public bool IsExperimenter => Class == ExperimenterClass;

    public int ExperimenterBytes => IsExperimenter ? 4 : 0;

    /// <summary>Bytes of the header itself.</summary>
    public int HeaderBytes => 4 + ExperimenterBytes;

    /// <summary>Bytes that follow the header: value and mask.</summary>
    public int PayloadBytes => Length - ExperimenterBytes;

    /// <summary>Bytes of the value alone.</summary>
    public int FieldBytes => HasMask ? PayloadBytes / 2 : PayloadBytes;

    /// <summary>Class, field and experimenter: what a field is found by.</summary>
    public ulong Key => Value & ~(MaskBit | LengthBits);

    /// <summary>The same entry without mask.</summary>
    public OxmHeader Exact =>
        HasMask ? new((Value & ~(MaskBit | LengthBits)) | ((ulong)(ExperimenterBytes + FieldBytes) << 32)) : this;

    /// <summary>The same entry with a mask behind the value.</summary>
    public OxmHeader Masked => HasMask ? this : Sized(PayloadBytes, hasMask: true);

    /// <summary>The same field with a value of <paramref name="fieldBytes"/>.</summary>
    public OxmHeader Sized(int fieldBytes, bool hasMask) =>
        new(Key | (hasMask ? MaskBit : 0)
            | ((ulong)(byte)(ExperimenterBytes + (hasMask ? fieldBytes * 2 : fieldBytes)) << 32));
}
