using System;
using System.IO;
using System.Text;

namespace Ovs.Native.Libc;

/// <summary>What ps(1) shows of this process, where its arguments stood.</summary>
public static unsafe class ProcessTitle
{
    private const int ArgumentStartField = 48; // proc(5), arg_start and arg_end
    private const int FieldsBeforeState = 2;

    /// <summary>Writes <paramref name="title"/> over the arguments, cut to their length.</summary>
    public static void Set(string title)
    {
        var stat = File.ReadAllText("/proc/self/stat");
        var fields = stat[(stat.LastIndexOf(')') + 2)..].Split(' ');
        var start = ulong.Parse(fields[ArgumentStartField - FieldsBeforeState - 1]);
        var end = ulong.Parse(fields[ArgumentStartField - FieldsBeforeState]);
        var area = new Span<byte>((void*)start, (int)(end - start));
        var text = Encoding.UTF8.GetBytes(title);
        area.Clear();
        text.AsSpan(0, Math.Min(text.Length, area.Length - 1)).CopyTo(area);
    }
}
