namespace Ovs.Flow.Fields;

/// <summary>One of a field's codes in extended matches.</summary>
/// <param name="Name">As specifications and `ovs-ofctl` spell it: OXM_OF_ETH_SRC.</param>
/// <param name="Header">Without mask, with the length of the whole value.</param>
/// <param name="Since">The version byte of the first OpenFlow version that has it; 0 for extensions, good in any.</param>
public sealed record OxmCode(string Name, OxmHeader Header, byte Since, FieldId Field);
