using Ovs.OpenFlow.Errors;
using Ovs.OpenFlow.Versions;
using Ovs.Runtime.Logging;

namespace Ovs.OpenFlow.Messages;

/// <summary>One layout of a message.</summary>
/// <param name="Id">The layout.</param>
/// <param name="Kind">What the message means.</param>
/// <param name="Name">The name as printed.</param>
/// <param name="First">The first version that has it.</param>
/// <param name="Last">The last version that has it.</param>
/// <param name="Class">Where the number stands.</param>
/// <param name="Number">Type, multipart type or experimenter's subtype.</param>
/// <param name="BodyBytes">The length of the body without what may follow.</param>
/// <param name="Unit">0 if nothing follows, else the body is longer by a multiple of this.</param>
public sealed record MessageRow(
    MessageId Id, MessageKind Kind, string Name, byte First, byte Last, MessageClass Class, uint Number, int BodyBytes, int Unit)
{
    private static readonly LogModule s_log = LogModule.Define("ofp_msgs");
    private static readonly LogRateLimit s_limit = new(1, 5);

    public bool IsMultipart => IsRequest || Class is MessageClass.Reply or MessageClass.NiciraReply or MessageClass.OnfReply;

    /// <summary>True of a multipart request.</summary>
    public bool IsRequest => Class is MessageClass.Request or MessageClass.NiciraRequest or MessageClass.OnfRequest;

    /// <summary>The id that stands in the message; 0 for messages of the standard.</summary>
    public uint Experimenter => Class switch
    {
        MessageClass.Nicira or MessageClass.NiciraRequest or MessageClass.NiciraReply => Experimenters.Nicira,
        MessageClass.Onf or MessageClass.OnfRequest or MessageClass.OnfReply => Experimenters.Onf,
        _ => 0,
    };

    public bool Has(OfVersion version) => (byte)version >= First && (byte)version <= Last;

    /// <summary>Length of everything in front of the body.</summary>
    public int HeaderBytes(OfVersion version) =>
        !IsMultipart ? Class == MessageClass.Plain ? MessageHeader.Bytes : MessageHeader.ExperimenterBytes
        : Experimenter != 0 ? MessageHeader.ExperimenterMultipartBytes
        : version == OfVersion.OpenFlow10 ? MessageHeader.Multipart10Bytes
        : MessageHeader.MultipartBytes;

    /// <summary>Is a message with this header and body well measured? If not, the log says so.</summary>
    public OfError CheckLength(OfVersion version, int length)
    {
        var least = HeaderBytes(version) + BodyBytes;
        var isGood = Unit switch
        {
            0 => length == least,
            _ => length >= least && (length - least) % Unit == 0,
        };
        if (isGood)
        {
            return OfError.None;
        }

        var expected = Unit switch
        {
            0 => $"expected length {least}",
            1 => $"expected length at least {least} bytes",
            _ => $"must be exactly {least} bytes or longer by an integer multiple of {Unit} bytes",
        };
        s_log.Warn(s_limit, $"received {Name} with incorrect length {length} ({expected})");
        return OfError.BadRequestBadLen;
    }
}
