using System;
using System.Collections.Generic;
using Ovs.OpenFlow.Versions;
using Ovs.OpenFlow.Wire;

namespace Ovs.OpenFlow.Messages;

/// <summary>Writes a list into as many parts of a multipart message as it needs.</summary>
/// <remarks>The caller writes an entry with <see cref="Writer"/> and then says <see cref="EndEntry"/>.</remarks>
public sealed class MultipartWriter
{
    private const int FlagsOffset = 10;
    private const ushort More = 1;

    private readonly MessageId _id;
    private readonly OfVersion _version;
    private readonly uint _xid;
    private readonly List<byte[]> _parts = [];
    private int _entryStart;

    public MultipartWriter(MessageId id, OfVersion version, uint xid)
    {
        _id = id;
        _version = version;
        _xid = xid;
        Begin();
    }

    /// <summary>Where entries are written.</summary>
    public OfWriter Writer { get; } = new(1024);

    /// <summary>Says that all written since the last entry is one entry, which no part boundary may cut.</summary>
    public void EndEntry()
    {
        if (Writer.Length > MessageWriter.MostBytes)
        {
            var entry = Writer.Span[_entryStart..].ToArray();
            Writer.Truncate(_entryStart);
            Writer.Patch16(FlagsOffset, More);
            _parts.Add(Finish());
            Begin();
            Writer.Put(entry);
        }

        _entryStart = Writer.Length;
    }

    /// <summary>All parts; the writer is of no use afterwards.</summary>
    public IReadOnlyList<byte[]> End()
    {
        _parts.Add(Finish());
        return _parts;
    }

    private byte[] Finish()
    {
        MessageWriter.End(Writer, 0);
        return Writer.ToArray();
    }

    private void Begin()
    {
        Writer.Clear();
        MessageWriter.Begin(Writer, _id, _version, _xid);
        _entryStart = Writer.Length;
    }
}
