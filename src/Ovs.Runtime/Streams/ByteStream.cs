using System;
using Ovs.Native;

namespace Ovs.Runtime.Streams;

/// <summary>What the owner of a <see cref="ByteStream"/> waits for.</summary>
[Flags]
public enum StreamInterest
{
    None = 0,
    Connect = 1,
    Receive = 2,
    Send = 4,
}

/// <summary>
/// One end of a connection on the event loop. No call blocks: EAGAIN means "not now", and <see cref="Ready"/> is called
/// when it is worth another try of what <see cref="Interest"/> names.
/// </summary>
/// <remarks>
/// Implementations: unix and TCP sockets (<see cref="SocketStream"/>), TLS (<see cref="TlsStream"/>). The owner disposes the stream;
/// after that <see cref="Ready"/> is not called any more. Everything happens on the loop's thread.
/// </remarks>
public abstract class ByteStream : IDisposable
{
    protected ByteStream(string name) => Name = name;

    /// <summary>As logs and status columns show it: "unix:/path", "tcp:127.0.0.1:6640", "unix#3".</summary>
    public string Name { get; protected set; }

    /// <summary>Who the peer proved to be: the common name of its TLS certificate, or null.</summary>
    public string? PeerName { get; protected set; }

    /// <summary>Called on the loop when what <see cref="Interest"/> names may now succeed, or failed.</summary>
    public Action? Ready { get; set; }

    /// <summary>What <see cref="Ready"/> is wanted for.</summary>
    public abstract StreamInterest Interest { get; set; }

    /// <summary>False when <see cref="Ready"/> will tell of more to read, so that asking at once would be for nothing.</summary>
    public virtual bool MayHoldMore => true;

    /// <summary>None when connected, EAGAIN while that goes on, else why it failed.</summary>
    public abstract Errno Connect();

    /// <summary>Reads what is there; 0 bytes without an error is the end of the stream.</summary>
    public abstract Errno Receive(Span<byte> buffer, out int count);

    /// <summary>Writes as much as fits.</summary>
    public abstract Errno Send(ReadOnlySpan<byte> data, out int count);

    public void Dispose()
    {
        Ready = null;
        Dispose(true);
        GC.SuppressFinalize(this);
    }

    protected abstract void Dispose(bool disposing);
}
