using Ovs.Ovsdb.Data;
using Ovs.Runtime.Json;
using Ovs.Tools.Databases;

namespace Ovs.Tools.OvsdbTool;

/// <summary>Who and where a clustered database's file says its server is (ovsdb(5), "Clustered Format", first record).</summary>
/// <param name="ClusterId">Zero in a server that is still to join its cluster and was not told which one that is.</param>
internal sealed record ClusterHeader(string Name, string LocalAddress, Uuid ServerId, Uuid ClusterId)
{
    /// <summary>Reads the record; one that is not a header ends the program.</summary>
    public static ClusterHeader Parse(JsonObject json)
    {
        var members = new MemberReader(json, "raft header");
        var serverId = TakeUuid(members, "server_id", MemberKinds.String);
        var name = members.TakeText("name", MemberKinds.String);
        var address = members.TakeText("local_address", MemberKinds.String);
        var isJoining = members.Take("remote_addresses", MemberKinds.Array | MemberKinds.Optional) is not null;
        var clusterId = TakeUuid(
            members, "cluster_id", isJoining ? MemberKinds.String | MemberKinds.Optional : MemberKinds.String);

        // The state of the cluster at the beginning of the log, which is not asked for here.
        foreach (var other in new[]
        {
            "prev_servers", "prev_index", "prev_term", "prev_data", "prev_eid", "prev_election_timer",
        })
        {
            _ = members.Take(other, MemberKinds.Any | MemberKinds.Optional);
        }

        FatalErrors.Check(members.Finish());
        return new ClusterHeader(name!, address!, serverId, clusterId);
    }

    private static Uuid TakeUuid(MemberReader members, string name, MemberKinds kinds)
    {
        var text = members.TakeText(name, kinds);
        var uuid = Uuid.Zero;
        if (text is not null && !Uuid.TryParse(text, out uuid))
        {
            members.Fail($"'{name}' is not a valid UUID.");
        }

        return uuid;
    }
}
