using System;
using System.Security.Cryptography;
using Ovs.Native;
using Ovs.Runtime.Logging;

namespace Ovs.Runtime.Replay;

/// <summary>Random bytes that are the same again in a replay: identifiers of rows and transactions are made of them.</summary>
public static class ReplayedRandom
{
    private const string Name = "__uuid_generate";

    private static readonly LogModule s_log = LogModule.Define("uuid");
    private static ReplayFile? s_file;

    /// <summary>Begins with another recording; for tests, as a process has one.</summary>
    internal static void Forget()
    {
        s_file?.Dispose();
        s_file = null;
    }

    public static void Fill(Span<byte> bytes)
    {
        if (!ReplayJournal.IsActive)
        {
            RandomNumberGenerator.Fill(bytes);
            return;
        }

        if (s_file is null && ReplayJournal.Open(Name, out s_file) is { IsError: true } openError)
        {
            s_log.Fatal($"failed to open uuid replay file: {openError.Text}.");
        }

        if (ReplayJournal.Mode == ReplayMode.Record)
        {
            RandomNumberGenerator.Fill(bytes);
            s_file!.WriteReceived(bytes);
            return;
        }

        var error = s_file!.TakeEarly(bytes, out var count);
        if (error.IsError || count != bytes.Length)
        {
            s_log.Fatal($"failed to read from replay file: {(error.IsError ? error : Errno.EINVAL).Text}.");
        }
    }
}
