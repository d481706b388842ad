using System;
using System.Collections.Generic;
using Ovs.Ovsdb.Data;

namespace Ovs.Ovsdb.Client;

/// <summary>Lists of remotes, "tcp:1.2.3.4:6640,unix:/run/db.sock,cid:UUID" (ovsdb(7), Connection Methods).</summary>
public static class Remotes
{
    /// <summary>Cuts a list at the commas that begin another remote; "cid:UUID" names the cluster and is none.</summary>
    public static List<string> Parse(string text, out Uuid cluster)
    {
        cluster = default;
        var remotes = new List<string>();
        var rest = text.AsSpan().TrimStart(" \t");
        while (!rest.IsEmpty)
        {
            var end = NextRemote(rest);
            var name = rest[..end];
            rest = end < rest.Length ? rest[(end + 1)..].TrimStart(" \t") : default;
            if (cluster.IsZero && name.StartsWith("cid:") && Uuid.TryParse(name[4..], out var uuid))
            {
                cluster = uuid;
            }
            else
            {
                remotes.Add(name.ToString());
            }
        }

        return remotes;
    }

    /// <summary>Where the comma before the next "word:" is; a file name may hold other commas.</summary>
    private static int NextRemote(ReadOnlySpan<char> text)
    {
        for (var i = 0; i < text.Length; i++)
        {
            if (text[i] != ',')
            {
                continue;
            }

            var next = text[(i + 1)..].TrimStart(" \t");
            var letters = 0;
            while (letters < next.Length && char.IsAsciiLetterLower(next[letters]))
            {
                letters++;
            }

            if (letters > 0 && letters < next.Length && next[letters] == ':')
            {
                return i;
            }
        }

        return text.Length;
    }
}
