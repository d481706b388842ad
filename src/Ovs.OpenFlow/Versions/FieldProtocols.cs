using Ovs.Flow.Fields;
using Ovs.Flow.Match;

namespace Ovs.OpenFlow.Versions;

/// <summary>Which flow formats can carry a match on a field.</summary>
public static class FieldProtocols
{
    public static OfProtocols Of(FieldSupport support) => support switch
    {
        FieldSupport.OpenFlow10 => OfProtocols.Any,
        FieldSupport.OpenFlow11 => OfProtocols.ExtendedAndFrom11,
        FieldSupport.ExtendedMatch => OfProtocols.ExtendedMatch,
        _ => OfProtocols.None,
    };

    public static OfProtocols Of(FieldRow field, in FieldValue mask) => Of(FlowMatch.SupportOf(field, in mask));
}
