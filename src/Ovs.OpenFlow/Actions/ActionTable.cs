using System;
using System.Collections.Generic;
using Ovs.OpenFlow.Versions;
using Ovs.OpenFlow.Wire;

namespace Ovs.OpenFlow.Actions;

/// <summary>All actions: by name for text, by number for the wire.</summary>
public static partial class ActionTable
{
    private const ushort ExperimenterType = 0xffff;

    private static Dictionary<string, ActionRow>? s_byName;
    private static Dictionary<(OfVersion Version, uint Experimenter, ushort Type), RawActionRow>? s_byCode;

    /// <summary>The name of an action or instruction in text.</summary>
    public static string NameOf(ActionKind kind) => kind == ActionKind.None ? "<unknown>" : s_kinds[(int)kind - 1].Name;

    internal static ReadOnlySpan<ActionRow> Kinds => s_kinds;

    internal static ReadOnlySpan<RawActionRow> Raws => s_raws;

    /// <summary>Finds an action by its name, in any case.</summary>
    internal static ActionRow? FindByName(ReadOnlySpan<char> name) =>
        (s_byName ??= IndexNames()).GetAlternateLookup<ReadOnlySpan<char>>().TryGetValue(name, out var row) ? row : null;

    internal static RawActionRow? FindRaw(OfVersion version, uint experimenter, ushort type) =>
        (s_byCode ??= IndexCodes()).GetValueOrDefault((version, experimenter, type));

    /// <summary>Writes an action's header; <see cref="End"/> writes its length.</summary>
    internal static int Begin(OfWriter writer, OfVersion version, RawAction raw)
    {
        var start = writer.Length;
        var code = s_raws[(int)raw - 1].CodeFor(version);
        writer.Put16(code.Experimenter != 0 ? ExperimenterType : code.Type);
        writer.PutZeros(2);
        if (code.Experimenter != 0)
        {
            writer.Put32(code.Experimenter);
            writer.Put16(code.Type);
        }

        return start;
    }

    /// <summary>Pads an action to a multiple of eight bytes, and to at least <paramref name="minBytes"/>.</summary>
    internal static void End(OfWriter writer, int start, int minBytes = 0)
    {
        writer.PutZeros(Math.Max(0, minBytes - (writer.Length - start)));
        writer.Pad(start);
        writer.Patch16(start + 2, (ushort)(writer.Length - start));
    }

    /// <summary>Writes an action that is a header, or a header and a number.</summary>
    internal static void Put(OfWriter writer, OfVersion version, RawAction raw, ulong argument = 0)
    {
        var row = s_raws[(int)raw - 1];
        var isExperimenter = row.CodeFor(version).Experimenter != 0;
        var start = Begin(writer, version, raw);
        writer.PutZeros(row.Shape.NumberOffset(isExperimenter) - (writer.Length - start));
        Flow.Fields.FieldValue.WriteNumber(argument, writer.Reserve(row.Shape.NumberBytes));
        End(writer, start, row.Shape.Lengths(isExperimenter).Min);
    }

    /// <summary>Writes actions, not as instructions.</summary>
    internal static void PutAll(OfWriter writer, OfVersion version, ActionList actions)
    {
        foreach (var action in actions.Span)
        {
            action.Encode(writer, version);
        }
    }

    private static Dictionary<string, ActionRow> IndexNames()
    {
        var index = new Dictionary<string, ActionRow>(StringComparer.OrdinalIgnoreCase);
        foreach (var row in s_kinds)
        {
            index.Add(row.Name, row);
        }

        foreach (var row in s_otherNames)
        {
            index.Add(row.Name, row);
        }

        return index;
    }

    private static Dictionary<(OfVersion Version, uint Experimenter, ushort Type), RawActionRow> IndexCodes()
    {
        var index = new Dictionary<(OfVersion Version, uint Experimenter, ushort Type), RawActionRow>();
        foreach (var row in s_raws)
        {
            foreach (var code in row.Codes)
            {
                for (var version = code.Since; version <= code.Until; version++)
                {
                    index.Add(((OfVersion)version, code.Experimenter, code.Type), row);
                }
            }
        }

        return index;
    }
}
