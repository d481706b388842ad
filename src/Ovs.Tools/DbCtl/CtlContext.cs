using System.Collections.Generic;
using System.Text;
using Ovs.Ovsdb.Client;
using Ovs.Ovsdb.Data;
using Ovs.Ovsdb.Schema;
using Ovs.Tools.Tables;

namespace Ovs.Tools.DbCtl;

/// <summary>What a command works with: the database's copy, the open transaction, its own arguments and
/// output.</summary>
internal class CtlContext(CtlDatabase database, Replica replica)
{
    private CtlCommand? _command;

    public CtlDatabase Database => database;

    public Replica Replica => replica;

    /// <summary>The open transaction; there is none while commands prepare.</summary>
    public Transaction Transaction { get; init; } = null!;

    /// <summary>The "@name"s of the whole command line.</summary>
    public SymbolTable Symbols { get; } = new();

    public CtlCommand Command => _command!;

    public IReadOnlyList<string> Arguments => _command!.Arguments;

    public StringBuilder Output => _command!.Output;

    public Table? Table
    {
        get => _command!.Table;
        set => _command!.Table = value;
    }

    /// <summary>True for the last command, behind which nobody reads what it wrote.</summary>
    public bool IsLastCommand { get; private set; }

    /// <summary>The command waits for something: drop the transaction and begin again when the database has
    /// changed.</summary>
    public bool MustTryAgain { get; set; }

    /// <summary>The program ends at once with this status.</summary>
    public int? ExitStatus { get; set; }

    public virtual void Begin(CtlCommand command, bool isLast)
    {
        _command = command;
        IsLastCommand = isLast;
    }

    public bool HasOption(string name) => _command!.Options.ContainsKey(name);

    /// <summary>The option's value, or null.</summary>
    public string? Option(string name) => _command!.Options.GetValueOrDefault(name);

    /// <summary>A command changed rows by itself; what was derived from them is out of date.</summary>
    public virtual void NoteRowsChanged()
    {
    }

    /// <summary>Monitors a column, and the rows of tables that it refers to, so that references are seen to be
    /// good.</summary>
    public void Monitor(TableSchema table, ColumnSchema column)
    {
        replica[table].Monitor(column);
        MonitorReferences(column.Type.Key);
        MonitorReferences(column.Type.Value);
    }

    /// <summary>Writes names to the output, one a line.</summary>
    public void AppendSorted(List<string> names)
    {
        names.Sort(string.CompareOrdinal);
        foreach (var name in names)
        {
            Output.Append(name).Append('\n');
        }
    }

    private void MonitorReferences(BaseType type)
    {
        if (type.RefTable is { } name && replica.Schema.TryGetTable(name, out var table))
        {
            replica[table].Monitor();
        }
    }
}
