using Ovs.Vswitchd.Desired;

namespace Ovs.Vswitchd.Reconfigure;

/// <summary>One change of devices that brings the switch nearer to what is wanted.</summary>
internal abstract record ReconfigureStep(string Bridge);

internal sealed record RemoveInterface(string Bridge, string Name) : ReconfigureStep(Bridge);

internal sealed record RemoveBridge(string Bridge) : ReconfigureStep(Bridge);

internal sealed record AddBridge(string Bridge, BridgeConfig Config) : ReconfigureStep(Bridge);

internal sealed record AddInterface(string Bridge, InterfaceConfig Config) : ReconfigureStep(Bridge);
