using System;

namespace Ovs.Ovsdb.Server.Monitors;

/// <summary>The kinds of change that a monitor may want to hear of ("select" of RFC 7047 4.1.5).</summary>
[Flags]
internal enum ChangeKinds
{
    None = 0,
    Initial = 1,
    Insert = 2,
    Delete = 4,
    Modify = 8,
    All = Initial | Insert | Delete | Modify,
}

/// <summary>How a monitor's changes are told: by which method it was made.</summary>
internal enum MonitorVersion
{
    /// <summary>"monitor" and "update" (RFC 7047 4.1.5): old and new values.</summary>
    Full = 1,

    /// <summary>"monitor_cond" and "update2" (ovsdb-server(7) 4.1.12): conditions, differences.</summary>
    Conditional = 2,

    /// <summary>"monitor_cond_since" and "update3" (4.1.15): the same, from a known transaction on.</summary>
    Since = 3,
}
