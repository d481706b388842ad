using System;
using Ovs.Runtime.CommandLine;
using Ovs.Runtime.Control;
using Ovs.Runtime.Counters;
using Ovs.Runtime.Process;

namespace Ovs.Tools.OvsdbClient;

/// <summary>
/// The background life of a command that was asked to detach: pid file, control socket, and standard output kept, for
/// that is where it tells what it sees. In the foreground there is no control socket.
/// </summary>
internal sealed class Background : IDisposable
{
    private readonly ClientContext _context;
    private readonly bool _keepsErrors;
    private bool _isComplete;

    private Background(ClientContext context, bool keepsErrors, ControlServer? control)
    {
        _context = context;
        _keepsErrors = keepsErrors;
        Control = control;
    }

    public ControlServer? Control { get; }

    /// <param name="keepsErrors">Standard error stays open, too.</param>
    public static Background Begin(ClientContext context, bool keepsErrors)
    {
        var options = context.Options.Daemon;
        if (options.HasPidFile || options.Detach)
        {
            FatalSignal.Install();
        }

        if (options.HasPidFile)
        {
            PidFile.Create(options.PidFilePath, options.OverwritePidFile);
        }

        ControlServer? control = null;
        if (options.Detach)
        {
            if (ControlServer.Open(context.Loop, null, out var opened) is { IsError: true } error)
            {
                ProgramExit.Fatal(error, "failed to create unixctl server");
            }

            control = opened;
            LogCommands.Register(control.Commands);
            var counters = new CounterReport(context.Loop.Clock);
            counters.RegisterCommands(control.Commands);
            context.Loop.TurnEnding += counters.Run;
        }

        return new Background(context, keepsErrors, control);
    }

    /// <summary>The command runs: whoever started it may return.</summary>
    public void Complete()
    {
        if (!_isComplete)
        {
            _isComplete = true;
            StandardOutput.Flush();
            Daemonizer.Complete(_context.Options.Daemon, keepsOutput: true, _keepsErrors);
        }
    }

    public void Dispose()
    {
        Control?.Dispose();
        FilesToUnlink.UnlinkAll();
    }
}
