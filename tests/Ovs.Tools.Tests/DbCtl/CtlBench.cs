using System;
using System.Collections.Generic;
using Ovs.Ovsdb.Client;
using Ovs.Runtime.Loop;
using Ovs.Runtime.Time;
using Ovs.Tools.DbCtl;

namespace Ovs.Tools.Tests.DbCtl;

/// <summary>Runs commands one by one in an open transaction that is never sent: what they insert and set they can
/// read, and no server is needed.</summary>
internal sealed class CtlBench : IDisposable
{
    private readonly EventLoop _loop = new(new Clock());
    private readonly Replica _replica;
    private readonly CtlCommandParser _parser;
    private readonly CtlContext _context;

    /// <param name="makeContext">Makes the tool's context in the transaction.</param>
    public CtlBench(
        CtlDatabase database, IReadOnlyList<CtlCommandRow> rows, Func<Replica, Transaction, CtlContext> makeContext)
    {
        _replica = new Replica(database.Model, _loop);
        _parser = new CtlCommandParser([.. DbCommands.Rows, .. rows]);
        _context = makeContext(_replica, _replica.BeginTransaction());
    }

    public CtlContext Context => _context;

    /// <summary>The exit status that a command asked for, or null.</summary>
    public int? ExitStatus { get; private set; }

    /// <summary>Runs commands without spaces in their arguments, "--" between them; gives the output of all, or
    /// "error: " and what is wrong.</summary>
    public string Run(string line)
    {
        var words = line.Split(' ', StringSplitOptions.RemoveEmptyEntries);
        if (_parser.Parse(words, new Dictionary<string, string?>(), out var commands) is { } parseError)
        {
            return $"error: {parseError}";
        }

        var output = "";
        foreach (var command in commands)
        {
            _context.Begin(command, isLast: false);
            _context.MustTryAgain = false;
            var error = command.Row.Prepare?.Invoke(_context) ?? command.Row.Run?.Invoke(_context);
            ExitStatus = _context.ExitStatus;
            if (error is not null)
            {
                return $"error: {error}";
            }

            output += _context.MustTryAgain ? "waits\n" : Output(command);
        }

        return output;
    }

    public void Dispose()
    {
        _replica.Dispose();
        _loop.Dispose();
    }

    /// <summary>Tables as their rows of cells, in order of the lines.</summary>
    private static string Output(CtlCommand command)
    {
        if (command.Table is not { } table)
        {
            return command.Output.ToString();
        }

        var style = new Tools.Tables.TableStyle();
        var lines = new List<string>();
        foreach (var row in table.Rows)
        {
            lines.Add(string.Join(" ", Array.ConvertAll(row, cell => cell.Format(style))) + "\n");
        }

        lines.Sort(string.CompareOrdinal);
        return string.Concat(lines);
    }
}
