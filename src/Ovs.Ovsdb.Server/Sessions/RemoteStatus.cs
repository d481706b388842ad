namespace Ovs.Ovsdb.Server.Sessions;

/// <summary>What a Manager row's status columns tell of a remote.</summary>
internal sealed record RemoteStatus
{
    public bool IsConnected { get; init; }

    public int ConnectionCount { get; init; }

    /// <summary>The TCP port listened on, or 0.</summary>
    public int BoundPort { get; init; }

    /// <summary>The connection's state, such as ACTIVE; of active remotes only, as are the rest.</summary>
    public string? State { get; init; }

    public string? LastError { get; init; }

    public long? SecondsSinceConnect { get; init; }

    public long? SecondsSinceDisconnect { get; init; }

    /// <summary>Names with a space between.</summary>
    public string LocksHeld { get; init; } = "";

    public string LocksWaiting { get; init; } = "";

    public string LocksLost { get; init; } = "";
}
