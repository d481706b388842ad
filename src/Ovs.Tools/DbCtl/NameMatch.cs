using System;
using System.Collections.Generic;

namespace Ovs.Tools.DbCtl;

/// <summary>Finds tables and columns by names that users shorten, in any case and with dashes for
/// underscores.</summary>
internal static class NameMatch
{
    /// <summary>Gives the one that matches best, or null when there is none or no single one.</summary>
    /// <param name="items">An item whose name is empty never matches.</param>
    /// <param name="matches">The names that match equally well, sorted.</param>
    public static T? Find<T>(
        IReadOnlyList<T> items, Func<T, string> nameOf, string wanted, out SortedSet<string> matches)
        where T : class
    {
        matches = new SortedSet<string>(StringComparer.Ordinal);
        T? found = null;
        var best = Likeness.None;
        foreach (var item in items)
        {
            var name = nameOf(item);
            var likeness = Compare(name, wanted);
            if (likeness == Likeness.None || likeness < best)
            {
                continue;
            }

            if (likeness > best)
            {
                matches.Clear();
            }

            matches.Add(name);
            found = item;
            best = likeness;
        }

        return matches.Count == 1 ? found : null;
    }

    private static Likeness Compare(string name, string wanted)
    {
        if (wanted.Length == 0 || wanted.Length > name.Length)
        {
            return Likeness.None;
        }

        if (name == wanted)
        {
            return Likeness.Same;
        }

        for (var i = 0; i < wanted.Length; i++)
        {
            if (Fold(name[i]) != Fold(wanted[i]))
            {
                return Likeness.None;
            }
        }

        return name.Length == wanted.Length ? Likeness.SameLetters : Likeness.Beginning;
    }

    private static char Fold(char c) => c == '-' ? '_' : char.ToLowerInvariant(c);

    private enum Likeness
    {
        None,
        Beginning,
        SameLetters,
        Same,
    }
}
