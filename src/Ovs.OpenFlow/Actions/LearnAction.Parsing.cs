using System;
using System.Collections.Generic;
using Ovs.Flow.Fields;
using Ovs.OpenFlow.Oxm;
using Ovs.OpenFlow.Text;

namespace Ovs.OpenFlow.Actions;

/// <summary>Reading the text.</summary>
public sealed partial class LearnAction
{
    private const int FixedBytes = 56;
    private const int SpecBytes = 40;

    internal static string? Parse(ReadOnlySpan<char> text, ActionParser parser)
    {
        var action = new LearnAction();
        var specs = new List<LearnSpec>();
        var bytes = FixedBytes;
        var pairs = new KeyValueReader(text);
        while (pairs.Next(out var key, out var value))
        {
            if (action.ParseArgument(text, key, value, parser, out var isArgument) is { } error)
            {
                return error;
            }

            if (isArgument)
            {
                continue;
            }

            if (ParseSpec(text, key, value, parser.Ports, out var spec) is { } specError)
            {
                return specError;
            }

            specs.Add(spec!);
            bytes += SpecBytes + (spec!.Immediate?.Length ?? 0);
        }

        action.Specs = specs;
        return parser.AddSized(action, bytes);
    }

    private static string? ParseSpec(
        ReadOnlySpan<char> whole, ReadOnlySpan<char> name, ReadOnlySpan<char> value, NameMap? ports, out LearnSpec? spec)
    {
        spec = null;
        if (SubField.Parse(name, out SubField destination) is null)
        {
            return ParseMatch(whole, name, value, ports, in destination, out spec);
        }

        switch (name)
        {
            case "load":
                return ParseLoadSpec(name, value, out spec);
            case "output":
                var error = SubField.Parse(value, out SubField source);
                spec = new LearnSpec(LearnTarget.Output, source.Bits, source, null, null);
                return error;
            default:
                return $"{whole}: unknown keyword {name}";
        }
    }

    private static string? ParseMatch(
        ReadOnlySpan<char> whole, ReadOnlySpan<char> name, ReadOnlySpan<char> value, NameMap? ports,
        in SubField destination, out LearnSpec? spec)
    {
        spec = null;
        if (OxmEntries.NxmHeader(destination.Field) == 0)
        {
            return $"{whole}: experimenter OXM field '{name}' not supported";
        }

        if (value.IsEmpty)
        {
            spec = new LearnSpec(LearnTarget.Match, destination.Bits, destination, destination, null);
            return null;
        }

        if (SubField.Parse(value, out SubField source) is { } sourceError)
        {
            var immediateError = ParseImmediate(whole, value, ports, in destination, out var immediate);
            spec = new LearnSpec(LearnTarget.Match, destination.Bits, null, destination, immediate);
            return immediateError is null
                ? null
                : $"{whole}: {name} value {value} cannot be parsed as a subfield ({sourceError}) or an immediate value " +
                    $"({immediateError})";
        }

        spec = new LearnSpec(LearnTarget.Match, destination.Bits, source, destination, null);
        return source.Bits == destination.Bits
            ? null
            : $"{whole}: bit widths of {name} ({source.Bits}) and {value} ({destination.Bits}) differ";
    }

    private static string? ParseImmediate(
        ReadOnlySpan<char> whole, ReadOnlySpan<char> text, NameMap? ports, in SubField destination, out byte[] immediate)
    {
        var field = destination.Field;
        immediate = new byte[(destination.Bits + 7) / 8];
        FieldValue value;
        if (destination.IsWhole)
        {
            if (FieldParser.ParseValue(field, text, ports, out value) is { } error)
            {
                return error;
            }
        }
        else
        {
            Span<byte> bytes = stackalloc byte[field.Bytes];
            if (NumberText.ReadBytes(text, bytes, out var length) != NumberError.None || length != text.Length)
            {
                return $"{whole}: cannot parse integer value";
            }

            value = FieldValue.Read(field, bytes);
            if (!FieldBits.Fits(in value, destination.Bits))
            {
                var shown = new TextBuffer();
                FieldPrinter.Append(shown, field, in value, null);
                return $"{whole}: value {shown.Span} does not fit into {destination.Bits} bits";
            }
        }

        value.Write(immediate);
        return null;
    }

