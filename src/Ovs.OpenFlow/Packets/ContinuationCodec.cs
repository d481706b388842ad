using System;
using System.Collections.Generic;
using Ovs.OpenFlow.Actions;
using Ovs.OpenFlow.Errors;
using Ovs.OpenFlow.Versions;
using Ovs.OpenFlow.Wire;
using Ovs.Runtime.Logging;

namespace Ovs.OpenFlow.Packets;

/// <summary>Continuations on the wire: properties inside a property.</summary>
internal static class ContinuationCodec
{
    private const int MostStackBytes = 128;

    private static readonly LogModule s_log = LogModule.Define("ofp_packet");
    private static readonly LogRateLimit s_limit = new(1, 5);

    private enum Property : ushort
    {
        Bridge = 0x8000,
        Stack,
        Mirrors,
        Tracked,
        TableId,
        Cookie,
        Actions,
        ActionSet,
        DatapathPort,
    }

    public static OfError Decode(ReadOnlySpan<byte> bytes, OfVersion version, bool isLoose, out Continuation continuation)
    {
        continuation = new Continuation();
        var state = new Reading(version, isLoose, continuation);
        var reader = new OfReader(bytes);
        while (!reader.IsAtEnd)
        {
            var error = OfProperties.Take(ref reader, out var property);
            if (error == OfError.None)
            {
                error = state.Take(in property);
            }

            if (error != OfError.None)
            {
                return error;
            }
        }

        state.Finish();
        return OfError.None;
    }

    /// <summary>Writes the property; one that would be empty is left out.</summary>
    public static void Put(OfWriter writer, ulong type, Continuation continuation, OfVersion version)
    {
        var start = OfProperties.BeginNested(writer, type);
        var inner = writer.Length;
        if (continuation.Bridge != Guid.Empty)
        {
            OfProperties.Put(writer, (ulong)Property.Bridge, continuation.Bridge.ToByteArray(bigEndian: true));
        }

        foreach (var value in continuation.Stack)
        {
            OfProperties.Put(writer, (ulong)Property.Stack, value.Span);
        }

        if (continuation.Mirrors != 0)
        {
            OfProperties.Put32(writer, (ulong)Property.Mirrors, continuation.Mirrors);
        }

        if (continuation.IsTracked)
        {
            OfProperties.PutFlag(writer, (ulong)Property.Tracked);
        }

        PutUnrolled(writer, version, continuation.Actions);
        if (continuation.ActionSet.Count > 0)
        {
            PutActions(writer, Property.ActionSet, version, continuation.ActionSet.Span);
        }

        if (continuation.DatapathPort != 0)
        {
            OfProperties.Put32(writer, (ulong)Property.DatapathPort, continuation.DatapathPort);
        }

        if (writer.Length > inner)
        {
            OfProperties.End(writer, start);
        }
        else
        {
            writer.Truncate(start);
        }
    }

    // The flow that actions belong to is written before them, if it is another than before.
    private static void PutUnrolled(OfWriter writer, OfVersion version, ActionList actions)
    {
        byte table = 0;
        ulong cookie = 0;
        var first = 0;
        UnrollXlateAction? unroll = null;
        for (var i = 0; i <= actions.Count && actions.Count > 0; i++)
        {
            var next = i < actions.Count ? actions[i] as UnrollXlateAction : null;
            if (i < actions.Count && next is null)
            {
                continue;
            }

            if (unroll is not null && unroll.Table != table)
            {
                table = unroll.Table;
                OfProperties.Put8(writer, (ulong)Property.TableId, table);
            }

            if (unroll is not null && unroll.Cookie != cookie)
            {
                cookie = unroll.Cookie;
                OfProperties.Put64(writer, (ulong)Property.Cookie, cookie);
            }

            if (i > first)
            {
                PutActions(writer, Property.Actions, version, actions.Span[first..i]);
            }

            unroll = next;
            first = i + 1;
        }
    }

    private static void PutActions(OfWriter writer, Property property, OfVersion version, ReadOnlySpan<OfAction> actions)
    {
        var start = OfProperties.BeginNested(writer, (ulong)property);
        ActionTable.PutAll(writer, version, new ActionList(actions));
        OfProperties.End(writer, start);
    }

    private sealed class Reading(OfVersion version, bool isLoose, Continuation continuation)
    {
        private readonly List<ReadOnlyMemory<byte>> _stack = [];
        private readonly List<OfAction> _actions = [];
        private readonly List<OfAction> _actionSet = [];
        private byte _table;
        private ulong _cookie;

        public OfError Take(in OfProperty property)
        {
            OfError error;
            uint number;
            switch (property.IsExperimenter ? 0 : (Property)property.Type)
            {
                case Property.Bridge:
                    if (property.Value.Length != 16)
                    {
                        return OfError.BadPropertyBadLen;
                    }

                    continuation.Bridge = new Guid(property.Value, bigEndian: true);
                    return OfError.None;
                case Property.Stack:
                    if (property.Value.Length > MostStackBytes)
                    {
                        s_log.Warn(s_limit, $"NXCPT_STACK property has bad length {property.Value.Length}");
                        return OfError.BadPropertyBadLen;
                    }

                    _stack.Add(property.Value.ToArray());
                    return OfError.None;
                case Property.Mirrors:
                    error = property.To32(out number);
                    continuation.Mirrors = number;
                    return error;
                case Property.Tracked:
                    continuation.IsTracked = true;
                    return OfError.None;
                case Property.TableId:
                    return property.To8(out _table);
                case Property.Cookie:
                    return property.To64(out _cookie);
                case Property.Actions:
                    _actions.Add(new UnrollXlateAction(_table, _cookie));
                    return TakeActions(in property, _actions);
                case Property.ActionSet:
                    return TakeActions(in property, _actionSet);
                case Property.DatapathPort:
                    error = property.To32(out number);
                    continuation.DatapathPort = number;
                    return error;
                default:
                    return OfProperties.Unknown(s_log, isLoose, "continuation", property.Type);
            }
        }

        public void Finish()
        {
            continuation.Stack = _stack;
            continuation.Actions = ActionList.From(_actions);
            continuation.ActionSet = ActionList.From(_actionSet);
        }

        private OfError TakeActions(in OfProperty property, List<OfAction> into)
        {
            var error = property.ToNested(out var nested);
            if (error != OfError.None)
            {
                s_log.Warn(s_limit, $"actions property has bad length {property.Value.Length + 4}");
                return error;
            }

            var reader = new OfReader(nested);
            error = new ActionDecoder(version, null).TakeActions(ref reader, reader.Left, out var actions);
            into.AddRange(actions.Span);
            return error;
        }
    }
}
