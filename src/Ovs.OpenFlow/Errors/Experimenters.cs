namespace Ovs.OpenFlow.Errors;

/// <summary>Who may define numbers outside the standard: experimenter (or vendor) identifiers.</summary>
public static class Experimenters
{
    public const uint Nicira = 0x0000_2320;

    /// <summary>The Open Networking Foundation's own, for extensions that a later version made standard.</summary>
    public const uint Onf = 0x4f4e_4600;

    public const uint Netronome = 0x0000_154d;

    public const uint Intel = 0x0000_aa01;
}
