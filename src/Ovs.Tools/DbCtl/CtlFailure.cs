using System.Diagnostics.CodeAnalysis;
using Ovs.Runtime.CommandLine;
using Ovs.Runtime.Logging;

namespace Ovs.Tools.DbCtl;

/// <summary>How a database tool gives up: the message goes to the log and to standard error, once each.</summary>
internal static class CtlFailure
{
    private static readonly LogModule s_log = LogModule.Define("db_ctl_base");

    [DoesNotReturn]
    public static void Exit(string message)
    {
        LogSystem.Require("db_ctl_base:console:off");
        s_log.Err(message);
        ProgramExit.Fatal(message);
    }
}
