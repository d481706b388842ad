using System;
using System.Numerics;
using Ovs.Flow.Fields;
using Ovs.OpenFlow.Errors;
using Ovs.OpenFlow.Oxm;
using Ovs.OpenFlow.Text;
using Ovs.OpenFlow.Versions;
using Ovs.OpenFlow.Wire;

namespace Ovs.OpenFlow.Actions;

/// <summary>How a hash becomes a link's number.</summary>
public enum MultipathAlgorithm : ushort
{
    ModuloN,
    HashThreshold,

    /// <summary>Highest random weight.</summary>
    Hrw,
    IterativeHash,
}

/// <summary>Stores the number of one of several links, chosen by a hash, in a field.</summary>
public sealed class MultipathAction(
    HashFields fields, ushort basis, MultipathAlgorithm algorithm, ushort maxLink, uint argument, SubField destination)
    : OfAction
{
    private static readonly string[] s_algorithms = ["modulo_n", "hash_threshold", "hrw", "iter_hash"];

    public override ActionKind Kind => ActionKind.Multipath;

    public HashFields Fields { get; } = fields;

    public ushort Basis { get; } = basis;

    public MultipathAlgorithm Algorithm { get; } = algorithm;

    /// <summary>The number of links, less one.</summary>
    public ushort MaxLink { get; } = maxLink;

    public uint Argument { get; } = argument;

    public SubField Destination { get; } = destination;

    internal static OfError Decode(ref OfReader body, ulong unused, ActionDecoder decoder)
    {
        var fields = (HashFields)body.Take16();
        var basis = body.Take16();
        body.Skip(2);
        var algorithm = (MultipathAlgorithm)body.Take16();
        var maxLink = body.Take16();
        var argument = body.Take32();
        body.Skip(2);
        var packed = body.Take16();
        var error = decoder.FindBits(body.Take32(), packed, out var destination);
        if (error != OfError.None)
        {
            return error;
        }

        var links = maxLink + 1u;
        var minBits = 32 - BitOperations.LeadingZeroCount(links - 1);
        var why = !HashFieldsText.IsKnown(fields) ? $"unsupported fields {(int)fields}"
            : (int)algorithm >= s_algorithms.Length ? $"unsupported algorithm {(int)algorithm}"
            : destination.Bits < minBits ? $"multipath action requires at least {minBits} bits for {links} links"
            : null;
        if (why is not null)
        {
            ActionDecoder.Log.Warn(ActionDecoder.Limit, why);
            return OfError.BadActionBadArgument;
        }

        decoder.Add(new MultipathAction(fields, basis, algorithm, maxLink, argument, destination));
        return ActionCheck.Destination(in destination, null);
    }

    internal static string? Parse(ReadOnlySpan<char> text, ActionParser parser)
    {
        var words = new WordReader(text);
        words.Next(", ", out var fieldsText);
        words.Next(", ", out var basisText);
        words.Next(", ", out var algorithmText);
        words.Next(", ", out var linksText);
        words.Next(", ", out var argumentText);
        if (!words.Next(", ", out var destinationText))
        {
            return $"{text}: not enough arguments to multipath action";
        }

        if (!HashFieldsText.TryParse(fieldsText, out var fields))
        {
            return $"{text}: unknown fields `{fieldsText}'";
        }

        var algorithm = IndexOf(algorithmText);
        if (algorithm < 0)
        {
            return $"{text}: unknown algorithm `{algorithmText}'";
        }

        var links = ArgumentText.AtoI(linksText);
        if (links is < 1 or > 65536)
        {
            return $"{text}: n_links {links} is not in valid range 1 to 65536";
        }

        if (SubField.Parse(destinationText, out SubField destination) is { } error)
        {
            return error;
        }

        if (OxmEntries.NxmHeader(destination.Field) == 0)
        {
            return $"{text}: experimenter OXM field '{destinationText}' not supported";
        }

        if (destination.Bits < 16 && links > 1 << destination.Bits)
        {
            return $"{text}: {destination.Bits}-bit destination field has {1u << destination.Bits} possible values, less " +
                $"than specified n_links {links}";
        }

        return parser.Add(new MultipathAction(
            fields, (ushort)ArgumentText.AtoI(basisText), (MultipathAlgorithm)algorithm, (ushort)(links - 1),
            (uint)ArgumentText.AtoI(argumentText), destination));
    }

    internal override void Encode(OfWriter writer, OfVersion version)
    {
        var start = ActionTable.Begin(writer, version, RawAction.Multipath);
        writer.Put16((ushort)Fields);
        writer.Put16(Basis);
        writer.PutZeros(2);
        writer.Put16((ushort)Algorithm);
        writer.Put16(MaxLink);
        writer.Put32(Argument);
        writer.PutZeros(2);
        writer.Put16(ActionDecoder.Pack(Destination));
        writer.Put32(OxmEntries.NxmHeader(Destination.Field));
        ActionTable.End(writer, start);
    }

    internal override void Append(ActionPrinter printer)
    {
        printer.Paren("multipath(");
        var algorithmName = (int)Algorithm < s_algorithms.Length ? s_algorithms[(int)Algorithm] : "<unknown>";
        printer.Text.Append($"{HashFieldsText.NameOf(Fields)},{Basis},{algorithmName},{MaxLink + 1},{Argument},");
        Destination.Append(printer.Text);
        printer.Paren(")");
    }

    internal override OfError Check(ActionCheck check) => ActionCheck.Destination(Destination, check.Match);

    private static int IndexOf(ReadOnlySpan<char> name)
    {
        for (var i = 0; i < s_algorithms.Length; i++)
        {
            if (name.Equals(s_algorithms[i], StringComparison.OrdinalIgnoreCase))
            {
                return i;
            }
        }

        return -1;
    }
}
