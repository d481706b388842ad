using System;
using System.Diagnostics.CodeAnalysis;
using System.IO;
using Ovs.Native.Libc;
using Ovs.Runtime.CommandLine;
using Ovs.Runtime.Logging;

namespace Ovs.Runtime.Process;

/// <summary>`--user USER[:GROUP]`: gives up root for a user of /etc/passwd, keeping the capabilities that a switch needs.</summary>
public static class UserSwitch
{
    private static readonly LogModule s_log = LogModule.Define("daemon_unix");

    public static void Become(string specification)
    {
        var program = ProgramExit.ProgramName;
        if (Users.EffectiveUser() != 0)
        {
            Fatal($"{program}: only root can use --user option");
        }

        var colon = specification.IndexOf(':', StringComparison.Ordinal);
        var name = colon < 0 ? specification : specification[..colon];
        var groupName = colon < 0 ? "" : specification[(colon + 1)..];
        var user = name.Length == 0 ? Find("/etc/passwd", "root") : Find("/etc/passwd", name);
        if (user is null)
        {
            Fatal($"{program}: user {name} not found, aborting.");
        }

        var uid = int.Parse(user![2]);
        var gid = int.Parse(user[3]);
        if (colon >= 0 && groupName.Length > 0)
        {
            gid = GroupOf(specification, user[0], gid, groupName);
        }

        Switch(user[0], uid, gid);
    }

    private static int GroupOf(string specification, string user, int primaryGid, string groupName)
    {
        var group = Find("/etc/group", groupName);
        if (group is null)
        {
            Fatal($"{ProgramExit.ProgramName}: group {groupName} not found, aborting.");
        }

        var gid = int.Parse(group![2]);
        if (gid != primaryGid && Array.IndexOf(group[3].Split(','), user) < 0)
        {
            Fatal($"{ProgramExit.ProgramName}: Invalid --user option {specification} (user {user} is not in group {groupName}), aborting.");
        }

        return gid;
    }

    private static void Switch(string user, int uid, int gid)
    {
        var program = ProgramExit.ProgramName;
        if (uid == 0)
        {
            return;
        }

        if (Users.KeepNetworkCapabilities() is { IsError: true })
        {
            Fatal($"{program}: fail to keep capabilities, aborting");
        }

        if (Users.SetGroup(gid) is { IsError: true })
        {
            Fatal($"{program}: fail to switch group to gid as {gid}, aborting");
        }

        if (Users.SetUser(uid) is { IsError: true } || Users.RaiseNetworkCapabilities() is { IsError: true })
        {
            Fatal($"{program}: fail to switch user to {user}, aborting");
        }
    }

    private static string[]? Find(string file, string name)
    {
        foreach (var line in File.ReadLines(file))
        {
            var fields = line.Split(':');
            if (fields.Length >= 4 && fields[0] == name)
            {
                return fields;
            }
        }

        return null;
    }

    [DoesNotReturn]
    private static void Fatal(string message) => s_log.Fatal(message);
}
