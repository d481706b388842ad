using System;
using System.Threading;

namespace Ovs.Runtime.JsonRpc;

/// <summary>
/// How much memory messages may take that peers have begun to send and not finished: each of them, and all together. Without a
/// bound one peer that sends a string without an end would fill the machine.
/// </summary>
/// <remarks>Generous: whole databases are sent in one message. What is charged is what the message will take as values.</remarks>
public static class InputBudget
{
    private const long LeastMessageBytes = 256L * 1024 * 1024;
    private const int MessageShare = 8;
    private const int TotalShare = 4;

    private static long s_total;

    /// <summary>Most that one message may take.</summary>
    public static long MaxMessageBytes { get; set; } =
        Math.Max(LeastMessageBytes, GC.GetGCMemoryInfo().TotalAvailableMemoryBytes / MessageShare);

    /// <summary>Most that all of them may take.</summary>
    public static long MaxTotalBytes { get; set; } =
        Math.Max(LeastMessageBytes, GC.GetGCMemoryInfo().TotalAvailableMemoryBytes / TotalShare);

    /// <summary>Charges <paramref name="bytes"/>, or gives them back; false when that is more than there is.</summary>
    internal static bool Charge(long bytes) => Interlocked.Add(ref s_total, bytes) <= MaxTotalBytes;
}
