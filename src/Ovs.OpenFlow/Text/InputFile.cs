using System;
using System.Text;
using Ovs.Native;
using Ovs.Native.Libc;

namespace Ovs.OpenFlow.Text;

/// <summary>A text that is read line by line from a file or from standard input ("-"); lines of any length.</summary>
public sealed class InputFile : IDisposable
{
    private const int ChunkBytes = 64 * 1024;

    private readonly FileDescriptor _fd;
    private byte[] _bytes = new byte[ChunkBytes];
    private int _start;
    private int _end;
    private char[] _line = new char[256];

    private InputFile(FileDescriptor fd) => _fd = fd;

    /// <summary>Number of the line that was read last, counted from 1.</summary>
    public int LineNumber { get; private set; }

    public static Errno Open(string name, out InputFile? file)
    {
        var error = name == "-" ? FileIo.OpenStandardInput(out var fd) : FileIo.OpenRead(name, out fd);
        file = fd is null ? null : new InputFile(fd);
        return error;
    }

    /// <summary>Takes the next line without its end; what cannot be read ends the file.</summary>
    public bool Next(out ReadOnlySpan<char> line)
    {
        line = default;
        var searched = 0;
        int length;
        while ((length = _bytes.AsSpan(_start + searched, _end - _start - searched).IndexOf((byte)'\n')) < 0)
        {
            searched = _end - _start;
            if (!Fill())
            {
                if (searched == 0)
                {
                    return false;
                }

                line = Decode(_start, searched);
                _start = _end;
                LineNumber++;
                return true;
            }
        }

        length += searched;
        line = Decode(_start, length);
        _start += length + 1;
        LineNumber++;
        return true;
    }

    /// <summary>Takes the next line that says something, without its comment ("#" and what follows).</summary>
    public bool NextWithoutComment(out ReadOnlySpan<char> line)
    {
        while (Next(out line))
        {
            var comment = line.IndexOf('#');
            line = comment < 0 ? line : line[..comment];
            if (line.ContainsAnyExcept(" \t\n"))
            {
                return true;
            }
        }

        return false;
    }

    /// <summary>The whole rest as one text.</summary>
    public string ReadToEnd()
    {
        while (Fill())
        {
        }

        var text = Encoding.UTF8.GetString(_bytes, _start, _end - _start);
        _start = _end;
        return text;
    }

    public void Dispose() => _fd.Dispose();

    private ReadOnlySpan<char> Decode(int start, int length)
    {
        if (_line.Length < length)
        {
            _line = new char[Math.Max(length, _line.Length * 2)];
        }

        // UTF-8 never has more characters than bytes.
        return _line.AsSpan(0, Encoding.UTF8.GetChars(_bytes, start, length, _line, 0));
    }

    private bool Fill()
    {
        if (_start > 0)
        {
            _bytes.AsSpan(_start, _end - _start).CopyTo(_bytes);
            _end -= _start;
            _start = 0;
        }

        if (_end == _bytes.Length)
        {
            Array.Resize(ref _bytes, _bytes.Length * 2);
        }

        if (FileIo.Read(_fd, _bytes.AsSpan(_end), out var count).IsError)
        {
            return false;
        }

        _end += count;
        return count > 0;
    }
}
