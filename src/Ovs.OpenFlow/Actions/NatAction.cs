using System;
using Ovs.Flow.Fields;
using Ovs.Flow.Headers;
using Ovs.Flow.Key;
using Ovs.OpenFlow.Errors;
using Ovs.OpenFlow.Text;
using Ovs.OpenFlow.Versions;
using Ovs.OpenFlow.Wire;

namespace Ovs.OpenFlow.Actions;

/// <summary>Flags of <see cref="NatAction"/>.</summary>
[Flags]
public enum NatFlags : ushort
{
    None = 0,
    Source = 1,
    Destination = 2,

    /// <summary>A host gets the same address after a restart.</summary>
    Persistent = 4,
    Hash = 8,
    Random = 16,
    All = 31,
}

/// <summary>Which addresses a range of <see cref="NatAction"/> has.</summary>
public enum NatFamily : byte
{
    None,
    Ipv4,
    Ipv6,
}

/// <summary>Translates addresses of a tracked connection; stands only inside <see cref="CtAction"/>.</summary>
public sealed class NatAction : OfAction
{
    private const ushort HasIpv4Min = 1;
    private const ushort HasIpv4Max = 2;
    private const ushort HasIpv6Min = 4;
    private const ushort HasIpv6Max = 8;
    private const ushort HasPortMin = 16;
    private const ushort HasPortMax = 32;

    public override ActionKind Kind => ActionKind.Nat;

    public NatFlags Flags { get; private set; }

    public NatFamily Family { get; private set; }

    /// <summary>The least address; IPv4 addresses are in the low 32 bits.</summary>
    public UInt128 MinAddress { get; private set; }

    /// <summary>The greatest address; 0 is the same as the least.</summary>
    public UInt128 MaxAddress { get; private set; }

    public ushort MinPort { get; private set; }

    public ushort MaxPort { get; private set; }

    /// <summary>True if it only undoes a translation that the connection has already.</summary>
    public bool IsPlain => Flags == NatFlags.None && Family == NatFamily.None;

    internal static OfError Decode(ref OfReader body, ulong argument, ActionDecoder decoder)
    {
        body.Skip(2);
        var action = new NatAction { Flags = (NatFlags)body.Take16() };
        var present = body.Take16();
        const NatFlags both = NatFlags.Source | NatFlags.Destination;
        const NatFlags ports = NatFlags.Hash | NatFlags.Random;
        if ((action.Flags & ~NatFlags.All) != 0 || (action.Flags & both) == both || (action.Flags & ports) == ports
            || !action.TakeAddresses(ref body, present) || !action.TakePorts(ref body, present))
        {
            return OfError.BadActionBadArgument;
        }

        return decoder.Add(action);
    }

    internal static string? Parse(ReadOnlySpan<char> text, ActionParser parser) =>
        ParseArguments(text, out var action) ?? parser.Add(action);

    internal static string? ParseArguments(ReadOnlySpan<char> text, out NatAction action)
    {
        action = new NatAction();
        var pairs = new KeyValueReader(text);
        while (pairs.Next(out var key, out var value))
        {
            string? error = null;
            switch (key)
            {
                case "src":
                    action.Flags |= NatFlags.Source;
                    error = action.ParseRange(value);
                    break;
                case "dst":
                    action.Flags |= NatFlags.Destination;
                    error = action.ParseRange(value);
                    break;
                case "persistent":
                    action.Flags |= NatFlags.Persistent;
                    break;
                case "hash":
                    action.Flags |= NatFlags.Hash;
                    break;
                case "random":
                    action.Flags |= NatFlags.Random;
                    break;
                default:
                    error = $"invalid key \"{key}\" in \"nat\" argument";
                    break;
            }

            if (error is not null)
            {
                return error;
            }
        }

        return action.Validate();
    }

