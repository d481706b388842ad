using System;
using Ovs.Ovsdb.Data;
using Ovs.Ovsdb.Rows;
using Ovs.Tools.DbCtl;

namespace Ovs.Tools.Vsctl;

/// <summary>What the commands about connection tracking zones share: they name a datapath and a zone of it.</summary>
internal static class ZoneCommands
{
    public static string? Prepare(CtlContext context)
    {
        context.Monitor(OpenVSwitch.TableSchema, OpenVSwitch.DatapathsColumn);
        context.Monitor(Datapath.TableSchema, Datapath.CtZonesColumn);
        context.Monitor(Datapath.TableSchema, Datapath.CtZoneDefaultLimitColumn);
        context.Monitor(CTZone.TableSchema, CTZone.TimeoutPolicyColumn);
        context.Monitor(CTZone.TableSchema, CTZone.LimitColumn);
        context.Monitor(CTTimeoutPolicy.TableSchema, CTTimeoutPolicy.TimeoutsColumn);
        return null;
    }

    public static Datapath? FindDatapath(VsctlContext context, string name)
    {
        foreach (var (type, datapath) in context.Root.Datapaths)
        {
            if (type == name)
            {
                return datapath;
            }
        }

        return null;
    }

    /// <summary>The datapath of the first argument; gives null or what is wrong.</summary>
    public static string? RequireDatapath(VsctlContext context, out Datapath datapath)
    {
        datapath = FindDatapath(context, context.Arguments[1])!;
        return datapath is null ? $"datapath {context.Arguments[1]} does not exist" : null;
    }

    /// <summary>The datapath of a listing command's argument; gives null or what is wrong.</summary>
    public static string? RequireListed(VsctlContext context, out Datapath datapath)
    {
        datapath = FindDatapath(context, context.Arguments[1])!;
        return datapath is null ? $"datapath: {context.Arguments[1]} record not found" : null;
    }

    public static CTZone? FindZone(Datapath datapath, long id)
    {
        foreach (var (zone, row) in datapath.CtZones)
        {
            if (zone == id)
            {
                return row;
            }
        }

        return null;
    }

    /// <summary>Adds a zone to a datapath.</summary>
    public static CTZone InsertZone(VsctlContext context, Datapath datapath, long id)
    {
        var zone = context.Transaction.Insert<CTZone>();
        datapath.PutPair(Datapath.CtZonesColumn, new Atom(id), new Atom(zone.Uuid));
        return zone;
    }

    public static void RemoveZone(Datapath datapath, long id) =>
        datapath.RemoveElement(Datapath.CtZonesColumn, new Atom(id));

    /// <summary>"list-dp-cap": the abilities of a datapath.</summary>
    public static string? PrepareCapabilities(CtlContext context)
    {
        context.Monitor(OpenVSwitch.TableSchema, OpenVSwitch.DatapathsColumn);
        context.Monitor(Datapath.TableSchema, Datapath.CapabilitiesColumn);
        return null;
    }

    public static string? ListCapabilities(VsctlContext context)
    {
        if (FindDatapath(context, context.Arguments[1]) is not { } datapath)
        {
            return $"datapath \"{context.Arguments[1]}\" record not found";
        }

        var separator = "";
        foreach (var (name, value) in datapath.Capabilities)
        {
            context.Output.Append(separator).Append(name).Append('=').Append(value);
            separator = " ";
        }

        context.Output.Append('\n');
        return null;
    }
}
