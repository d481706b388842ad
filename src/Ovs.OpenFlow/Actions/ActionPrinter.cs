using Ovs.Flow.Fields;
using Ovs.OpenFlow.Text;

namespace Ovs.OpenFlow.Actions;

/// <summary>Where actions are printed to, and which names are known.</summary>
public readonly struct ActionPrinter(TextBuffer text, NameMap? ports, NameMap? tables)
{
    public TextBuffer Text { get; } = text;

    public NameMap? Ports { get; } = ports;

    public NameMap? Tables { get; } = tables;

    /// <summary>Appends actions separated by commas, or "drop".</summary>
    public void Append(ActionList actions)
    {
        if (actions.Count == 0)
        {
            Text.Append($"{TextColors.Drop}drop{TextColors.End}");
            return;
        }

        for (var i = 0; i < actions.Count; i++)
        {
            if (i > 0)
            {
                Text.Append(',');
            }

            actions[i].Append(this);
        }
    }

    /// <summary>The name of an argument, such as "max_len=".</summary>
    internal void Param(string name) => Text.Append($"{TextColors.Param}{name}{TextColors.End}");

    /// <summary>The name of an action that changes where a packet goes.</summary>
    internal void Special(string name) => Text.Append($"{TextColors.Special}{name}{TextColors.End}");

    /// <summary>An action or argument without value.</summary>
    internal void Value(string name) => Text.Append($"{TextColors.Value}{name}{TextColors.End}");

    /// <summary>A parenthesis, with the name in front of it.</summary>
    internal void Paren(string name) => Text.Append($"{TextColors.Paren}{name}{TextColors.End}");

    internal void Port(OfPort port) => PortText.Append(Text, port, Ports);

    internal void Table(byte table) => ArgumentText.AppendTable(Text, table, Tables);
}
