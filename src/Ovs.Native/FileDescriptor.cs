using System;
using System.Runtime.InteropServices;

namespace Ovs.Native;

/// <summary>Sole owner of one kernel file descriptor; closing it is <see cref="Dispose"/>, which may be repeated.</summary>
/// <remarks>
/// Deliberately not a SafeHandle: descriptors here live as long as the objects that own them, on the thread that owns
/// those, and reference counting on every system call costs more than many of the calls.
/// </remarks>
public sealed partial class FileDescriptor : IDisposable
{
    private int _value;

    public FileDescriptor(int value)
    {
        ArgumentOutOfRangeException.ThrowIfNegative(value);
        _value = value;
    }

    /// <summary>The raw number, valid until <see cref="Dispose"/>.</summary>
    public int Value
    {
        get
        {
            ObjectDisposedException.ThrowIf(_value < 0, this);
            return _value;
        }
    }

    public bool IsOpen => _value >= 0;

    /// <summary>Gives the number away; the caller closes it.</summary>
    public int Release()
    {
        var value = Value;
        _value = -1;
        return value;
    }

    public void Dispose()
    {
        if (_value >= 0)
        {
            // close(2): on Linux the descriptor is gone whatever the result, so there is nothing to retry or report.
            _ = close(_value);
            _value = -1;
        }
    }

    [LibraryImport("libc")]
    private static partial int close(int fd);
}
