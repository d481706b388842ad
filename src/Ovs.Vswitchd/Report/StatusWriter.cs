using System;
using System.Collections.Generic;
using Ovs.Flow.Fields;
using Ovs.Datapath.Netdev;
using Ovs.Ofproto.Bundles;
using Ovs.Ovsdb.Client;
using Ovs.Ovsdb.Data;
using Ovs.Ovsdb.Rows;
using Ovs.Vswitchd.Reconfigure;

namespace Ovs.Vswitchd.Report;

/// <summary>Writes what the switch is and counts into the rows of an open transaction; the replica sends only what differs.
/// ovs-vswitchd.conf.db(5) says what each column means.</summary>
internal static class StatusWriter
{
    /// <summary>The columns that only the switch writes. They are monitored, so that unchanged values are not sent again, but
    /// their changes are no reason to look at the configuration.</summary>
    public static void Monitor(Replica replica)
    {
        replica.MonitorEverything();
        foreach (var column in new[]
        {
            OpenVSwitch.CurCfgColumn, OpenVSwitch.StatisticsColumn, OpenVSwitch.DatapathTypesColumn,
            OpenVSwitch.IfaceTypesColumn, OpenVSwitch.DpdkInitializedColumn, OpenVSwitch.DpdkVersionColumn,
            OpenVSwitch.ExternalIdsColumn, OpenVSwitch.OvsVersionColumn, OpenVSwitch.DbVersionColumn,
            OpenVSwitch.SystemTypeColumn, OpenVSwitch.SystemVersionColumn,
        })
        {
            replica[OpenVSwitch.TableSchema].OmitAlert(column);
        }

        foreach (var column in new[]
        {
            Bridge.DatapathIdColumn, Bridge.DatapathVersionColumn, Bridge.StatusColumn, Bridge.RstpStatusColumn,
            Bridge.ExternalIdsColumn,
        })
        {
            replica[Bridge.TableSchema].OmitAlert(column);
        }

        foreach (var column in new[]
        {
            Port.StatusColumn, Port.RstpStatusColumn, Port.StatisticsColumn, Port.RstpStatisticsColumn,
            Port.ExternalIdsColumn, Port.BondActiveSlaveColumn,
        })
        {
            replica[Port.TableSchema].OmitAlert(column);
        }

        foreach (var column in new[]
        {
            Interface.AdminStateColumn, Interface.DuplexColumn, Interface.LinkSpeedColumn, Interface.LinkStateColumn,
            Interface.LinkResetsColumn, Interface.MacInUseColumn, Interface.IfindexColumn, Interface.MtuColumn,
            Interface.OfportColumn, Interface.StatisticsColumn, Interface.StatusColumn, Interface.ErrorColumn,
            Interface.ExternalIdsColumn, Interface.BfdStatusColumn, Interface.CfmFaultColumn,
            Interface.CfmFaultStatusColumn, Interface.CfmRemoteMpidsColumn, Interface.CfmRemoteOpstateColumn,
            Interface.CfmFlapCountColumn, Interface.CfmHealthColumn, Interface.LacpCurrentColumn,
        })
        {
            replica[Interface.TableSchema].OmitAlert(column);
        }
    }

    /// <summary>Says that the configuration with this number is in force, and what this switch can do.</summary>
    public static void WriteConfigured(OpenVSwitch root, IReadOnlyList<string> datapathTypes, IReadOnlyList<string> interfaceTypes)
    {
        root.CurCfg = root.NextCfg;
        root.DatapathTypes = datapathTypes;
        root.IfaceTypes = interfaceTypes;
        root.DpdkInitialized = false;
        root.DpdkVersion = "none";
    }

    /// <summary>Writes bridges and interfaces as they are.</summary>
    /// <param name="withStatistics">Also reads and writes counters; those of interfaces that have none yet always.</param>
    public static void Write(OpenVSwitch root, SwitchRuntime runtime, bool withStatistics)
    {
        foreach (var row in root.Bridges)
        {
            if (!runtime.Bridges.TryGetValue(row.Name, out var bridge))
            {
                continue;
            }

            row.DatapathId = bridge.DatapathId;
            row.DatapathVersion = "<built-in>";
            foreach (var port in row.Ports)
            {
                foreach (var one in port.Interfaces)
                {
                    if (bridge.Interfaces.TryGetValue(one.Name, out var state))
                    {
                        WriteInterface(one, state, withStatistics);
                    }
                }
            }
        }
    }

    private static void WriteInterface(Interface row, InterfaceRuntime state, bool withStatistics)
    {
        row.Error = state.Error;
        if (state.Netdev is not { Facts.Exists: true } netdev)
        {
            row.Ofport = -1;
            Clear(row);
            return;
        }

        var facts = netdev.Facts;
        row.Ofport = state.OfPort == OfPort.None ? -1 : state.OfPort.Number;
        row.Ifindex = facts.IfIndex;
        row.MacInUse = facts.Mac.ToString();
        row.Mtu = facts.Mtu;
        row.AdminState = facts.IsAdminUp ? "up" : "down";
        row.LinkState = facts.HasCarrier ? "up" : "down";
        row.LinkResets = facts.CarrierResets;
        row.LinkSpeed = facts.SpeedBitsPerSecond > 0 ? facts.SpeedBitsPerSecond : null;
        row.Duplex = facts.Duplex switch { Duplex.Full => "full", Duplex.Half => "half", _ => null };
        row.Status = facts.DriverName.Length == 0
            ? default(TextMap)
            : new Dictionary<string, string>
            {
                ["driver_name"] = facts.DriverName,
                ["driver_version"] = facts.DriverVersion,
                ["firmware_version"] = facts.FirmwareVersion,
            };
        if ((withStatistics || row.Statistics.Count == 0) && !netdev.GetStatistics(out var statistics).IsError)
        {
            row.Statistics = [.. statistics.Named()];
        }
    }

    private static void Clear(Interface row)
    {
        row.Ifindex = null;
        row.MacInUse = null;
        row.Mtu = null;
        row.AdminState = null;
        row.LinkState = null;
        row.LinkResets = null;
        row.LinkSpeed = null;
        row.Duplex = null;
        row.Status = default;
        row.Statistics = [];
    }
}
