using System;
using System.Buffers;
using System.Globalization;
using System.Security.Cryptography;
using System.Text;
using Ovs.Runtime.Json;

namespace Ovs.Ovsdb.Server.Storage;

/// <summary>
/// One record of a database file (ovsdb(5)): a line `OVSDB MAGIC LENGTH SHA1`, then LENGTH bytes of JSON, the last of them
/// a line feed; the SHA-1 is over those bytes. The hash finds torn and damaged records, it is no protection.
/// </summary>
public static class LogRecord
{
    /// <summary>The kind of file that one server alone writes.</summary>
    public const string StandaloneMagic = "JSON";

    /// <summary>The kind of file that a Raft server writes.</summary>
    public const string ClusterMagic = "CLUSTER";

    /// <summary>A header line, line feed included, is shorter than this.</summary>
    public const int MaxHeaderSize = 127;

    public const int HashSize = 20;

    /// <summary>What every header line begins with.</summary>
    internal static ReadOnlySpan<byte> Lead => "OVSDB "u8;

    /// <summary>The bytes of a whole record.</summary>
    public static byte[] Compose(string magic, JsonValue json) => Compose(magic, JsonWriter.ToUtf8(json));

    /// <summary>The bytes of a whole record of JSON text that was encoded before.</summary>
    public static byte[] Compose(string magic, ReadOnlySpan<byte> json)
    {
        using var hash = IncrementalHash.CreateHash(HashAlgorithmName.SHA1);
        hash.AppendData(json);
        hash.AppendData("\n"u8);
        var record = new Utf8Builder(json.Length + MaxHeaderSize);
        AppendHeader(record, magic, json.Length + 1, hash);
        record.Append(json);
        record.Append((byte)'\n');
        return record.ToArray();
    }

    /// <summary>Appends the header line of <paramref name="dataSize"/> bytes that went into <paramref name="hash"/>, which
    /// begins anew.</summary>
    internal static void AppendHeader(Utf8Builder output, string magic, long dataSize, IncrementalHash hash)
    {
        Span<byte> digest = stackalloc byte[HashSize];
        Span<char> hex = stackalloc char[HashSize * 2];
        hash.GetHashAndReset(digest);
        Convert.TryToHexStringLower(digest, hex, out _);
        output.Append(Lead);
        output.Append(magic);
        output.Append((byte)' ');
        output.Append(dataSize);
        output.Append((byte)' ');
        output.Append(hex);
        output.Append((byte)'\n');
    }

    /// <summary>Reads a header line, which ends with its line feed.</summary>
    public static bool TryParseHeader(ReadOnlySpan<byte> line, out LogRecordHeader header)
    {
        header = default;
        if (!line.StartsWith(Lead))
        {
            return false;
        }

        line = line[Lead.Length..];
        var space = line.IndexOf((byte)' ');
        if (space < 0)
        {
            return false;
        }

        var magic = Encoding.UTF8.GetString(line[..space]);
        line = line[(space + 1)..];
        space = line.IndexOf((byte)' ');
        if (space < 0 || !TryParseLength(line[..space], out var length))
        {
            return false;
        }

        line = line[(space + 1)..];
        if (line.Length <= HashSize * 2 || line[HashSize * 2] != '\n')
        {
            return false;
        }

        var digest = new byte[HashSize];
        Span<char> hex = stackalloc char[HashSize * 2];
        Encoding.Latin1.GetChars(line[..(HashSize * 2)], hex);
        if (Convert.FromHexString(hex, digest, out _, out _) != OperationStatus.Done)
        {
            return false;
        }

        header = new LogRecordHeader(magic, length, digest);
        return true;
    }

    private static bool TryParseLength(ReadOnlySpan<byte> digits, out long length) =>
        long.TryParse(digits, NumberStyles.None, CultureInfo.InvariantCulture, out length) && length > 0;
}

/// <summary>What a header line says about its record.</summary>
public readonly record struct LogRecordHeader(string Magic, long DataSize, byte[] Hash);
