using System;
using System.Collections.Generic;
using System.Text;
using Ovs.Native;
using Ovs.Runtime.CommandLine;
using Ovs.Runtime.Json;
using Ovs.Runtime.Loop;
using Ovs.Runtime.Process;
using Ovs.Runtime.Streams;

namespace Ovs.Runtime.Control;

/// <summary>
/// The control socket of a process, which `ovs-appctl` speaks to: JSON-RPC requests whose method is the command, over a unix
/// socket (the original's unixctl).
/// </summary>
public sealed class ControlServer : IDisposable
{
    private readonly EventLoop _loop;
    private readonly HashSet<ControlSession> _sessions = [];
    private StreamListener? _listener;

    private ControlServer(EventLoop loop)
    {
        _loop = loop;
        Commands.Register("list-commands", "", 0, 0, ListCommands);
        Commands.Register("version", "", 0, 0, request => request.Reply(ProgramVersion.Line));
        // Sessions answer it themselves: it concerns them alone.
        Commands.Register(ControlSession.OptionsCommand, "[--format text|json]", 1, 2, _ => { });
    }

    public ControlCommands Commands { get; } = new();

    /// <summary>Opens the socket.</summary>
    /// <param name="path">The value of `--unixctl`: a path, null for RUNDIR/PROGRAM.PID.ctl, or "none" for no socket.</param>
    public static Errno Open(EventLoop loop, string? path, out ControlServer server)
    {
        server = new ControlServer(loop);
        if (path == "none")
        {
            return Errno.None;
        }

        var name = OvsDirectories.InRunDir(path ?? $"{ProgramExit.ProgramName}.{Environment.ProcessId}.ctl");
        var error = StreamListener.Open(loop, $"punix:{name}", 0, null, server.OnAccepted, out var listener);
        if (error.IsError)
        {
            StandardError.WriteLine(
                $"{ProgramExit.ProgramName}: {name}: could not initialize control socket ({error.Text})");
        }

        server._listener = listener;
        return error;
    }

    public void Dispose()
    {
        foreach (var session in _sessions)
        {
            session.Dispose();
        }

        _sessions.Clear();
        _listener?.Dispose();
    }

    private void OnAccepted(ByteStream stream)
    {
        _sessions.Add(new ControlSession(_loop, stream, Commands, session =>
        {
            _sessions.Remove(session);
            session.Dispose();
        }));
    }

    private void ListCommands(ControlRequest request)
    {
        var json = new JsonObject();
        var text = new StringBuilder("The available commands are:\n");
        foreach (var command in Commands.All)
        {
            if (command.Usage is not null)
            {
                json[command.Name] = command.Usage;
                text.Append($"  {command.Name,-23} {command.Usage}\n");
            }
        }

        if (request.WantsJson)
        {
            request.Reply(json);
        }
        else
        {
            request.Reply(text.ToString());
        }
    }
}
