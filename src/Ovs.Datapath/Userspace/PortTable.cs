using System;
using System.Collections.Generic;
using Ovs.Datapath.Interface;

namespace Ovs.Datapath.Userspace;

/// <summary>The ports of a datapath at one time: an immutable snapshot, found by number in one step.</summary>
internal sealed class PortTable
{
    private readonly PollPort?[] _byNumber;

    private PortTable(PollPort[] ports)
    {
        Ports = ports;
        var infos = new DpPortInfo[ports.Length];
        _byNumber = new PollPort?[ports.Length == 0 ? 0 : (int)ports[^1].Info.Number.Number + 1];
        for (var i = 0; i < ports.Length; i++)
        {
            _byNumber[ports[i].Info.Number.Number] = ports[i];
            infos[i] = ports[i].Info;
        }

        Infos = infos;
    }

    public static PortTable Empty { get; } = new([]);

    /// <summary>By number.</summary>
    public PollPort[] Ports { get; }

    public IReadOnlyList<DpPortInfo> Infos { get; }

    public PollPort? Find(uint number) => number < (uint)_byNumber.Length ? _byNumber[number] : null;

    public PollPort? Find(string name) => Array.Find(Ports, port => port.Info.Name == name);

    public PortTable With(PollPort added)
    {
        PollPort[] ports = [.. Ports, added];
        Array.Sort(ports, static (a, b) => a.Info.Number.Number.CompareTo(b.Info.Number.Number));
        return new PortTable(ports);
    }

    public PortTable Without(PollPort removed) => new(Array.FindAll(Ports, port => port != removed));
}