    internal override void Encode(OfWriter writer, OfVersion version)
    {
        var start = ActionTable.Begin(writer, version, RawAction.Nat);
        writer.PutZeros(2);
        writer.Put16((ushort)Flags);
        var isIpv4 = Family == NatFamily.Ipv4;
        var hasFamily = Family != NatFamily.None;
        var present = 0;
        present |= hasFamily && MinAddress != 0 ? (isIpv4 ? HasIpv4Min : HasIpv6Min) : 0;
        present |= hasFamily && MaxAddress != 0 ? (isIpv4 ? HasIpv4Max : HasIpv6Max) : 0;
        present |= hasFamily && MinPort != 0 ? HasPortMin : 0;
        present |= hasFamily && MaxPort != 0 ? HasPortMax : 0;
        writer.Put16((ushort)present);
        if (hasFamily)
        {
            PutAddress(writer, MinAddress);
            PutAddress(writer, MaxAddress);
            if (MinPort != 0)
            {
                writer.Put16(MinPort);
            }

            if (MaxPort != 0)
            {
                writer.Put16(MaxPort);
            }
        }

        ActionTable.End(writer, start);
    }

    internal override void Append(ActionPrinter printer)
    {
        printer.Paren("nat");
        if ((Flags & (NatFlags.Source | NatFlags.Destination)) == 0)
        {
            return;
        }

        var text = printer.Text;
        printer.Paren("(");
        printer.Param((Flags & NatFlags.Source) != 0 ? "src" : "dst");
        if (Family != NatFamily.None)
        {
            printer.Param("=");
            AppendAddress(text, MinAddress);
            if (MaxAddress != 0 && MaxAddress != MinAddress)
            {
                text.Append('-');
                AppendAddress(text, MaxAddress);
            }

            if (MinPort != 0)
            {
                text.Append(':').Decimal(MinPort);
                if (MaxPort != 0 && MaxPort != MinPort)
                {
                    text.Append('-').Decimal(MaxPort);
                }
            }

            text.Append(',');
            AppendFlag(printer, NatFlags.Persistent, "persistent");
            AppendFlag(printer, NatFlags.Hash, "hash");
            AppendFlag(printer, NatFlags.Random, "random");
        }

        text.Chomp(',');
        printer.Paren(")");
    }

    internal override OfError Check(ActionCheck check) =>
        !check.IsIp || (Family == NatFamily.Ipv4 && check.EthType != EthTypes.Ipv4)
            || (Family == NatFamily.Ipv6 && check.EthType != EthTypes.Ipv6)
            ? OfError.BadActionMatchInconsistent
            : OfError.None;

    private bool TakeAddresses(ref OfReader body, ushort present)
    {
        if ((present & HasIpv4Min) != 0)
        {
            if ((present & (HasIpv6Min | HasIpv6Max)) != 0)
            {
                return false;
            }

            Family = NatFamily.Ipv4;
            MinAddress = body.Take32();
            MaxAddress = (present & HasIpv4Max) != 0 ? body.Take32() : 0;
            return !body.HasFailed && MinAddress != 0 && ((present & HasIpv4Max) == 0 || MaxAddress >= MinAddress);
        }

        if ((present & HasIpv4Max) != 0)
        {
            return false;
        }

        if ((present & HasIpv6Min) != 0)
        {
            Family = NatFamily.Ipv6;
            MinAddress = new UInt128(body.Take64(), body.Take64());
            MaxAddress = (present & HasIpv6Max) != 0 ? new UInt128(body.Take64(), body.Take64()) : 0;
            return !body.HasFailed && MinAddress != 0 && ((present & HasIpv6Max) == 0 || MaxAddress >= MinAddress);
        }

        return (present & HasIpv6Max) == 0;
    }

    private bool TakePorts(ref OfReader body, ushort present)
    {
        if ((present & HasPortMin) == 0)
        {
            return (present & HasPortMax) == 0;
        }

        MinPort = body.Take16();
        MaxPort = (present & HasPortMax) != 0 ? body.Take16() : (ushort)0;
        return Family != NatFamily.None && !body.HasFailed && MinPort != 0
            && ((present & HasPortMax) == 0 || MaxPort >= MinPort);
    }

