using System;
using System.Collections;

namespace Ovs.Ovsdb.Server.Transactions;

/// <summary>Some columns of a table, by their index; few tables have more than 64.</summary>
internal struct ColumnMask
{
    private const int Bits = 64;

    private ulong _first;
    private BitArray? _others;

    public readonly bool IsEmpty => _first == 0 && _others is null;

    public readonly bool this[int index] => index < Bits
        ? (_first >> index & 1) != 0
        : _others is not null && index - Bits < _others.Length && _others[index - Bits];

    public void Add(int index)
    {
        if (index < Bits)
        {
            _first |= 1UL << index;
            return;
        }

        _others ??= new BitArray(Bits);
        _others.Length = Math.Max(_others.Length, index - Bits + 1);
        _others[index - Bits] = true;
    }
}
