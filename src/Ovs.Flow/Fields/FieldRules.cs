namespace Ovs.Flow.Fields;

/// <summary>What values a field may have.</summary>
public static class FieldRules
{
    private const byte MaxNshTtl = 63;

    /// <summary>
    /// False for a value that could never be of use in a match: one with bits that the field has not. A value that merely
    /// never occurs is no error.
    /// </summary>
    public static bool IsValid(FieldRow field, in FieldValue value) => field.Id switch
    {
        FieldId.InPortOxm or FieldId.ActsetOutput => OfPort.TryFromWire32((uint)value.Number, out _),
        FieldId.NshTtl => value.Number <= MaxNshTtl,
        FieldId.NshMdtype => value.Number == 1 || value.Number == 2,
        _ => (value.Number & ~field.ValidBits) == 0,
    };
}
