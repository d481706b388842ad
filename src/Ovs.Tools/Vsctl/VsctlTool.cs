using System.Collections.Generic;
using Ovs.Ovsdb.Client;
using Ovs.Ovsdb.Data;
using Ovs.Ovsdb.Rows;
using Ovs.Runtime.CommandLine;
using Ovs.Runtime.Logging;
using Ovs.Runtime.Loop;
using Ovs.Runtime.Process;
using Ovs.Tools.DbCtl;

namespace Ovs.Tools.Vsctl;

/// <summary>The frame's part that is about the switch: the root row, and waiting for the switch.</summary>
/// <remarks>A change of the configuration adds 1 to next_cfg of the root row; the switch copies that to cur_cfg when
/// it has carried the change out.</remarks>
internal sealed class VsctlTool() : CtlTool(VsctlDatabase.Make(), s_log, VsctlCommands.Rows)
{
    /// <summary>EX_DATAERR of sysexits(3): the configuration is stored, but the switch cannot do it.</summary>
    private const int SwitchErrorStatus = 65;

    private static readonly LogModule s_log = LogModule.Define("vsctl");

    private bool _waits = true;
    private bool _retries;
    private bool _isLeaderOnly = true;
    private bool _shufflesRemotes = true;

    protected override bool Retries => _retries;

    protected override IReadOnlyList<OptionRow> OptionRows()
    {
        var rows = new List<OptionRow>
        {
            Options.DatabaseRow(),
            CtlOptions.NoSyslogRow(s_log),
            new("no-wait", () => _waits = false),
            Options.DryRunRow(),
            Options.OneLineRow(),
            Options.TimeoutRow(),
            new("retry", () => _retries = true),
            new("help", 'h', () => Leave(VsctlUsage.Text(Database) + CommonHelp(26, withBootstrap: true))),
            new("commands", () => Leave(CommandListing.Commands(Rows))),
        };
        rows.Add(new("options", () => Leave(CommandListing.Options(rows))));
        rows.Add(new("leader-only", () => _isLeaderOnly = true));
        rows.Add(new("no-leader-only", () => _isLeaderOnly = false));
        rows.Add(new("shuffle-remotes", () => _shufflesRemotes = true));
        rows.Add(new("no-shuffle-remotes", () => _shufflesRemotes = false));
        rows.Add(new("version", 'V', LeaveWithVersion));
        rows.AddRange(LoggingOptions.Rows());
        rows.AddRange(Options.TableStyle.Rows());
        rows.AddRange(Options.Tls.Rows(withBootstrap: true, withPeerCa: true));
        return rows;
    }

    protected override void Prepare(Replica replica)
    {
        replica.IsLeaderOnly = _isLeaderOnly;
        replica.ShufflesRemotes = _shufflesRemotes;
        replica[OpenVSwitch.TableSchema].Monitor();
        if (_waits)
        {
            replica[OpenVSwitch.TableSchema].Monitor(OpenVSwitch.CurCfgColumn);
        }
    }

    protected override CtlContext MakeContext(Replica replica, Transaction? transaction, string commandLine)
    {
        if (transaction is null)
        {
            return new VsctlContext(Database, replica);
        }

        transaction.AddComment($"{ProgramExit.ProgramName} (invoked by {ParentProcess.Describe()}): {commandLine}");
        var root = replica.First<OpenVSwitch>() ?? transaction.Insert<OpenVSwitch>();
        if (_waits)
        {
            transaction.Increment(root, OpenVSwitch.NextCfgColumn, always: false);
        }

        return new VsctlContext(Database, replica) { Transaction = transaction, Root = root };
    }

    protected override int Complete(EventLoop loop, CtlContext context)
    {
        if (!_waits || context.Transaction.Status == TransactionStatus.Unchanged)
        {
            return 0;
        }

        // The switch may take its time, and the database server may be started anew meanwhile.
        context.Replica.EnableReconnect();
        var wanted = context.Transaction.IncrementedValue;
        loop.RunUntil(() => context.Replica.First<OpenVSwitch>() is { } root && root.CurCfg >= wanted);
        return CheckInterfaces((VsctlContext)context) ? 0 : SwitchErrorStatus;
    }

    /// <summary>Complains about new interfaces that the switch could not set up.</summary>
    private static bool CheckInterfaces(VsctlContext context)
    {
        var isGood = true;
        foreach (var provisional in context.NewInterfaces)
        {
            if (context.Transaction.InsertedUuid(provisional) is not { } uuid
                || context.Replica.Find<Interface>(uuid) is not { } one
                || one.Ofport is not (null or -1))
            {
                continue;
            }

            var reason = one.Error is { Length: > 0 } error ? $": {error}" : "";
            ProgramExit.Complain(
                $"Error detected while setting up '{one.Name}'{reason}.  See ovs-vswitchd log for details.");
            isGood = false;
        }

        if (!isGood)
        {
            ProgramExit.Complain($"The default log directory is \"{OvsDirectories.LogDir}\".");
        }

        return isGood;
    }
}
