using Ovs.Ovsdb.Rows;
using Ovs.Tools.DbCtl;

namespace Ovs.Tools.Vsctl;

/// <summary>The commands about how many connections a zone may have.</summary>
internal static class ZoneLimitCommands
{
    private const string Default = "default";

    public static readonly CtlCommandRow[] Rows =
    [
        VsctlCommands.Writing("set-zone-limit", 3, 3, "ARG ARG ARG", "", ZoneCommands.Prepare, Set),
        VsctlCommands.Writing("del-zone-limit", 2, 2, "ARG ARG", "--if-exists", ZoneCommands.Prepare, Delete),
        VsctlCommands.Reading("list-zone-limits", 1, 1, "ARG", "", ZoneCommands.Prepare, List),
    ];

    private static string? Set(VsctlContext context)
    {
        if (ParseZone(context.Arguments[2], out var id) is { } zoneError)
        {
            return zoneError;
        }

        if (!CNumber.TryScan(context.Arguments[3], 0, out var limit))
        {
            return $"invalid limit, {context.Arguments[3]}";
        }

        if (ZoneCommands.RequireDatapath(context, out var datapath) is { } error)
        {
            return error;
        }

        if (limit is < 0 or > uint.MaxValue)
        {
            return $"limit ({limit}) out of range";
        }

        if (context.Arguments[2] == Default)
        {
            datapath.CtZoneDefaultLimit = limit;
            return null;
        }

        if (id is < 0 or > ushort.MaxValue)
        {
            return $"zone_id ({id}) out of range";
        }

        var zone = ZoneCommands.FindZone(datapath, id) ?? ZoneCommands.InsertZone(context, datapath, id);
        zone.Limit = limit;
        return null;
    }

    private static string? Delete(VsctlContext context)
    {
        var mustExist = !context.HasOption("--if-exists");
        var error = ParseZone(context.Arguments[2], out var id);
        Datapath datapath = null!;
        error ??= ZoneCommands.RequireDatapath(context, out datapath);
        if (error is not null)
        {
            return error;
        }

        if (context.Arguments[2] == Default)
        {
            if (mustExist && datapath.CtZoneDefaultLimit is null)
            {
                return $"datapath {context.Arguments[1]} does not have a limit";
            }

            datapath.CtZoneDefaultLimit = null;
            return null;
        }

        var zone = ZoneCommands.FindZone(datapath, id);
        if (mustExist && zone?.Limit is null)
        {
            return $"zone_id {id} does not have a limit";
        }

        if (zone?.TimeoutPolicy is not null)
        {
            zone.Limit = null;
        }
        else if (zone is not null)
        {
            ZoneCommands.RemoveZone(datapath, id);
        }

        return null;
    }

    private static string? List(VsctlContext context)
    {
        if (ZoneCommands.RequireListed(context, out var datapath) is { } error)
        {
            return error;
        }

        if (datapath.CtZoneDefaultLimit is { } common)
        {
            context.Output.Append($"Default, Limit: {(ulong)common}\n");
        }

        foreach (var (id, zone) in datapath.CtZones)
        {
            if (zone.Limit is { } limit)
            {
                context.Output.Append($"Zone: {(ulong)id}, Limit: {(ulong)limit}\n");
            }
        }

        return null;
    }

    private static string? ParseZone(string text, out long id) =>
        CNumber.TryScan(text, 0, out id) || text == Default ? null : $"invalid zone id, {text}";
}
