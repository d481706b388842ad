using System;
using System.Collections.Generic;
using System.Text;
using Ovs.Flow.Fields;
using Ovs.OpenFlow.Errors;
using Ovs.OpenFlow.Ports;
using Ovs.OpenFlow.Versions;
using Ovs.OpenFlow.Wire;
using Ovs.Runtime.Logging;

namespace Ovs.OpenFlow.Groups;

/// <summary>How a select group chooses a bucket (Netronome extension of OpenFlow 1.5).</summary>
public sealed record GroupSelection
{
    /// <summary>Room for the method's name on the wire, with the zero behind it.</summary>
    public const int MethodBytes = 16;

    private const uint Subtype = 1;

    // Open vSwitch 2.4 wrote a wrong number.
    private const uint OldNetronome = 0x1540;

    private static readonly LogModule s_log = LogModule.Define("ofp_group");
    private static readonly LogRateLimit s_limit = new(1, 5);

    /// <summary>"hash" or "dp_hash"; empty if the switch shall choose the method.</summary>
    public string Method { get; set; } = "";

    public ulong Parameter { get; set; }

    /// <summary>What goes into the hash; all that the switch likes if there is nothing.</summary>
    public IReadOnlyList<SelectionField> Fields { get; set; } = [];

    internal static OfError TakeAll(ReadOnlySpan<byte> bytes, GroupType type, GroupCommand command, out GroupSelection selection)
    {
        selection = new GroupSelection();
        var reader = new OfReader(bytes);
        while (!reader.IsAtEnd)
        {
            var error = OfProperties.Take(ref reader, out var property);
            if (error == OfError.None)
            {
                error = property.Type == OfProperties.Experimenter(Experimenters.Netronome, Subtype)
                    || property.Type == OfProperties.Experimenter(OldNetronome, Subtype)
                    ? selection.Take(property.Value, type, command)
                    : OfProperties.Unknown(s_log, isLoose: false, "group", property.Type);
            }

            if (error != OfError.None)
            {
                return error;
            }
        }

        return OfError.None;
    }

    internal void Put(OfWriter writer, OfVersion version)
    {
        if (Method.Length == 0)
        {
            return;
        }

        var start = OfProperties.Begin(writer, OfProperties.Experimenter(Experimenters.Netronome, Subtype));
        writer.PutZeros(4);
        PortDescription.PutName(writer, Method, MethodBytes);
        writer.Put64(Parameter);
        SelectionFields.Put(writer, version, Fields);
        OfProperties.End(writer, start);
    }

    internal void Append(TextBuffer text)
    {
        if (Method.Length == 0)
        {
            return;
        }

        text.Append($",selection_method={Method}");
        if (Parameter != 0)
        {
            text.Append($",selection_method_param={Parameter}");
        }

        if (Fields.Count > 0)
        {
            text.Append(Fields.Count == 1 ? ",fields=" : ",fields(");
            SelectionFields.Append(text, Fields);
            text.Append(Fields.Count == 1 ? "" : ")");
        }
    }

    private static OfError Reject(string why, OfError error)
    {
        s_log.Warn(s_limit, why);
        return error;
    }

    private OfError Take(ReadOnlySpan<byte> value, GroupType type, GroupCommand command)
    {
        if (type != GroupType.Select)
        {
            return type > GroupType.FastFailover
                ? OfError.GroupModFailedBadType
                : Reject("ntr selection method property is only allowed for select groups", OfError.BadPropertyBadValue);
        }

        switch (command)
        {
            case GroupCommand.Add or GroupCommand.Modify or GroupCommand.AddOrModify:
                break;
            case GroupCommand.Delete or GroupCommand.InsertBucket or GroupCommand.RemoveBucket:
                return Reject(
                    "ntr selection method property is only allowed for add and delete group modifications",
                    OfError.BadPropertyBadValue);
            default:
                return OfError.GroupModFailedBadCommand;
        }

        var reader = new OfReader(value);
        reader.Skip(4);
        var method = reader.Take(MethodBytes);
        Parameter = reader.Take64();
        if (reader.HasFailed)
        {
            return Reject(
                $"ntr selection method property length {value.Length + 12} is not valid", OfError.BadPropertyBadLen);
        }

        var end = method.IndexOf((byte)0);
        if (end < 0)
        {
            return Reject("ntr selection method is not null terminated", OfError.BadPropertyBadValue);
        }

        var name = Encoding.UTF8.GetString(method[..end]);
        if (name is not ("hash" or "dp_hash"))
        {
            return Reject($"ntr selection method '{name}' is not supported", OfError.BadPropertyBadValue);
        }

        Method = name;
        if (reader.IsAtEnd)
        {
            return OfError.None;
        }

        if (name != "hash")
        {
            return Reject($"ntr selection method {name} does not support fields", OfError.BadPropertyBadValue);
        }

        var fields = new List<SelectionField>();
        var error = SelectionFields.Take(reader.Rest, fields);
        Fields = fields;
        return error == OfError.None ? error : Reject("ntr selection method fields are invalid", error);
    }
}
