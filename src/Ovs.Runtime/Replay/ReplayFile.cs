using System;
using System.IO;
using System.Runtime.InteropServices;
using Ovs.Native;
using Ovs.Runtime.Logging;

namespace Ovs.Runtime.Replay;

/// <summary>
/// What one connection, listener or source of numbers did, in order. A record is its number, negative when something was
/// sent; then a length or a negated error number; then, when something was received, as many bytes. Numbers and lengths
/// are 32 bits in the machine's order.
/// </summary>
internal sealed class ReplayFile : IDisposable
{
    private const int NoNumber = int.MaxValue;

    private static readonly LogModule s_log = LogModule.Define("ovs_replay");
    private static readonly LogRateLimit s_limit = new(10, 25);

    private readonly FileStream _stream;
    private bool _isAbandoned;

    public ReplayFile(string name, FileStream stream)
    {
        Name = name;
        _stream = stream;
    }

    public string Name { get; }

    /// <summary>The number of the record to be replayed next; one that is never due at the end.</summary>
    public int Number { get; private set; } = NoNumber;

    /// <summary>Whether the next record is of something that came in.</summary>
    public bool IsNextReceived { get; private set; }

    public bool IsAtEnd => Number == NoNumber;

    /// <summary>True when the next record may be replayed now.</summary>
    public bool IsDue => Number == ReplayJournal.Next;

    /// <summary>Called when <see cref="IsDue"/> becomes true.</summary>
    public Action? Due { get; set; }

    /// <summary>Writes that data came in.</summary>
    public void WriteReceived(ReadOnlySpan<byte> data) => Write(data.Length, data, isReceived: true);

    /// <summary>Writes how an attempt to open, accept or receive ended.</summary>
    public void WriteResult(Errno error) => Write(-error.Value, default, isReceived: true);

    /// <summary>Writes how many bytes went out, or why none did.</summary>
    public void WriteSent(Errno error, int count) => Write(error.IsError ? -error.Value : count, default, isReceived: false);

    /// <summary>Takes the next record of something that came in: its error, or its data. EAGAIN when that is not due.</summary>
    /// <param name="count">Bytes put into <paramref name="buffer"/>.</param>
    public Errno TakeReceived(Span<byte> buffer, out int count)
    {
        count = 0;
        if (_isAbandoned || IsAtEnd || !IsDue || !IsNextReceived)
        {
            return Errno.EAGAIN;
        }

        return TakeEarly(buffer, out count);
    }

    /// <summary>As <see cref="TakeReceived"/>, due or not, for what the program decides when to ask.</summary>
    public Errno TakeEarly(Span<byte> buffer, out int count)
    {
        count = 0;
        if (IsAtEnd || !IsNextReceived || !TryReadInteger(out var length) || length > buffer.Length)
        {
            s_log.Err(s_limit, $"{Name}: failed to read replay file");
            return Errno.EINVAL;
        }

        if (length > 0 && _stream.ReadAtLeast(buffer[..length], length, throwOnEndOfStream: false) < length)
        {
            s_log.Err(s_limit, $"{Name}: failed to read replay buffer");
            return Errno.EINVAL;
        }

        count = Math.Max(length, 0);
        Advance();
        return length < 0 ? new Errno(-length) : Errno.None;
    }

    /// <summary>Takes the next record of something that went out. EAGAIN when that is not due.</summary>
    public Errno TakeSent(out int count)
    {
        count = 0;
        if (IsAtEnd || !IsDue || IsNextReceived)
        {
            return Errno.EAGAIN;
        }

        if (!TryReadInteger(out var length))
        {
            return Errno.EINVAL;
        }

        count = Math.Max(length, 0);
        Advance();
        return length < 0 ? new Errno(-length) : Errno.None;
    }

    /// <summary>Reads ahead which record is next.</summary>
    public void ReadNumber()
    {
        var isRead = TryReadInteger(out var number);
        Number = isRead ? Math.Abs(number) : NoNumber;
        IsNextReceived = number >= 0;
    }

    public void OnDue()
    {
        if (_isAbandoned)
        {
            Skip();
        }
        else
        {
            Due?.Invoke();
        }
    }

    /// <summary>Ends the use of the file. Records that nobody will ask for are passed over when they are due.</summary>
    public void Dispose()
    {
        Due = null;
        if (IsAtEnd)
        {
            Close();
            return;
        }

        _isAbandoned = true;
        if (IsDue)
        {
            Skip();
        }
    }

    private void Close()
    {
        ReplayJournal.Forget(this);
        _stream.Dispose();
    }

    private void Skip()
    {
        if (!TryReadInteger(out var length))
        {
            length = 0;
        }

        if (IsNextReceived && length > 0)
        {
            _stream.Seek(length, SeekOrigin.Current);
        }

        var number = Number;
        ReadNumber();
        if (IsAtEnd)
        {
            Close();
        }

        ReplayJournal.Take(number);
    }

    private void Advance()
    {
        var number = Number;
        ReadNumber();
        ReplayJournal.Take(number);
    }

    private void Write(int length, ReadOnlySpan<byte> data, bool isReceived)
    {
        var number = ReplayJournal.Next;
        Span<int> head = [isReceived ? number : -number, length];
        try
        {
            _stream.Write(MemoryMarshal.AsBytes(head));
            _stream.Write(data);
            _stream.Flush();
        }
        catch (IOException e)
        {
            s_log.Err(s_limit, $"{Name}: failed to write buffer: {Json.FileErrors.Text(e)}");
        }

        ReplayJournal.Take(number);
    }

    private bool TryReadInteger(out int value)
    {
        Span<byte> bytes = stackalloc byte[sizeof(int)];
        var isRead = _stream.ReadAtLeast(bytes, bytes.Length, throwOnEndOfStream: false) == bytes.Length;
        value = isRead ? MemoryMarshal.Read<int>(bytes) : 0;
        return isRead;
    }
}
