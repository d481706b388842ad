using System.Collections.Generic;
using Ovs.Runtime.CommandLine;
using Ovs.Runtime.Control;
using Ovs.Runtime.Json;
using Ovs.Runtime.JsonRpc;
using Ovs.Runtime.Logging;
using Ovs.Runtime.Loop;
using Ovs.Runtime.Process;
using Ovs.Runtime.Time;

namespace Ovs.Tools.Appctl;

/// <summary>`ovs-appctl`: sends a command to a running daemon's control socket and prints the answer.</summary>
public static class AppctlProgram
{
    private const int TargetErrorStatus = 2;

    private static readonly LogModule s_log = LogModule.Define("unixctl");

    public static int Run(string programName, string[] arguments)
    {
        ProgramExit.ProgramName = programName;
        var options = new AppctlOptions();
        var rows = options.Rows();
        var operands = OptionParser.ParseOrExit(programName, arguments, rows, stopAtOperand: true);
        using var loop = new EventLoop(new Clock());
        ToolTimeout.Start(loop, options.TimeoutSeconds);
        if (operands.Count == 0)
        {
            ProgramExit.Fatal("at least one non-option argument is required (use --help for help)");
        }

        if (options.IsPretty && !options.IsJson)
        {
            ProgramExit.Fatal("--pretty is supported with --format json only");
        }

        var path = SocketPath(options.Target);
        if (ControlClient.Connect(loop, path, out var client) is { IsError: true } error)
        {
            s_log.Warn($"failed to connect to {path}");
            ProgramExit.Fatal(error, $"cannot connect to \"{path}\"");
        }

        using (client)
        {
            if (options.IsJson)
            {
                _ = Transact(client!, options, "set-options", ["--format", "json"]);
            }

            Print(Transact(client!, options, operands[0], operands.GetRange(1, operands.Count - 1)), options);
        }

        StandardOutput.Flush();
        return 0;
    }

    /// <summary>The control socket of a target: an absolute path, or the name of a daemon with a pid file.</summary>
    private static string SocketPath(string target)
    {
        if (target.StartsWith('/'))
        {
            return target;
        }

        var pidFile = $"{OvsDirectories.RunDir}/{target}.pid";
        if (PidFile.Read(pidFile, out var pid) is { IsError: true } error)
        {
            ProgramExit.Fatal(error, $"cannot read pidfile \"{pidFile}\"");
        }

        return $"{OvsDirectories.RunDir}/{target}.{pid}.ctl";
    }

    private static JsonValue Transact(
        ControlClient client, AppctlOptions options, string command, IReadOnlyList<string> arguments)
    {
        var closed = client.Transact(command, arguments, out var reply);
        if (reply is null)
        {
            s_log.Warn($"error communicating with {client.Name}: {closed?.Text}");
            ProgramExit.Fatal($"{options.Target}: transaction error ({closed!.Value.Text})");
        }

        if (reply.Type == JsonRpcType.Error)
        {
            StandardError.Write(Text(reply.Error!));
            ProgramExit.Complain($"{options.Target}: server returned an error");
            ProgramExit.With(TargetErrorStatus);
        }

        return reply.Result!;
    }

    private static void Print(JsonValue result, AppctlOptions options)
    {
        if (options.IsJson)
        {
            StandardOutput.WriteLine(
                JsonWriter.ToText(result, options.IsPretty ? JsonStyle.Pretty | JsonStyle.Sorted : JsonStyle.Sorted));
        }
        else
        {
            StandardOutput.Write(Text(result));
        }
    }

    /// <summary>A reply in text form, its last line completed.</summary>
    private static string Text(JsonValue reply)
    {
        if (reply is not JsonString { Value: var text })
        {
            StandardError.WriteLine($"Unexpected reply type in JSON rpc reply: {reply.Kind}");
            ProgramExit.With(TargetErrorStatus);
            return "";
        }

        return text.Length == 0 || text.EndsWith('\n') ? text : text + "\n";
    }
}
