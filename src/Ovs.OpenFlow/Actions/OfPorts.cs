using Ovs.Flow.Fields;
using Ovs.OpenFlow.Wire;
using Ovs.Runtime.Logging;

namespace Ovs.OpenFlow.Actions;

/// <summary>Port numbers in their 32-bit form.</summary>
internal static class OfPorts
{
    private static readonly LogModule s_log = LogModule.Define("ofp_port");
    private static readonly LogRateLimit s_limit = new(1, 5);

    /// <summary>Reads a number; false (logged) if no port can have it.</summary>
    public static bool TryTake32(ref OfReader reader, out OfPort port) => TryConvert(reader.Take32(), out port);

    public static bool TryConvert(uint number, out OfPort port)
    {
        if (OfPort.TryFromWire32(number, out port))
        {
            return true;
        }

        s_log.Warn(s_limit, $"port {number} is outside the supported range 0 through {OfPort.Limit - 1} or " +
            $"0xffffff00 through 0xffffffff");
        return false;
    }
}
