namespace Ovs.Runtime.CommandLine;

/// <summary>The version that programs answer with: the level of compatibility.</summary>
public static class ProgramVersion
{
    public const string Number = "3.7.1";

    /// <summary>"PROGRAM (Open vSwitch) 3.7.1".</summary>
    public static string Line => $"{ProgramExit.ProgramName} (Open vSwitch) {Number}";

    public static void Print() => StandardOutput.WriteLine(Line);
}
