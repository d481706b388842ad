using Ovs.Runtime.CommandLine;

namespace Ovs.Tools.VtepCtl;

/// <summary>`vtep-ctl`: configures a hardware switch that ends VXLAN tunnels, by its database.</summary>
public static class VtepCtlProgram
{
    public static int Run(string programName, string[] arguments)
    {
        ProgramExit.ProgramName = programName;
        return new VtepTool().Run(arguments);
    }
}
