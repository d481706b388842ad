using System;
using Ovs.Runtime.Logging;

namespace Ovs.Tools.DbCtl;

/// <summary>Connection names that controllers and managers are given by.</summary>
internal static class Targets
{
    /// <summary>Warns when the word before the colon names no kind of connection.</summary>
    public static void Check(string target, LogModule log)
    {
        var colon = target.IndexOf(':', StringComparison.Ordinal);
        var kind = colon < 0 ? "" : target[..colon];
        if (kind is not ("tcp" or "ssl" or "unix" or "ptcp" or "pssl" or "punix"))
        {
            log.Warn($"target type \"{target}\" is possibly erroneous");
        }
    }
}
