using Ovs.Flow.Key;

namespace Ovs.Datapath.Actions;

/// <summary>Which bits of one header group a set action writes, and with what.</summary>
/// <param name="Group">The group; fields of other groups are not looked at.</param>
/// <param name="Value">The new values; bits outside <paramref name="Mask"/> are zero.</param>
/// <param name="Mask">The bits to write.</param>
public sealed record SetMasked(HeaderGroup Group, FlowKey Value, FlowMask Mask);
