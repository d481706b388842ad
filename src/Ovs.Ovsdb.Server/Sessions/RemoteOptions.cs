using System;
using Ovs.Ovsdb.Data;
using Ovs.Runtime.Json;

namespace Ovs.Ovsdb.Server.Sessions;

/// <summary>How connections of one remote behave; the columns of a Manager row.</summary>
internal sealed record RemoteOptions
{
    /// <summary>Interactive traffic of network control: RFC 4594 CS6.</summary>
    public const int DefaultDscp = 48;
    public const int DefaultMaxBackoffMs = 8000;
    public const int DefaultProbeIntervalMs = 5000;

    public long MaxBackoffMs { get; init; } = DefaultMaxBackoffMs;

    /// <summary>Silence after which a client is probed; 0 never.</summary>
    public long ProbeIntervalMs { get; init; }

    public int Dscp { get; init; } = DefaultDscp;

    public bool IsReadOnly { get; init; }

    /// <summary>Row of RBAC_Role that says what clients may do; null or empty lets them do all.</summary>
    public string? Role { get; init; }

    public static RemoteOptions DefaultFor(string target) =>
        new() { ProbeIntervalMs = NeedsProbes(target) ? DefaultProbeIntervalMs : 0 };

    /// <summary>The form in a configuration file.</summary>
    public JsonObject ToJson(bool withAccess)
    {
        var json = new JsonObject(
            ("max-backoff", MaxBackoffMs), ("inactivity-probe", ProbeIntervalMs), ("dscp", (long)Dscp));
        if (withAccess)
        {
            json["read-only"] = IsReadOnly;
            if (Role is not null)
            {
                json["role"] = Role;
            }
        }

        return json;
    }

    /// <summary>These options changed by what a configuration file says of them.</summary>
    /// <param name="error">What of that is wrong; the rest counts.</param>
    public RemoteOptions With(JsonObject json, bool withAccess, out OvsdbError? error)
    {
        const MemberKinds Integer = MemberKinds.Integer | MemberKinds.Optional;
        var members = new MemberReader(json, "JSON-RPC options");
        var options = this;
        if (members.Take("max-backoff", Integer) is JsonInteger maxBackoff)
        {
            options = options with { MaxBackoffMs = maxBackoff.Value };
        }

        if (members.Take("inactivity-probe", Integer) is JsonInteger probe)
        {
            options = options with { ProbeIntervalMs = probe.Value };
        }

        if (members.Take("dscp", Integer) is JsonInteger dscp)
        {
            options = options with { Dscp = (int)dscp.Value };
        }

        if (withAccess)
        {
            if (members.TakeBoolean("read-only", MemberKinds.Boolean | MemberKinds.Optional) is { } isReadOnly)
            {
                options = options with { IsReadOnly = isReadOnly };
            }

            if (members.TakeText("role", MemberKinds.String | MemberKinds.Optional) is { } role)
            {
                options = options with { Role = role };
            }
        }

        error = members.Finish();
        return options;
    }

    /// <summary>Peers on this machine are not probed: the kernel tells when they die.</summary>
    private static bool NeedsProbes(string target) =>
        !target.StartsWith("unix:", StringComparison.Ordinal) && !target.StartsWith("punix:", StringComparison.Ordinal);
}
