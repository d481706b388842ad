using Ovs.Flow.Fields;
using Ovs.OpenFlow.Errors;
using Ovs.OpenFlow.Messages;
using Ovs.OpenFlow.Versions;
using Ovs.OpenFlow.Wire;

namespace Ovs.OpenFlow.Sessions;

/// <summary>What a controller may do; the numbers are those of OpenFlow 1.2 and later.</summary>
public enum ControllerRole : byte
{
    NoChange,
    Equal,
    Primary,
    Secondary,
}

/// <summary>Why a switch changed a controller's role; the numbers are those of the wire.</summary>
public enum RoleReason : byte
{
    PrimaryRequest,
    Configuration,
    Experimenter,
}

/// <summary>A request for a role, or its reply (OpenFlow 1.5.1 7.3.9; Nicira had it before).</summary>
/// <param name="Role">The role.</param>
/// <param name="GenerationId">Which election of a primary this belongs to, if it was said.</param>
public readonly record struct RoleMessage(ControllerRole Role, ulong? GenerationId)
{
    /// <summary>A generation that is not known.</summary>
    private const ulong NoGeneration = ulong.MaxValue;

    public static OfError Decode(in RawMessage message, out RoleMessage role)
    {
        role = default;
        var reader = new OfReader(message.Body);
        var number = reader.Take32();
        if (message.Id is MessageId.NxtRoleRequest or MessageId.NxtRoleReply)
        {
            role = new RoleMessage((ControllerRole)(number + 1), null);
            return number > 2 ? OfError.RoleRequestFailedBadRole : OfError.None;
        }

        if (number > (uint)ControllerRole.Secondary)
        {
            return OfError.RoleRequestFailedBadRole;
        }

        reader.Skip(4);
        var generation = reader.Take64();
        var isSaid = message.Id == MessageId.Ofpt12RoleRequest
            ? number != (uint)ControllerRole.NoChange
            : generation != NoGeneration;
        role = new RoleMessage((ControllerRole)number, isSaid ? generation : null);
        return OfError.None;
    }

    /// <summary>Writes the reply to <paramref name="request"/>.</summary>
    public void EncodeReply(OfWriter writer, MessageId request, OfVersion version, uint xid) =>
        Encode(
            writer, request == MessageId.NxtRoleRequest ? MessageId.NxtRoleReply : MessageId.Ofpt12RoleReply, version, xid);

    /// <summary>Writes a request; before OpenFlow 1.2 it is Nicira's.</summary>
    public void EncodeRequest(OfWriter writer, OfVersion version, uint xid) =>
        Encode(
            writer, version < OfVersion.OpenFlow12 ? MessageId.NxtRoleRequest : MessageId.Ofpt12RoleRequest, version, xid);

    internal void Append(TextBuffer text) => AppendRole(text, Role, GenerationId ?? NoGeneration);

    internal static void AppendRole(TextBuffer text, ControllerRole role, ulong generation)
    {
        text.Append(role switch
        {
            ControllerRole.NoChange => " role=nochange",
            ControllerRole.Equal => " role=equal",
            ControllerRole.Primary => " role=primary",
            _ => " role=secondary",
        });
        if (generation != NoGeneration)
        {
            text.Append($" generation_id={generation}");
        }
    }

    private void Encode(OfWriter writer, MessageId id, OfVersion version, uint xid)
    {
        var start = MessageWriter.Begin(writer, id, version, xid);
        if (id is MessageId.NxtRoleRequest or MessageId.NxtRoleReply)
        {
            writer.Put32((uint)Role - 1);
        }
        else
        {
            writer.Put32((uint)Role);
            writer.PutZeros(4);
            writer.Put64(GenerationId ?? NoGeneration);
        }

        MessageWriter.End(writer, start);
    }
}

/// <summary>A switch has changed a controller's role (OpenFlow 1.5.1 7.4.4).</summary>
public readonly record struct RoleStatus(ControllerRole Role, byte Reason, ulong GenerationId)
{
    public static OfError Decode(in RawMessage message, out RoleStatus status)
    {
        var reader = new OfReader(message.Body);
        var role = reader.Take32();
        var reason = reader.Take8();
        reader.Skip(3);
        status = new RoleStatus((ControllerRole)role, reason, reader.Take64());
        return role > (uint)ControllerRole.Secondary ? OfError.RoleRequestFailedBadRole : OfError.None;
    }

    /// <summary>Writes the message; OpenFlow 1.3 is the first version that has it.</summary>
    public void Encode(OfWriter writer, OfVersion version)
    {
        var id = version >= OfVersion.OpenFlow14 ? MessageId.Ofpt14RoleStatus : MessageId.Onft13RoleStatus;
        var start = MessageWriter.Begin(writer, id, version, 0);
        writer.Put32((uint)Role);
        writer.Put8(Reason);
        writer.PutZeros(3);
        writer.Put64(GenerationId);
        MessageWriter.End(writer, start);
    }

    /// <summary>The name of a reason, or null.</summary>
    internal static string? NameOf(byte reason) => (RoleReason)reason switch
    {
        RoleReason.PrimaryRequest => "primary_request",
        RoleReason.Configuration => "configuration_changed",
        RoleReason.Experimenter => "experimenter_data_changed",
        _ => null,
    };

    internal void Append(TextBuffer text)
    {
        RoleMessage.AppendRole(text, Role, GenerationId);
        text.Append(" reason=").Append(NameOf(Reason) ?? "(unknown)");
    }
}
