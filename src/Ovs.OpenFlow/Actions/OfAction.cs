using Ovs.Flow.Fields;
using Ovs.OpenFlow.Errors;
using Ovs.OpenFlow.Versions;
using Ovs.OpenFlow.Wire;

namespace Ovs.OpenFlow.Actions;

/// <summary>
/// One action or instruction, whatever the version: actions of OpenFlow 1.0 to 1.5, Nicira's and ONF's extensions, and the
/// instructions of 1.1 and later, which stand in the same lists.
/// </summary>
/// <remarks>
/// Each kind is one class in one file, with its forms on the wire, its text in both directions and its check. To add one:
/// the file, a value of <see cref="ActionKind"/>, rows in <see cref="ActionTable"/>. Actions do not change once a message
/// is decoded, but for what <see cref="Check"/> learns about the flow they are in.
/// </remarks>
public abstract class OfAction
{
    public abstract ActionKind Kind { get; }

    /// <summary>The form in which it came, where that decides how it is shown or sent on.</summary>
    internal RawAction Raw { get; init; }

    public override string ToString()
    {
        var text = new TextBuffer();
        Append(new ActionPrinter(text, null, null));
        return text.ToString();
    }

    /// <summary>Writes the action for a peer of <paramref name="version"/>.</summary>
    internal abstract void Encode(OfWriter writer, OfVersion version);

    internal abstract void Append(ActionPrinter printer);

    /// <summary>Says whether the action makes sense for packets that <paramref name="check"/> describes, and how it changes
    /// them for those that follow.</summary>
    internal virtual OfError Check(ActionCheck check) => OfError.None;
}
