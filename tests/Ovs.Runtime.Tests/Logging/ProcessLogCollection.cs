namespace Ovs.Runtime.Tests.Logging;

/// <summary>Tests that change the process's one log do not run beside others.</summary>
[CollectionDefinition("process log", DisableParallelization = true)]
public static class ProcessLogCollection
{
}
