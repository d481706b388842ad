using System;
using System.Runtime.InteropServices;

namespace Ovs.Native.Memory;

/// <summary>Sole owner of a block of native memory, which does not move and which the garbage collector does not see.</summary>
/// <remarks>Content is unknown at first, and the kernel backs only the pages that are touched.</remarks>
public sealed unsafe class NativeBlock : IDisposable
{
    public NativeBlock(nuint sizeBytes, nuint alignmentBytes)
    {
        SizeBytes = sizeBytes;
        Address = (nint)NativeMemory.AlignedAlloc(sizeBytes, alignmentBytes);
    }

    /// <summary>The first byte; 0 after <see cref="Dispose"/>.</summary>
    public nint Address { get; private set; }

    public nuint SizeBytes { get; }

    public void Dispose()
    {
        NativeMemory.AlignedFree((void*)Address);
        Address = 0;
    }
}
