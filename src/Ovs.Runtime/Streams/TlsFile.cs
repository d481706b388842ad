using System;
using System.IO;
using Ovs.Runtime.Logging;

namespace Ovs.Runtime.Streams;

/// <summary>A configured file that is read again when its name or its time of modification changed.</summary>
internal sealed class TlsFile
{
    private DateTime _modified;

    public string? Path { get; private set; }

    /// <summary>Whether the content was taken over.</summary>
    public bool IsRead { get; set; }

    /// <summary>Takes the name; true when there is something new to read.</summary>
    public bool Update(string? path, LogModule log, LogRateLimit limit)
    {
        if (path is null)
        {
            return false;
        }

        DateTime modified;
        try
        {
            modified = File.GetLastWriteTimeUtc(path);
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            log.Err(limit, $"{path}: stat failed ({Json.FileErrors.Text(e)})");
            return false;
        }

        if (path == Path && modified == _modified)
        {
            return false;
        }

        Path = path;
        _modified = modified;
        return true;
    }

    /// <summary>Reads the file by <paramref name="load"/>, which tells whether it was good.</summary>
    public void Load(Func<string, bool> load)
    {
        if (Path is not null && load(Path))
        {
            IsRead = true;
        }
    }
}
