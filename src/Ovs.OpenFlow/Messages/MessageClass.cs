namespace Ovs.OpenFlow.Messages;

/// <summary>Where the number of a message stands: in the header, in a multipart header, or behind an experimenter's id.</summary>
public enum MessageClass : byte
{
    /// <summary>The type in the header.</summary>
    Plain,

    /// <summary>The type of a multipart request.</summary>
    Request,

    /// <summary>The type of a multipart reply.</summary>
    Reply,

    /// <summary>A subtype of Nicira's.</summary>
    Nicira,
    NiciraRequest,
    NiciraReply,

    /// <summary>A subtype of the Open Networking Foundation's.</summary>
    Onf,
    OnfRequest,
    OnfReply,
}
