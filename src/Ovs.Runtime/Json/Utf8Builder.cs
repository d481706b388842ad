using System;
using System.Buffers;
using System.Buffers.Text;
using System.Text;
using System.Text.Unicode;

namespace Ovs.Runtime.Json;

/// <summary>A growing buffer of UTF-8 bytes; what goes to a socket or file is built here.</summary>
public sealed class Utf8Builder(int capacity = 256)
{
    private byte[] _bytes = new byte[Math.Max(16, capacity)];
    private int _count;

    public int Count => _count;

    public ReadOnlySpan<byte> Written => _bytes.AsSpan(0, _count);

    public ReadOnlyMemory<byte> WrittenMemory => _bytes.AsMemory(0, _count);

    public void Clear() => _count = 0;

    /// <summary>Takes back what was appended after the first <paramref name="count"/> bytes.</summary>
    public void Truncate(int count) => _count = Math.Min(_count, count);

    public byte[] ToArray() => Written.ToArray();

    public override string ToString() => Utf8Text.Decode(Written);

    public void Append(byte value)
    {
        if (_count == _bytes.Length)
        {
            Grow(1);
        }

        _bytes[_count++] = value;
    }

    public void Append(ReadOnlySpan<byte> bytes)
    {
        bytes.CopyTo(Reserve(bytes.Length));
        _count += bytes.Length;
    }

    public void Append(byte value, int count)
    {
        Reserve(count)[..count].Fill(value);
        _count += count;
    }

    public void Append(long value)
    {
        const int longest = 20;
        Utf8Formatter.TryFormat(value, Reserve(longest), out var size);
        _count += size;
    }

    /// <summary>Appends text; escaped bytes (see <see cref="Utf8Text"/>) become bytes, other lone surrogates their
    /// three-byte form, as the original encodes them.</summary>
    public void Append(ReadOnlySpan<char> text)
    {
        const int bytesPerChar = 3;
        var room = Reserve(text.Length * bytesPerChar);
        var status = Utf8.FromUtf16(text, room, out var read, out var size, replaceInvalidSequences: false);
        _count += size;
        if (status != OperationStatus.Done)
        {
            AppendWithSurrogates(text[read..]);
        }
    }

    private void AppendWithSurrogates(ReadOnlySpan<char> text)
    {
        while (!text.IsEmpty)
        {
            if (Rune.DecodeFromUtf16(text, out var rune, out var size) == OperationStatus.Done)
            {
                _count += rune.EncodeToUtf8(Reserve(4));
                text = text[size..];
                continue;
            }

            var c = text[0];
            if (Utf8Text.IsEscapedByte(c))
            {
                Append(Utf8Text.EscapedByte(c));
            }
            else
            {
                Append((byte)(0xe0 | (c >> 12)));
                Append((byte)(0x80 | ((c >> 6) & 0x3f)));
                Append((byte)(0x80 | (c & 0x3f)));
            }

            text = text[1..];
        }
    }

    private Span<byte> Reserve(int count)
    {
        if (_bytes.Length - _count < count)
        {
            Grow(count);
        }

        return _bytes.AsSpan(_count);
    }

    private void Grow(int count) => Array.Resize(ref _bytes, Math.Max(_bytes.Length * 2, checked(_count + count)));
}
