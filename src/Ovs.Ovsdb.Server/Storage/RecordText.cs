using System;
using System.Collections.Generic;
using Ovs.Runtime.Json;

namespace Ovs.Ovsdb.Server.Storage;

/// <summary>The JSON text of one record, which may be all of a database: in pieces, so that no array needs to hold it.</summary>
public sealed class RecordText
{
    private const int PieceSize = 1 << 20;

    private readonly List<ReadOnlyMemory<byte>> _pieces = [];
    private long _completedLength;

    /// <summary>Where to append; another one after <see cref="EndPiece"/>.</summary>
    public Utf8Builder Output { get; private set; } = new(PieceSize / 16);

    public long Length => _completedLength + Output.Count;

    /// <summary>The text so far.</summary>
    public IEnumerable<ReadOnlyMemory<byte>> Pieces
    {
        get
        {
            foreach (var piece in _pieces)
            {
                yield return piece;
            }

            yield return Output.WrittenMemory;
        }
    }

    /// <summary>Begins another piece when this one is large enough; called between values.</summary>
    public void EndPiece()
    {
        if (Output.Count >= PieceSize)
        {
            _completedLength += Output.Count;
            _pieces.Add(Output.WrittenMemory);
            Output = new Utf8Builder(PieceSize + (PieceSize / 8));
        }
    }
}
