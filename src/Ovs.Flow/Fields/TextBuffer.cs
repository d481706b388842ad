using System;
using System.Globalization;
using System.Runtime.CompilerServices;

namespace Ovs.Flow.Fields;

/// <summary>
/// Text under construction: characters appended to one array that is kept between uses. Appending an interpolated string
/// formats its values in place.
/// </summary>
public sealed class TextBuffer
{
    private char[] _chars;

    public TextBuffer(int capacity = 256) => _chars = new char[capacity];

    public int Length { get; private set; }

    public ReadOnlySpan<char> Span => _chars.AsSpan(0, Length);

    public char this[int index] => _chars[index];

    public override string ToString() => new(_chars, 0, Length);

    public void Clear() => Length = 0;

    /// <summary>Forgets everything from <paramref name="length"/> on.</summary>
    public void Truncate(int length) => Length = Math.Min(length, Length);

    public TextBuffer Append(char value)
    {
        if (Length == _chars.Length)
        {
            Grow(1);
        }

        _chars[Length++] = value;
        return this;
    }

    public TextBuffer Append(ReadOnlySpan<char> value)
    {
        value.CopyTo(Reserve(value.Length));
        Length += value.Length;
        return this;
    }

    public TextBuffer Append(string? value) => Append(value.AsSpan());

    public TextBuffer Append(char value, int count)
    {
        if (count > 0)
        {
            Reserve(count)[..count].Fill(value);
            Length += count;
        }

        return this;
    }

    public TextBuffer Append([InterpolatedStringHandlerArgument("")] ref Handler handler)
    {
        _ = handler;
        return this;
    }

    /// <summary>Appends a number in decimal.</summary>
    public TextBuffer Decimal(ulong value)
    {
        if (value < 10)
        {
            return Append((char)('0' + value));
        }

        _ = value.TryFormat(Reserve(20), out var count, default, CultureInfo.InvariantCulture);
        Length += count;
        return this;
    }

    /// <summary>Appends a number in lower-case hexadecimal without prefix, with at least <paramref name="digits"/>.</summary>
    public TextBuffer Hex(ulong value, int digits = 1)
    {
        var count = Math.Max(digits, (64 - System.Numerics.BitOperations.LeadingZeroCount(value) + 3) / 4);
        var target = Reserve(count);
        for (var i = count - 1; i >= 0; i--)
        {
            target[i] = "0123456789abcdef"[(int)(value & 0xf)];
            value >>= 4;
        }

        Length += count;
        return this;
    }

    /// <summary>Appends a number as C's %#x does: "0" or "0x" and digits.</summary>
    public TextBuffer HexC(ulong value) => value == 0 ? Append('0') : Append("0x").Hex(value);

    /// <summary>Appends a number as "0x" and digits, "0x0" for zero.</summary>
    public TextBuffer Hex0X(UInt128 value)
    {
        Append("0x");
        var high = (ulong)(value >> 64);
        return high == 0 ? Hex((ulong)value) : Hex(high).Hex((ulong)value, 16);
    }

    /// <summary>Appends bytes as one number: "0x" and digits without leading zeros.</summary>
    public TextBuffer Hex0X(ReadOnlySpan<byte> bytes)
    {
        Append("0x");
        var i = 0;
        while (i < bytes.Length && bytes[i] == 0)
        {
            i++;
        }

        if (i == bytes.Length)
        {
            return Append('0');
        }

        Hex(bytes[i]);
        while (++i < bytes.Length)
        {
            Hex(bytes[i], 2);
        }

        return this;
    }

    /// <summary>Takes the last character away if it is <paramref name="value"/>.</summary>
    public void Chomp(char value)
    {
        if (Length > 0 && _chars[Length - 1] == value)
        {
            Length--;
        }
    }

    public bool EndsWith(char value) => Length > 0 && _chars[Length - 1] == value;

    /// <summary>Room for at least <paramref name="count"/> more characters.</summary>
    private Span<char> Reserve(int count)
    {
        if (_chars.Length - Length < count)
        {
            Grow(count);
        }

        return _chars.AsSpan(Length);
    }

    [MethodImpl(MethodImplOptions.NoInlining)]
    private void Grow(int count) => Array.Resize(ref _chars, Math.Max(_chars.Length * 2, Length + count));

    /// <summary>What the compiler turns an interpolated string into.</summary>
    [InterpolatedStringHandler]
    public readonly ref struct Handler
    {
        private readonly TextBuffer _buffer;

        public Handler(int literalLength, int formattedCount, TextBuffer buffer)
        {
            _buffer = buffer;
            _ = buffer.Reserve(literalLength + (formattedCount * 4));
        }

        public void AppendLiteral(string value) => _buffer.Append(value.AsSpan());

        public void AppendFormatted(string? value) => _buffer.Append(value.AsSpan());

        public void AppendFormatted(ReadOnlySpan<char> value) => _buffer.Append(value);

        public void AppendFormatted(char value) => _buffer.Append(value);

        public void AppendFormatted<T>(T value)
            where T : ISpanFormattable => AppendFormatted(value, null);

        public void AppendFormatted<T>(T value, string? format)
            where T : ISpanFormattable
        {
            var room = 32;
            while (true)
            {
                if (value.TryFormat(_buffer.Reserve(room), out var count, format, CultureInfo.InvariantCulture))
                {
                    _buffer.Length += count;
                    return;
                }

                room *= 2;
            }
        }

        public void AppendFormatted<T>(T value, int alignment, string? format = null)
            where T : ISpanFormattable
        {
            var start = _buffer.Length;
            AppendFormatted(value, format);
            Align(start, alignment);
        }

        public void AppendFormatted(string? value, int alignment)
        {
            var start = _buffer.Length;
            AppendFormatted(value);
            Align(start, alignment);
        }

        private void Align(int start, int alignment)
        {
            var missing = Math.Abs(alignment) - (_buffer.Length - start);
            if (missing <= 0)
            {
                return;
            }

            _buffer.Append(' ', missing);
            if (alignment > 0)
            {
                var text = _buffer._chars.AsSpan(start, _buffer.Length - start);
                text[..^missing].CopyTo(text[missing..]);
                text[..missing].Fill(' ');
            }
        }
    }
}
