using System.Collections.Generic;
using Ovs.OpenFlow.Errors;
using Ovs.OpenFlow.Versions;

namespace Ovs.OpenFlow.Messages;

/// <summary>
/// Collects the parts of multipart requests (OpenFlow 1.3 and later may split them) until the last has come. Every
/// connection of a switch has one.
/// </summary>
public sealed class MultipartAssembler
{
    private const int MostBytes = 4 * 1024 * 1024;
    private const long PatienceMilliseconds = 1000;

    private readonly Dictionary<uint, Partial> _partials = [];

    /// <summary>When <see cref="TakeExpired"/> has something to say; null if never.</summary>
    public long? NextExpiry
    {
        get
        {
            long? least = null;
            foreach (var partial in _partials.Values)
            {
                least = least is { } other && other <= partial.Expiry ? other : partial.Expiry;
            }

            return least;
        }
    }

    public void Clear() => _partials.Clear();

    /// <summary>Takes a whole message.</summary>
    /// <param name="message">Any message; those that are no multipart requests are answered at once.</param>
    /// <param name="now">Milliseconds of the monotonic clock.</param>
    /// <param name="complete">The messages to be executed now: the parts in order, empty while more are to come.</param>
    public OfError Add(byte[] message, long now, out IReadOnlyList<byte[]> complete)
    {
        complete = [];
        if (!MessageHeader.IsRequest(message))
        {
            complete = [message];
            return OfError.None;
        }

        var error = MessageTable.Identify(message, out var row);
        if (error != OfError.None)
        {
            return error;
        }

        var header = MessageHeader.Read(message);
        var headerBytes = row!.HeaderBytes(header.Version);
        var hasBody = message.Length > headerBytes;
        if (hasBody && row.CheckLength(header.Version, message.Length) is var lengthError and not OfError.None)
        {
            return lengthError;
        }

        if (!_partials.TryGetValue(header.Xid, out var partial))
        {
            partial = new Partial(row.Id);
            _partials.Add(header.Xid, partial);
        }

        partial.Expiry = now + PatienceMilliseconds;
        partial.Bytes += message.Length;
        partial.HasBody |= hasBody;
        var hasMore = header.Version >= OfVersion.OpenFlow13 && (message[11] & 1) != 0;
        error = partial.Id != row.Id ? OfError.BadRequestBadStat
            : partial.Bytes > MostBytes ? OfError.BadRequestMultipartBufferOverflow
            : !hasMore && !partial.HasBody && row.BodyBytes != 0 ? OfError.BadRequestBadLen
            : OfError.None;
        if (error != OfError.None)
        {
            _partials.Remove(header.Xid);
            return error;
        }

        partial.Parts.Add(message);
        if (hasMore)
        {
            return OfError.None;
        }

        _partials.Remove(header.Xid);
        complete = WithoutEmpty(partial.Parts, headerBytes);
        return OfError.None;
    }

    /// <summary>The last part of a request whose next part has not come in time; it is forgotten.</summary>
    public byte[]? TakeExpired(long now)
    {
        foreach (var (xid, partial) in _partials)
        {
            if (now >= partial.Expiry)
            {
                _partials.Remove(xid);
                return partial.Parts[^1];
            }
        }

        return null;
    }

    // Parts without a body say nothing, but one part must be left.
    private static List<byte[]> WithoutEmpty(List<byte[]> parts, int headerBytes)
    {
        for (var index = 0; index < parts.Count && parts.Count > 1;)
        {
            if (parts[index].Length <= headerBytes)
            {
                parts.RemoveAt(index);
            }
            else
            {
                index++;
            }
        }

        return parts;
    }

    private sealed class Partial(MessageId id)
    {
        public MessageId Id { get; } = id;

        public List<byte[]> Parts { get; } = [];

        public long Expiry { get; set; }

        public int Bytes { get; set; }

        public bool HasBody { get; set; }
    }
}
