using System;
using System.Numerics;
using System.Threading;

namespace Ovs.Flow.Classifier;

/// <summary>What a lookup in a <see cref="PrefixTrie"/> says.</summary>
/// <param name="Lengths">Bit n-1 is set if there are rules with the value's first n bits as their prefix.</param>
/// <param name="BitsLookedAt">How many of the value's bits the answer depends on.</param>
internal readonly record struct PrefixLookup(UInt128 Lengths, int BitsLookedAt);

/// <summary>
/// The prefixes of a field that rules have. It tells a lookup that no rule of a subtable can match, after looking at fewer
/// bits than the subtable's mask has.
/// </summary>
/// <remarks>Nodes never change: one writer makes new ones on the way from the root and then replaces the root, so readers see
/// the one trie or the other. Values and prefixes are aligned to the left of 128 bits.</remarks>
internal sealed class PrefixTrie
{
    private Node? _root;

    /// <summary>Adds a rule with the first <paramref name="length"/> bits of <paramref name="value"/>.</summary>
    public void Add(UInt128 value, int length) => Volatile.Write(ref _root, Add(_root, value, length));

    /// <summary>Takes back what <see cref="Add(UInt128, int)"/> added.</summary>
    public void Remove(UInt128 value, int length) => Volatile.Write(ref _root, Remove(_root, value, length));

    /// <param name="bits">Of the field.</param>
    public PrefixLookup Find(UInt128 value, int bits)
    {
        UInt128 lengths = 0;
        var at = 0;
        Node? previous = null;
        for (var node = Volatile.Read(ref _root); node is not null; previous = node, node = node.Child(IsOneAt(value, at)))
        {
            var equal = CommonBits(value << at, node.Bits, node.Length);
            at += equal;
            if (equal < node.Length)
            {
                return new PrefixLookup(lengths, at + 1);
            }

            if (node.RuleCount > 0)
            {
                lengths |= UInt128.One << (at - 1);
            }

            if (at >= bits)
            {
                return new PrefixLookup(lengths, bits);
            }
        }

        // Where the trie ends, the next bit matters only if the other branch exists.
        return new PrefixLookup(lengths, previous is null || previous.IsLeaf ? at : at + 1);
    }

    /// <summary>A mask of the first <paramref name="length"/> bits of 128.</summary>
    public static UInt128 Mask(int length) => length == 0 ? 0 : UInt128.MaxValue << (128 - length);

    private static bool IsOneAt(UInt128 value, int at) => at < 128 && ((value >> (127 - at)) & 1) != 0;

    /// <summary>How many of the first <paramref name="limit"/> bits are the same.</summary>
    private static int CommonBits(UInt128 left, UInt128 right, int limit) =>
        Math.Min(limit, (int)UInt128.LeadingZeroCount(left ^ right));

    private static Node Add(Node? node, UInt128 bits, int length)
    {
        bits &= Mask(length);
        if (node is null)
        {
            return new Node(bits, length, 1, null, null);
        }

        var common = CommonBits(bits, node.Bits, Math.Min(length, node.Length));
        if (common < node.Length)
        {
            // The node is cut in two, and the rest of it goes below.
            var rest = new Node(node.Bits << common, node.Length - common, node.RuleCount, node.Zero, node.One);
            var upper = new Node(node.Bits & Mask(common), common, 0, null, null);
            upper = upper.With(IsOneAt(node.Bits, common), rest);
            return common == length
                ? upper.Counting(1)
                : upper.With(IsOneAt(bits, common), new Node(bits << common, length - common, 1, null, null));
        }

        if (common == length)
        {
            return node.Counting(node.RuleCount + 1);
        }

        var isOne = IsOneAt(bits, common);
        return node.With(isOne, Add(node.Child(isOne), bits << common, length - common));
    }

    private static Node? Remove(Node? node, UInt128 bits, int length)
    {
        if (node is null || CommonBits(bits, node.Bits, node.Length) < node.Length || length < node.Length)
        {
            throw new InvalidOperationException("the prefix is not in the trie");
        }

        if (length == node.Length)
        {
            return Pruned(node.Counting(node.RuleCount - 1));
        }

        var isOne = IsOneAt(bits, node.Length);
        return Pruned(node.With(isOne, Remove(node.Child(isOne), bits << node.Length, length - node.Length)));
    }

    /// <summary>A node without rules of its own is nothing, or one with its only child.</summary>
    private static Node? Pruned(Node node)
    {
        if (node.RuleCount > 0 || (node.Zero is not null && node.One is not null))
        {
            return node;
        }

        return (node.Zero ?? node.One) is { } child
            ? new Node(node.Bits | (child.Bits >> node.Length), node.Length + child.Length, child.RuleCount, child.Zero, child.One)
            : null;
    }

    /// <param name="Bits">What follows the parent's bits, at the left.</param>
    private sealed record Node(UInt128 Bits, int Length, int RuleCount, Node? Zero, Node? One)
    {
        public bool IsLeaf => Zero is null && One is null;

        public Node? Child(bool isOne) => isOne ? One : Zero;

        public Node With(bool isOne, Node? child) =>
            isOne ? new Node(Bits, Length, RuleCount, Zero, child) : new Node(Bits, Length, RuleCount, child, One);

        public Node Counting(int rules) => new(Bits, Length, rules, Zero, One);
    }
}
