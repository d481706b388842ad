using System;
using System.Collections.Generic;
using Ovs.Runtime.CommandLine;
using Ovs.Runtime.Control;
using Ovs.Runtime.Counters;
using Ovs.Runtime.Logging;
using Ovs.Runtime.Loop;
using Ovs.Runtime.Time;

namespace Ovs.Runtime.Process;

/// <summary>
/// What every daemon is made of: options, detaching, pid file, logging, control socket, event loop, and an end that leaves
/// nothing behind. A daemon's Main is Start, its own set-up, Complete, Run.
/// </summary>
public sealed class DaemonProgram : IDisposable
{
    private static readonly LogModule s_log = LogModule.Define("daemon");

    private readonly DaemonOptions _options;
    private bool _isComplete;

    private DaemonProgram(DaemonOptions options, List<string> operands, string? controlPath)
    {
        _options = options;
        Operands = operands;
        Loop = new EventLoop(new Clock());
        LogSystem.Clock = Loop.Clock;
        if (ControlServer.Open(Loop, controlPath, out var control).IsError)
        {
            FilesToUnlink.UnlinkAll();
            ProgramExit.With(1);
        }

        Control = control;
        LogCommands.Register(Commands);
        var counters = new CounterReport(Loop.Clock);
        counters.RegisterCommands(Commands);
        Loop.TurnEnding += counters.Run;
        Memory = new MemoryCommand(Loop, Commands);
    }

    public EventLoop Loop { get; }

    public ControlServer Control { get; }

    public ControlCommands Commands => Control.Commands;

    public MemoryCommand Memory { get; }

    /// <summary>What the command line has besides options.</summary>
    public IReadOnlyList<string> Operands { get; }

    public bool IsDetached => _options.Detach;

    /// <summary>
    /// Begins: in the daemon's own process, with options carried out, the pid file made and the control socket open. Every
    /// failure ends the program with the original's message and status 1.
    /// </summary>
    /// <param name="own">The program's own options.</param>
    /// <param name="help">Text of `--help`.</param>
    /// <param name="versionNote">Lines that `--version` prints below the version.</param>
    public static DaemonProgram Start(
        string name, string[] arguments, IReadOnlyList<OptionRow> own, Func<string> help, string versionNote = "")
    {
        ProgramExit.ProgramName = name;
        var options = new DaemonOptions();
        string? controlPath = null;
        var rows = new List<OptionRow>(own);
        rows.AddRange(options.Rows());
        rows.AddRange(LoggingOptions.Rows());
        rows.Add(new OptionRow("unixctl", OptionArgument.Required, value => controlPath = value));
        rows.Add(new OptionRow("help", 'h', () => PrintAndExit(help())));
        rows.Add(new OptionRow("version", 'V', () => PrintAndExit(ProgramVersion.Line + "\n" + versionNote)));
        rows.Add(new OptionRow("option", 'o', () => PrintAndExit(OptionListing.Text(rows))));

        Daemonizer.Launch(arguments, rows);
        var operands = OptionParser.ParseOrExit(name, arguments, rows, stopAtOperand: false);
        FatalSignal.Install();

        // A detached daemon has no standard error any more on which the runtime could say why it dies.
        AppDomain.CurrentDomain.UnhandledException += static (_, end) =>
            s_log.Emer($"terminating on an error of the program: {end.ExceptionObject.ToString()?.ReplaceLineEndings(" ")}");
        if (options.User is { } user)
        {
            UserSwitch.Become(user);
        }

        if (options.HasPidFile)
        {
            PidFile.Create(options.PidFilePath, options.OverwritePidFile);
        }

        return new DaemonProgram(options, operands, controlPath);
    }

    /// <summary>The daemon is ready to serve: the command that started it returns.</summary>
    public void Complete()
    {
        if (!_isComplete)
        {
            _isComplete = true;
            Daemonizer.Complete(_options);
        }
    }

    /// <summary>Serves until the loop is stopped; gives the exit status.</summary>
    public int Run()
    {
        Loop.Run();
        return 0;
    }


    public void Dispose()
    {
        Control.Dispose();
        FilesToUnlink.UnlinkAll();
        Loop.Dispose();
    }

    private static void PrintAndExit(string text)
    {
        StandardOutput.Write(text);
        ProgramExit.With(0);
    }
}
