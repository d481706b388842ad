using System;
using System.IO;
using System.Security.Cryptography;
using System.Text;

namespace Ovs.Loads;

/// <summary>Database files for the loads: empty, with a long log, with many rows.</summary>
internal static class DatabaseFiles
{
    private const string Schema = """
        {"name":"bench","version":"1.0.0","tables":{"item":{"isRoot":true,"columns":{"name":{"type":"string"},"number":{"type":"integer"},"text":{"type":"string"},"map":{"type":{"key":"string","value":"string","min":0,"max":"unlimited"}}},"indexes":[["name"]]},"big":{"isRoot":true,"columns":{"name":{"type":"string"},"set":{"type":{"key":"integer","min":0,"max":"unlimited"}}},"indexes":[["name"]]}}}
        """;

    public static int Make(string path, string kind)
    {
        using var file = File.Create(path);
        Append(file, Schema);
        switch (kind)
        {
            case "empty":
                break;
            case "log": // 200 MB: rows come, and each changes now and then.
                for (var i = 0; file.Length < 200_000_000; i++)
                {
                    var row = i % 8 == 0 ? Row(i / 8) : $"\"{Uuid(i / 16)}\":{{\"number\":{i}}}";
                    Append(file, $"{{\"_date\":1700000000000,\"_is_diff\":true,\"item\":{{{row}}}}}");
                }

                break;
            case "rows": // One million rows, as a compacted file has them.
                var text = new StringBuilder("{\"_date\":1700000000000,\"item\":{");
                for (var i = 0; i < 1_000_000; i++)
                {
                    text.Append(i > 0 ? "," : "").Append(Row(i));
                }

                Append(file, text.Append("}}").ToString());
                break;
            default:
                return 2;
        }

        return 0;
    }

    private static string Row(int i) =>
        $"\"{Uuid(i)}\":{{\"name\":\"row-{i}\",\"number\":{i + 1000},\"text\":\"some text of usual length {i}\","
            + $"\"map\":[\"map\",[[\"iface-id\",\"a5e2c9f1-{i}\"],[\"vm-id\",\"5f6e7d8c-{i}\"]]]}}";

    private static string Uuid(int i) => $"{(uint)i * 2654435761:x8}-0000-4000-8000-{i:x12}";

    private static void Append(FileStream file, string json)
    {
        var data = Encoding.UTF8.GetBytes(json + "\n");
        using var hash = IncrementalHash.CreateHash(HashAlgorithmName.SHA1);
        hash.AppendData(data);
        var digest = Convert.ToHexStringLower(hash.GetHashAndReset());
        file.Write(Encoding.ASCII.GetBytes($"OVSDB JSON {data.Length} {digest}\n"));
        file.Write(data);
    }
}
