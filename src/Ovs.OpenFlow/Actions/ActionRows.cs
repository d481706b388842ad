using System;
using Ovs.Flow.Fields;
using Ovs.OpenFlow.Errors;
using Ovs.OpenFlow.Versions;
using Ovs.OpenFlow.Wire;

namespace Ovs.OpenFlow.Actions;

/// <summary>Reads an action's argument text and adds the action; null or the error's text.</summary>
internal delegate string? ParseAction(ReadOnlySpan<char> text, ActionParser parser);

/// <summary>Reads an action's body, behind its header, and adds the action.</summary>
/// <param name="argument">The number that is the whole argument of actions of such a shape.</param>
internal delegate OfError DecodeAction(ref OfReader body, ulong argument, ActionDecoder decoder);

/// <summary>An action's name in text, and its parser.</summary>
internal sealed record ActionRow(ActionKind Kind, string Name, ParseAction Parse);

/// <summary>An action's number in a range of versions.</summary>
internal readonly record struct ActionCode(byte Since, byte Until, uint Experimenter, ushort Type);

/// <summary>How long an action is: of fixed length, at least so long, or a header and a number.</summary>
internal readonly record struct ActionShape(int Min, int Max, int NumberBytes)
{
    public const int MaxBytes = 65528;

    private const int StandardHeaderBytes = 4;
    private const int ExperimenterHeaderBytes = 10;

    public (int Min, int Max) Lengths(bool isExperimenter)
    {
        if (Min != 0)
        {
            return (Min, Max);
        }

        var length = (NumberOffset(isExperimenter) + NumberBytes + 7) & ~7;
        length = Math.Max(length, isExperimenter ? 16 : 8);
        return (length, length);
    }

    /// <summary>The number, which stands at a multiple of its length.</summary>
    public ulong Argument(ReadOnlySpan<byte> action, bool isExperimenter) => NumberBytes == 0
        ? 0
        : (ulong)FieldValue.ReadNumber(action.Slice(NumberOffset(isExperimenter), NumberBytes));

    public int NumberOffset(bool isExperimenter)
    {
        var header = isExperimenter ? ExperimenterHeaderBytes : StandardHeaderBytes;
        return NumberBytes == 0 ? header : (header + NumberBytes - 1) / NumberBytes * NumberBytes;
    }
}

/// <summary>One form of an action on the wire.</summary>
internal sealed class RawActionRow(
    RawAction id, string name, ActionShape shape, DecodeAction decode, params ActionCode[] codes)
{
    public RawAction Id { get; } = id;

    public string Name { get; } = name;

    public ActionShape Shape { get; } = shape;

    public DecodeAction Decode { get; } = decode;

    /// <summary>The version from which on set-field should be used.</summary>
    public OfVersion DeprecatedSince { get; init; } = OfVersion.None;

    public ReadOnlySpan<ActionCode> Codes => codes;

    public bool IsDeprecated(OfVersion version) => DeprecatedSince != OfVersion.None && version >= DeprecatedSince;

    /// <summary>The number to send to a peer; if the version has none, that of another.</summary>
    public ActionCode CodeFor(OfVersion version)
    {
        foreach (var code in codes)
        {
            if ((byte)version >= code.Since && (byte)version <= code.Until)
            {
                return code;
            }
        }

        return codes[0];
    }
}
