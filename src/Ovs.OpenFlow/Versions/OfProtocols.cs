using System;

namespace Ovs.OpenFlow.Versions;

/// <summary>Sets of flow formats: a version, and for OpenFlow 1.0 also how matches are written and whether flow-mods name a
/// table (both are Nicira extensions that a controller turns on).</summary>
[Flags]
public enum OfProtocols
{
    None = 0,
    OpenFlow10Standard = 1 << 0,
    OpenFlow10StandardWithTable = 1 << 1,
    OpenFlow10Extended = 1 << 2,
    OpenFlow10ExtendedWithTable = 1 << 3,
    OpenFlow11 = 1 << 4,
    OpenFlow12 = 1 << 5,
    OpenFlow13 = 1 << 6,
    OpenFlow14 = 1 << 7,
    OpenFlow15 = 1 << 8,

    AnyStandard10 = OpenFlow10Standard | OpenFlow10StandardWithTable,
    AnyExtended10 = OpenFlow10Extended | OpenFlow10ExtendedWithTable,
    Any10 = AnyStandard10 | AnyExtended10,
    From15 = OpenFlow15,
    From14 = OpenFlow14 | From15,
    From13 = OpenFlow13 | From14,
    From12 = OpenFlow12 | From13,
    From11 = OpenFlow11 | From12,

    /// <summary>Those with extended matches: NXM and OXM.</summary>
    ExtendedMatch = AnyExtended10 | From12,
    ExtendedAndFrom11 = AnyExtended10 | From11,

    /// <summary>Those in which a flow-mod can name a table.</summary>
    WithTable = OpenFlow10StandardWithTable | OpenFlow10ExtendedWithTable | From11,
    Any = Any10 | From11,
}
