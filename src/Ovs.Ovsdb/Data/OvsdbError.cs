using System.Text;
using Ovs.Native;
using Ovs.Runtime.Json;

namespace Ovs.Ovsdb.Data;

/// <summary>
/// What went wrong with a request, a value or a file: the &lt;error&gt; object of RFC 7047 3.1 as data. Null stands for
/// success throughout the database rooms.
/// </summary>
public sealed class OvsdbError
{
    private readonly string? _syntax;

    /// <summary>An error named by <paramref name="tag"/>, or by the general "ovsdb error".</summary>
    public OvsdbError(string? tag, string? details)
        : this(tag ?? "ovsdb error", details, null, Errno.None)
    {
    }

    private OvsdbError(string tag, string? details, string? syntax, Errno errno)
    {
        Tag = tag;
        Details = details;
        _syntax = syntax;
        Errno = errno;
    }

    /// <summary>The "error" member: a short fixed phrase such as "constraint violation".</summary>
    public string Tag { get; }

    public string? Details { get; }

    public Errno Errno { get; }

    public static OvsdbError ConstraintViolation(string details) => new("constraint violation", details);

    /// <summary>
    /// An error about <paramref name="json"/>, whose text is quoted; the usual tag is "syntax error".
    /// </summary>
    public static OvsdbError Syntax(JsonValue? json, string? tag, string details) => new(
        tag ?? "syntax error", details, json is null ? null : JsonWriter.ToText(json, JsonStyle.Sorted), Errno.None);

    public static OvsdbError Io(Errno errno, string details) => new("I/O error", details, null, errno);

    /// <summary>The same error with <paramref name="context"/> put before its details.</summary>
    public OvsdbError Wrap(string context) =>
        new(Tag, Details is null ? context : $"{context}: {Details}", _syntax, Errno);

    /// <summary>The wire form; "syntax" and "io-error" are the original's extensions.</summary>
    public JsonObject ToJson()
    {
        var json = new JsonObject(("error", Tag));
        if (Details is not null)
        {
            json["details"] = Details;
        }

        if (_syntax is not null)
        {
            json["syntax"] = _syntax;
        }

        if (Errno.IsError)
        {
            json["io-error"] = Errno.Text;
        }

        return json;
    }

    /// <summary>One line for a person, such as <c>syntax "[]": syntax error: expected integer</c>.</summary>
    public string ToText()
    {
        var text = new StringBuilder();
        if (_syntax is not null)
        {
            text.Append("syntax \"").Append(_syntax).Append("\": ");
        }

        text.Append(Tag);
        if (Details is not null)
        {
            text.Append(": ").Append(Details);
        }

        if (Errno.IsError)
        {
            text.Append(" (").Append(Errno.Text).Append(')');
        }

        return text.ToString();
    }

    public override string ToString() => ToText();
}