    private static string? ParseLoadSpec(ReadOnlySpan<char> name, ReadOnlySpan<char> text, out LearnSpec? spec)
    {
        spec = null;
        var arrow = text.IndexOf("->");
        if (arrow < 0)
        {
            return $"{name}: missing `->' in `{text}'";
        }

        if (arrow == 0)
        {
            return $"{name}: missing source before `->' in `{text}'";
        }

        Span<byte> number = stackalloc byte[128];
        if (NumberText.ReadBytes(text, number, out var length) != NumberError.None || length == 0)
        {
            var error = MoveAction.ParseFields(text, out var source, out var target);
            spec = new LearnSpec(LearnTarget.Load, source.Bits, source, target, null);
            return error;
        }

        if (length != arrow)
        {
            return $"{name}: garbage before `->' in `{text}'";
        }

        var destinationText = text[(arrow + 2)..];
        if (SubField.Parse(destinationText, out SubField destination) is { } destinationError)
        {
            return destinationError;
        }

        if (OxmEntries.NxmHeader(destination.Field) == 0)
        {
            return $"{text}: experimenter OXM field '{destinationText}' not supported";
        }

        if (!FieldBits.Fits(new FieldValue(0, number.ToArray()), destination.Bits))
        {
            return $"{text}: value does not fit into {destination.Bits} bits";
        }

        var immediate = number[^((destination.Bits + 7) / 8)..].ToArray();
        spec = new LearnSpec(LearnTarget.Load, destination.Bits, null, destination, immediate);
        return null;
    }

    private string? ParseArgument(
        ReadOnlySpan<char> whole, ReadOnlySpan<char> key, ReadOnlySpan<char> value, ActionParser parser, out bool isArgument)
    {
        isArgument = true;
        switch (key)
        {
            case "table":
                if (!ArgumentText.TryTable(value, parser.Tables, out var table))
                {
                    return $"unknown table \"{value}\"";
                }

                Table = table;
                return table == NoTable ? $"{whole}: table id 255 not valid for `learn' action" : null;
            case "priority":
                Priority = (ushort)ArgumentText.AtoI(value);
                return null;
            case "idle_timeout":
                IdleTimeoutSeconds = (ushort)ArgumentText.AtoI(value);
                return null;
            case "hard_timeout":
                HardTimeoutSeconds = (ushort)ArgumentText.AtoI(value);
                return null;
            case "fin_idle_timeout":
                FinIdleTimeoutSeconds = (ushort)ArgumentText.AtoI(value);
                return null;
            case "fin_hard_timeout":
                FinHardTimeoutSeconds = (ushort)ArgumentText.AtoI(value);
                return null;
            case "cookie":
                _ = NumberText.ReadUInt64(value, 0, out var cookie, out _);
                Cookie = cookie;
                return null;
            case "send_flow_rem":
                Flags |= LearnFlags.SendFlowRemoved;
                return null;
            case "delete_learned":
                Flags |= LearnFlags.DeleteLearned;
                return null;
            case "limit":
                Limit = (uint)ArgumentText.AtoI(value);
                return null;
            case "result_dst":
                return ParseResult(value);
            default:
                isArgument = false;
                return null;
        }
    }

    private string? ParseResult(ReadOnlySpan<char> text)
    {
        Flags |= LearnFlags.WriteResult;
        if (SubField.Parse(text, out SubField bit) is { } error)
        {
            return error;
        }

        ResultDestination = bit;
        return !bit.Field.IsWritable ? $"{text} is read-only"
            : bit.Bits != 1 ? "result_dst in 'learn' action must be a single bit"
            : null;
    }
}
