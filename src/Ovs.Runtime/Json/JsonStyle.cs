using System;

namespace Ovs.Runtime.Json;

/// <summary>How JSON text is laid out; the original's JSSF_PRETTY and JSSF_SORT.</summary>
[Flags]
public enum JsonStyle
{
    Compact = 0,
    Pretty = 1,
    Sorted = 2,
}
