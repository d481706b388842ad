namespace Ovs.Runtime.Replay;

/// <summary>Where what comes from outside is from, and whether it is written down.</summary>
public enum ReplayMode
{
    /// <summary>From outside, and that is all.</summary>
    None,

    /// <summary>From outside, and written to files (`--record`).</summary>
    Record,

    /// <summary>From such files; nothing outside is touched (`--replay`).</summary>
    Replay,
}