    private void PutAddress(OfWriter writer, UInt128 address)
    {
        if (address == 0)
        {
            return;
        }

        if (Family == NatFamily.Ipv6)
        {
            writer.Put64((ulong)(address >> 64));
            writer.Put64((ulong)address);
        }
        else
        {
            writer.Put32((uint)address);
        }
    }

    private void AppendAddress(TextBuffer text, UInt128 address)
    {
        if (Family == NatFamily.Ipv4)
        {
            AddressText.AppendIpv4(text, (uint)address);
            return;
        }

        // Brackets keep the port apart.
        text.Append(MinPort != 0 ? "[" : "");
        AddressText.AppendIpv6(text, address);
        text.Append(MinPort != 0 ? "]" : "");
    }

    private void AppendFlag(ActionPrinter printer, NatFlags flag, string name)
    {
        if ((Flags & flag) != 0)
        {
            printer.Value(name);
            printer.Text.Append(',');
        }
    }

    private string? Validate()
    {
        const NatFlags both = NatFlags.Source | NatFlags.Destination;
        const NatFlags ports = NatFlags.Hash | NatFlags.Random;
        return (Flags & both) == both ? "May only specify one of \"src\" or \"dst\"."
            : (Flags & both) == 0 && Flags != 0 ? "Flags allowed only with \"src\" or \"dst\"."
            : (Flags & both) == 0 && Family != NatFamily.None ? "Range allowed only with \"src\" or \"dst\"."
            : (Flags & ports) == ports ? "Both \"hash\" and \"random\" are not allowed."
            : null;
    }

    private string? ParseRange(ReadOnlySpan<char> text)
    {
        Family = NatFamily.None;
        var scanner = new TextScanner(text);
        var ok = true;
        if (scanner.TakeIpv4(out var least))
        {
            Family = NatFamily.Ipv4;
            MinAddress = least;
            if (scanner.Take('-'))
            {
                ok = scanner.TakeIpv4(out var greatest) && greatest >= least;
                MaxAddress = greatest;
            }
        }
        else if (TakeIpv6(ref scanner, out var minAddress))
        {
            Family = NatFamily.Ipv6;
            MinAddress = minAddress;
            if (scanner.Take('-'))
            {
                ok = TakeIpv6(ref scanner, out var maxAddress) && maxAddress >= minAddress;
                MaxAddress = maxAddress;
            }
        }

        if (ok && Family != NatFamily.None && scanner.Take(':'))
        {
            ok = scanner.TakeNumber(10, out var minPort);
            MinPort = (ushort)minPort;
            if (ok && scanner.Take('-'))
            {
                ok = scanner.TakeNumber(10, out var maxPort) && (ushort)maxPort >= MinPort;
                MaxPort = (ushort)maxPort;
            }
        }

        return !ok ? $"invalid nat range \"{text}\""
            : !scanner.IsAtEnd ? $"garbage ({scanner.Rest}) after nat range \"{text}\" (pos: {scanner.Position})"
            : null;
    }

    private static bool TakeIpv6(ref TextScanner scanner, out UInt128 address)
    {
        var saved = scanner;
        var hasBracket = scanner.Take('[');
        var rest = scanner.Rest;
        var length = 0;
        while (length < Math.Min(rest.Length, 46) && (TextScanner.Digit(rest[length]) >= 0 || rest[length] is ':' or '.'))
        {
            length++;
        }

        var ok = Ipv6Text.TryParse(rest[..length], out var parsed);
        scanner.Skip(length);
        ok &= !hasBracket || scanner.Take(']');
        address = new UInt128(parsed.High, parsed.Low);
        if (!ok)
        {
            scanner = saved;
        }

        return ok;
    }
}
