using System;
using System.Security.Cryptography;
using Ovs.Native.Libc;
using Ovs.Ovsdb.Data;
using Ovs.Runtime.Json;

namespace Ovs.Ovsdb.Server.Storage;

public sealed partial class LogFile
{
    // The unit in which the data is read, hashed and parsed; a message about a short record counts in it too.
    private const int ReadSize = 8192;

    private static OvsdbError? Identify(string name, DiskFile file, string[] magics, out string magic)
    {
        magic = magics[0];
        Span<byte> buffer = stackalloc byte[LogRecord.MaxHeaderSize];
        var errno = file.ReadAt(buffer, 0, out var count);
        if (errno.IsError)
        {
            return OvsdbError.Io(errno, $"{name}: read error");
        }

        if (count == 0)
        {
            if (magics.Length > 1)
            {
                return new OvsdbError(null, $"{name}: cannot identify file type");
            }

            // Empty, so probably just made: see to it that its name is on the disk before its contents.
            SyncFolderOf(name);
            return null;
        }

        if (!LogRecord.TryParseHeader(HeaderLine(buffer[..count]), out var header))
        {
            return new OvsdbError(null, $"{name}: unexpected file format");
        }

        magic = header.Magic;
        return Array.IndexOf(magics, magic) < 0 ? new OvsdbError(null, $"{name}: cannot identify file type") : null;
    }

    private static ReadOnlySpan<byte> HeaderLine(ReadOnlySpan<byte> bytes)
    {
        var end = bytes.IndexOf((byte)'\n');
        return end < 0 ? bytes : bytes[..(end + 1)];
    }

    /// <summary>What messages show of a bad header line: all of it, or, as the original does, only what comes before the
    /// length when it begins well.</summary>
    private static string ShownHeader(ReadOnlySpan<byte> line)
    {
        if (line.StartsWith(LogRecord.Lead))
        {
            var space = line[LogRecord.Lead.Length..].IndexOf((byte)' ');
            line = space < 0 ? line : line[..(LogRecord.Lead.Length + space)];
        }

        return Utf8Text.Decode(line).TrimEnd('\n');
    }

    private OvsdbError? ReadRecord(out JsonObject? json, out long end)
    {
        json = null;
        end = 0;
        Span<byte> buffer = stackalloc byte[LogRecord.MaxHeaderSize];
        var errno = _file.ReadAt(buffer, _offset, out var count);
        if (errno.IsError)
        {
            return OvsdbError.Io(errno, $"{_displayName}: read failed");
        }

        if (count == 0)
        {
            return null;
        }

        var line = HeaderLine(buffer[..count]);
        if (!LogRecord.TryParseHeader(line, out var header) || header.Magic != Magic)
        {
            return OvsdbError.Syntax(
                null,
                null,
                $"{_displayName}: parse error at offset {_offset} in header line \"{ShownHeader(line)}\"");
        }

        var dataOffset = _offset + line.Length;
        var parser = new JsonParser(takesAll: true);
        var error = ReadData(dataOffset, header, parser);
        var parsed = parser.Finish(out var parseError);
        if (error is not null)
        {
            return error;
        }

        var where = $"{_displayName}: {header.DataSize} bytes starting at offset {dataOffset}";
        if (parsed is null)
        {
            return OvsdbError.Syntax(null, null, $"{where} are not valid JSON ({parseError})");
        }

        json = parsed as JsonObject;
        end = dataOffset + header.DataSize;
        return json is null ? OvsdbError.Syntax(null, null, $"{where} are not a JSON object") : null;
    }

    private OvsdbError? ReadData(long dataOffset, in LogRecordHeader header, JsonParser parser)
    {
        using var hash = IncrementalHash.CreateHash(HashAlgorithmName.SHA1);
        var buffer = new byte[Math.Min(ReadSize, header.DataSize)];
        var left = header.DataSize;
        var isOpen = true;
        while (left > 0)
        {
            var chunk = buffer.AsSpan(0, (int)Math.Min(left, ReadSize));
            var errno = _file.ReadAt(chunk, dataOffset + header.DataSize - left, out var count);
            if (errno.IsError || count < chunk.Length)
            {
                return OvsdbError.Io(
                    errno.IsError ? errno : Native.Errno.EndOfFile,
                    $"{_displayName}: error reading {left} bytes starting at offset {dataOffset}");
            }

            hash.AppendData(chunk);
            // After an error, what follows matters for the hash only.
            isOpen = isOpen && parser.Feed(chunk) == chunk.Length && !parser.IsDone;
            left -= chunk.Length;
        }

        Span<byte> actual = stackalloc byte[LogRecord.HashSize];
        hash.GetHashAndReset(actual);
        return actual.SequenceEqual(header.Hash)
            ? null
            : OvsdbError.Syntax(
                null,
                null,
                $"{_displayName}: {header.DataSize} bytes starting at offset {dataOffset} have SHA-1 hash "
                    + $"{Convert.ToHexStringLower(actual)} but should have hash {Convert.ToHexStringLower(header.Hash)}");
    }
}
