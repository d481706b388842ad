using System;
using System.Collections.Generic;
using Ovs.Ovsdb.Data;
using Ovs.Ovsdb.Rows;
using Ovs.Tools.DbCtl;

namespace Ovs.Tools.Vsctl;

/// <summary>The commands about how long connections of a zone stay without traffic.</summary>
internal static class ZonePolicyCommands
{
    private const string ZonePrefix = "zone=";
    private const string Separators = ", \t\r\n";

    public static readonly CtlCommandRow[] Rows =
    [
        VsctlCommands.Writing("add-zone-tp", 3, int.MaxValue, "", "--may-exist", ZoneCommands.Prepare, Add),
        VsctlCommands.Writing("del-zone-tp", 2, 2, "", "--if-exists", ZoneCommands.Prepare, Delete),
        VsctlCommands.Reading("list-zone-tp", 1, 1, "", "", ZoneCommands.Prepare, List),
    ];

    private static string? Add(VsctlContext context)
    {
        if (Parse(context, out var datapath, out var id) is { } error)
        {
            return error;
        }

        var zone = ZoneCommands.FindZone(datapath, id);
        if (zone?.TimeoutPolicy is not null && !context.HasOption("--may-exist"))
        {
            return $"zone id {(ulong)id} already has a policy";
        }

        var policy = FindOrInsertPolicy(context);
        zone ??= ZoneCommands.InsertZone(context, datapath, id);
        zone.TimeoutPolicy = policy;
        return null;
    }

    private static string? Delete(VsctlContext context)
    {
        if (Parse(context, out var datapath, out var id) is { } error)
        {
            return error;
        }

        var zone = ZoneCommands.FindZone(datapath, id);
        if (!context.HasOption("--if-exists") && zone?.TimeoutPolicy is null)
        {
            return $"zone id {(ulong)id} does not have a policy";
        }

        if (zone?.Limit is not null)
        {
            zone.TimeoutPolicy?.Delete();
            zone.TimeoutPolicy = null;
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

        foreach (var (id, zone) in datapath.CtZones)
        {
            context.Output.Append($"Zone:{(ulong)id}, Timeout Policies:");
            if (zone.TimeoutPolicy is { } policy)
            {
                foreach (var (name, seconds) in policy.Timeouts)
                {
                    context.Output.Append($" {name}={(ulong)seconds}");
                }
            }
            else
            {
                context.Output.Append(" system default");
            }

            context.Output.Append('\n');
        }

        return null;
    }

    private static string? Parse(VsctlContext context, out Datapath datapath, out long id)
    {
        datapath = null!;
        id = 0;
        var text = context.Arguments[2];
        return text.StartsWith(ZonePrefix, StringComparison.Ordinal) && CNumber.TryScan(text, ZonePrefix.Length, out id)
            ? ZoneCommands.RequireDatapath(context, out datapath)
            : $"invalid zone argument, {text}";
    }

    /// <summary>Zones with the same timeouts share a row.</summary>
    private static CTTimeoutPolicy FindOrInsertPolicy(VsctlContext context)
    {
        var wanted = new DatumBuilder();
        var names = new HashSet<string>();
        for (var i = context.Arguments.Count - 1; i >= 3; i--)
        {
            // Of a name that is repeated the last value counts.
            var (name, value) = ParseTimeout(context.Arguments[i]);
            if (names.Add(name))
            {
                wanted.Add(new Atom(name), new Atom((long)CNumber.Atoi(value)));
            }
        }

        var timeouts = wanted.BuildUnique();
        foreach (var policy in context.Replica.Rows<CTTimeoutPolicy>())
        {
            if (policy[CTTimeoutPolicy.TimeoutsColumn].Equals(timeouts))
            {
                return policy;
            }
        }

        var row = context.Transaction.Insert<CTTimeoutPolicy>();
        row.Set(CTTimeoutPolicy.TimeoutsColumn, timeouts);
        return row;
    }

    /// <summary>"NAME=SECONDS", also with ":" or brackets, up to a separator.</summary>
    private static (string Name, string Value) ParseTimeout(string text)
    {
        var rest = text.AsSpan().TrimStart(Separators);
        var end = rest.IndexOfAny(":=(" + Separators);
        if (end < 0 || Separators.Contains(rest[end]))
        {
            return (rest[..(end < 0 ? rest.Length : end)].ToString(), "");
        }

        var value = rest[(end + 1)..];
        var valueEnd = rest[end] == '(' ? value.IndexOf(')') : value.IndexOfAny(Separators);
        return (rest[..end].ToString(), value[..(valueEnd < 0 ? value.Length : valueEnd)].ToString());
    }
}
