using Ovs.Ovsdb.Client;
using Ovs.Ovsdb.Rows.Vtep;
using Ovs.Tools.DbCtl;

namespace Ovs.Tools.VtepCtl;

/// <summary>What the VTEP commands work with: the root row, and switches, ports and routers by name.</summary>
internal sealed class VtepContext(CtlDatabase database, Replica replica) : CtlContext(database, replica)
{
    /// <summary>The only row of the root table; there is none while commands prepare.</summary>
    public Global Root { get; init; } = null!;

    public PhysicalSwitch? FindPhysicalSwitch(string name)
    {
        Root.Verify(Global.SwitchesColumn);
        foreach (var one in Root.Switches)
        {
            if (one.Name == name)
            {
                return one;
            }
        }

        return null;
    }

    /// <summary>Finds what must exist; gives null or what is wrong.</summary>
    public string? RequirePhysicalSwitch(string name, out PhysicalSwitch found)
    {
        found = FindPhysicalSwitch(name)!;
        return found is null ? $"no physical switch named {name}" : null;
    }

    /// <summary>A port of a physical switch, unless it has the switch's own name.</summary>
    public PhysicalPort? FindPort(string switchName, string name)
    {
        VerifyPorts();
        if (switchName == name || FindPhysicalSwitch(switchName) is not { } owner)
        {
            return null;
        }

        foreach (var port in owner.Ports)
        {
            if (port.Name == name)
            {
                return port;
            }
        }

        return null;
    }

    /// <summary>The same for one that must exist; gives null or what is wrong.</summary>
    public string? RequirePort(string switchName, string name, out PhysicalPort found)
    {
        found = FindPort(switchName, name)!;
        return found is null ? $"no port named {name}" : null;
    }

    public LogicalSwitch? FindLogicalSwitch(string name)
    {
        foreach (var one in Replica.Rows<LogicalSwitch>())
        {
            if (one.Name == name)
            {
                return one;
            }
        }

        return null;
    }

    /// <summary>Finds what must exist; gives null or what is wrong.</summary>
    public string? RequireLogicalSwitch(string name, out LogicalSwitch found)
    {
        found = FindLogicalSwitch(name)!;
        return found is null ? $"no logical switch named {name}" : null;
    }

    public LogicalRouter? FindLogicalRouter(string name)
    {
        foreach (var one in Replica.Rows<LogicalRouter>())
        {
            if (one.Name == name)
            {
                return one;
            }
        }

        return null;
    }

    /// <summary>The transaction holds only if nobody else adds or removes switches or ports.</summary>
    private void VerifyPorts()
    {
        Root.Verify(Global.SwitchesColumn);
        foreach (var one in Replica.Rows<PhysicalSwitch>())
        {
            one.Verify(PhysicalSwitch.PortsColumn);
        }
    }
}
