using System;

namespace Ovs.Loads;

/// <summary>Two namespaces with a veth each; the other ends, without addresses, are for the switch.</summary>
internal sealed class TwoHosts : IDisposable
{
    private readonly string _name = $"ovsl{Environment.ProcessId}";

    public TwoHosts()
    {
        for (var i = 0; i < 2; i++)
        {
            Shell.Run("ip", $"netns add {Namespace(i)}");
            Shell.Run("ip", $"link add {Port(i)} type veth peer name eth0 netns {Namespace(i)}");
            Shell.Run("ip", $"link set {Port(i)} up");
            Shell.Run("ip", $"-n {Namespace(i)} link set eth0 up");
            Shell.Run("ip", $"-n {Namespace(i)} addr add {Address(i)}/24 dev eth0");
        }
    }

    public static string Address(int host) => $"10.99.0.{host + 1}";

    public string Namespace(int host) => $"{_name}h{host}";

    public string Port(int host) => $"{_name}p{host}";

    public void Dispose()
    {
        for (var i = 0; i < 2; i++)
        {
            // Removes the host's end of the veth, and with that ours.
            Shell.Run("ip", $"netns delete {Namespace(i)}");
        }
    }
}
