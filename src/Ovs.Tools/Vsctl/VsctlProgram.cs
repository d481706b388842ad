using Ovs.Runtime.CommandLine;

namespace Ovs.Tools.Vsctl;

/// <summary>`ovs-vsctl`: configures the switch by its database, and waits until the switch has done it.</summary>
public static class VsctlProgram
{
    public static int Run(string programName, string[] arguments)
    {
        ProgramExit.ProgramName = programName;
        return new VsctlTool().Run(arguments);
    }
}
