using System;
using System.Runtime.InteropServices;
using System.Security.Cryptography;
using Ovs.Datapath.Actions;
using Ovs.Flow.Key;

namespace Ovs.Datapath.Interface;

/// <summary>
/// A megaflow of a datapath as its owner sees it: what it matches, what it does, what went through. The provider derives
/// its own class from it.
/// </summary>
/// <remarks>Safe to read from any thread. Removal marks the flow dead; statistics stay readable afterwards, and are final
/// once the poll threads have finished the batch that they were at.</remarks>
public abstract class DpFlow
{
    // As in the original, identifiers differ from process to process, so that nobody can aim at collisions.
    private static readonly byte[] s_secret = RandomNumberGenerator.GetBytes(32);

    private readonly FlowKey _fullKey;

    protected DpFlow(in FlowKey fullKey, object? owner)
    {
        _fullKey = fullKey;
        Owner = owner;
    }

    /// <summary>The key as it was in the packet that caused the flow, with the bits that do not matter: the original prints
    /// these, and a translation starts from them.</summary>
    public ref readonly FlowKey FullKey => ref _fullKey;

    public abstract ref readonly FlowMask Mask { get; }

    /// <summary>The masked key.</summary>
    public FlowKey Key => Mask.Apply(in _fullKey);

    /// <summary>Unique identifier: the same for the same mask and masked key, as long as the process runs.</summary>
    public Guid Ufid
    {
        get
        {
            Span<FlowKey> parts = [Key, Mask.Bits];
            Span<byte> hash = stackalloc byte[HMACSHA256.HashSizeInBytes];
            HMACSHA256.HashData(s_secret, MemoryMarshal.AsBytes(parts), hash);
            return new Guid(hash[..16]);
        }
    }

    /// <summary>Whatever the installer wants to find again, such as the log by which statistics are credited.</summary>
    public object? Owner { get; }

    /// <summary>What happens to packets that match; replaced as a whole.</summary>
    public abstract DpActions Actions { get; }

    public abstract FlowStatistics Statistics { get; }

    /// <summary>True once the flow was removed; packets no longer match it.</summary>
    public abstract bool IsDead { get; }
}
