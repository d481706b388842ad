namespace Ovs.Ovsdb.Client;

/// <summary>What became of a transaction.</summary>
public enum TransactionStatus
{
    /// <summary>Not committed yet.</summary>
    Uncommitted,

    /// <summary>It would change nothing, so nothing was sent.</summary>
    Unchanged,

    /// <summary>Sent; the reply has not come.</summary>
    Incomplete,

    /// <summary>Given up by the client.</summary>
    Aborted,
    Success,

    /// <summary>The database moved, or is out of reach: do it again on what it is then.</summary>
    TryAgain,

    /// <summary>Another client has the lock.</summary>
    NotLocked,

    /// <summary>Refused by the server.</summary>
    Error,
}

public static class TransactionStatuses
{
    private static readonly string[] s_texts =
        ["uncommitted", "unchanged", "incomplete", "aborted", "success", "try again", "not locked", "error"];

    /// <summary>The words of messages.</summary>
    public static string Text(this TransactionStatus status) => s_texts[(int)status];
}
