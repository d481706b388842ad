using Ovs.Native;

namespace Ovs.Runtime.JsonRpc;

/// <summary>Why a connection ended: an error, or the peer closed it in order.</summary>
public readonly record struct CloseReason(Errno Error)
{
    /// <summary>The peer closed the connection.</summary>
    public static readonly CloseReason EndOfFile;

    public bool IsEndOfFile => !Error.IsError;

    /// <summary>The original's text, such as "Connection refused" or "End of file".</summary>
    public string Text => IsEndOfFile ? "End of file" : Error.Text;
}
