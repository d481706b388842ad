using System.Numerics;
using Ovs.Flow.Fields;
using Ovs.OpenFlow.Versions;
using Ovs.OpenFlow.Wire;
using Ovs.Runtime.Logging;

namespace Ovs.OpenFlow.Messages;

/// <summary>The first message on a connection: which versions a side can speak (OpenFlow 1.5.1 7.5.1).</summary>
public static class HelloMessage
{
    private const ushort VersionBitmap = 1;
    private const int ElementHeaderBytes = 4;

    private static readonly LogModule s_log = LogModule.Define("ofp_util");
    private static readonly LogRateLimit s_limit = new(1, 5);

    /// <summary>Reads the versions; false if something was not understood, and then the versions may be too many.</summary>
    /// <param name="versions">Bit N stands for the version whose byte is N.</param>
    public static bool Decode(in RawMessage message, out uint versions)
    {
        // The version of the header and all before it, unless a bitmap says otherwise.
        var version = (int)message.Version;
        versions = ((version < 32 ? 1u << version : 0) - 1) << 1;
        var reader = new OfReader(message.Body);
        var isGood = true;
        while (!reader.IsAtEnd)
        {
            var peek = reader;
            var type = peek.Take16();
            int length = peek.Take16();
            var padded = (length + 7) & ~7;
            if (peek.HasFailed || length < ElementHeaderBytes || !reader.Has(padded))
            {
                return false;
            }

            var bitmap = new OfReader(reader.Take(padded)[ElementHeaderBytes..length]);
            isGood &= type == VersionBitmap && TakeBitmap(ref bitmap, ref versions);
        }

        return isGood;
    }

    /// <summary>Writes a hello; a bitmap is only in it if the header's version cannot say it all.</summary>
    public static void Encode(OfWriter writer, uint versions, uint xid)
    {
        var start = MessageWriter.Begin(writer, MessageId.OfptHello, (OfVersion)BitOperations.Log2(versions), xid);
        if (!BitOperations.IsPow2((versions >> 1) + 1))
        {
            writer.Put16(VersionBitmap);
            writer.Put16(ElementHeaderBytes + sizeof(uint));
            writer.Put32(versions);
        }

        MessageWriter.End(writer, start);
    }

    internal static void Append(TextBuffer text, in RawMessage message)
    {
        var isGood = Decode(in message, out var versions);
        text.Append("\n version bitmap: ");
        OfVersions.AppendNumbers(text, versions);
        if (!isGood)
        {
            text.Append("\n unknown data in hello:\n");
            HexDump.Append(text, message.Bytes, withCharacters: true);
        }
    }

    private static bool TakeBitmap(ref OfReader reader, ref uint versions)
    {
        if (reader.IsAtEnd || reader.Left % sizeof(uint) != 0)
        {
            return false;
        }

        var found = reader.Take32();
        if ((found & 1) != 0)
        {
            s_log.Warn(s_limit, $"peer claims to support invalid OpenFlow version 0x00");
            found &= ~1u;
        }

        if (found == 0)
        {
            s_log.Warn(s_limit, $"peer does not support any OpenFlow version (between 0x01 and 0x1f)");
            return false;
        }

        versions = found;
        return true;
    }
}
