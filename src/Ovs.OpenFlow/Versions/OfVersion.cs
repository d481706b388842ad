namespace Ovs.OpenFlow.Versions;

/// <summary>A version of the protocol, as the first byte of every message has it.</summary>
public enum OfVersion : byte
{
    None = 0,
    OpenFlow10 = 1,
    OpenFlow11 = 2,
    OpenFlow12 = 3,
    OpenFlow13 = 4,
    OpenFlow14 = 5,
    OpenFlow15 = 6,
}
