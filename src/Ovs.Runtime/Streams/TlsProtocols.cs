using System;
using Ovs.Native.OpenSsl;
using Ovs.Runtime.Logging;

namespace Ovs.Runtime.Streams;

/// <summary>The syntax of `--ssl-protocols`: a list, a range A-B, or A+ for A and later.</summary>
internal static class TlsProtocols
{
    private static readonly (string Name, TlsVersion Version)[] s_known =
    [
        ("TLSv1.2", TlsVersion.Tls12),
        ("TLSv1.3", TlsVersion.Tls13),
    ];

    public static bool TryParse(string text, LogModule log, out TlsVersion least, out TlsVersion? most)
    {
        least = TlsVersion.Tls13;
        most = null;
        var isOpen = text.EndsWith('+');
        var dash = text.IndexOf('-', StringComparison.Ordinal);
        string[] words = isOpen ? [text[..^1]]
            : dash >= 0 ? [text[..dash], text[(dash + 1)..]]
            : text.Split([' ', ',', '\t'], StringSplitOptions.RemoveEmptyEntries);
        if (words.Length == 0)
        {
            log.Err("SSL/TLS protocol settings invalid");
            return false;
        }

        var greatest = TlsVersion.Tls12;
        var isGood = true;
        foreach (var word in words)
        {
            var index = Array.FindIndex(s_known, known => known.Name == word);
            if (index < 0)
            {
                log.Err($"{word}: SSL/TLS protocol not recognized");
                isGood = false;
                continue;
            }

            var version = s_known[index].Version;
            least = version < least ? version : least;
            greatest = version > greatest ? version : greatest;
        }

        most = isOpen ? null : greatest;
        if (isGood)
        {
            log.Dbg($"Enabled protocol range: {NameOf(least)}{(isOpen ? " or later" : $" - {NameOf(greatest)}")}");
        }

        return isGood;
    }

    private static string NameOf(TlsVersion version) => Array.Find(s_known, known => known.Version == version).Name;
}
