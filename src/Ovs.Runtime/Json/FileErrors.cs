using System;
using System.IO;
using Ovs.Native;

namespace Ovs.Runtime.Json;

/// <summary>The C library's text for what the framework's file calls throw; user-visible messages embed it.</summary>
public static class FileErrors
{
    public static string Text(Exception exception) => exception switch
    {
        FileNotFoundException or DirectoryNotFoundException => Errno.ENOENT.Text,
        UnauthorizedAccessException { InnerException: IOException inner } => Of(inner),
        UnauthorizedAccessException => Errno.EACCES.Text,
        IOException io => Of(io),
        _ => exception.Message,
    };

    // On Unix the framework keeps the error number in HResult.
    private static string Of(IOException exception) =>
        exception.HResult is > 0 and < 4096 ? new Errno(exception.HResult).Text : exception.Message;
}
