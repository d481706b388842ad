using System.Collections.Generic;
using Ovs.Ovsdb.Client;
using Ovs.Ovsdb.Rows.Vtep;
using Ovs.Runtime.CommandLine;
using Ovs.Runtime.Logging;
using Ovs.Runtime.Loop;
using Ovs.Tools.DbCtl;

namespace Ovs.Tools.VtepCtl;

/// <summary>The frame's part that is about VTEPs.</summary>
internal sealed class VtepTool() : CtlTool(VtepDatabase.Make(), s_log, VtepCommands.Rows)
{
    private static readonly LogModule s_log = LogModule.Define("vtep_ctl");

    protected override IReadOnlyList<OptionRow> OptionRows() =>
    [
        Options.DatabaseRow(),
        CtlOptions.NoSyslogRow(s_log),
        Options.DryRunRow(),
        Options.OneLineRow(),
        Options.TimeoutRow(),
        new("help", 'h', () => Leave(VtepUsage.Text(Database) + CommonHelp(30, withBootstrap: false))),
        new("version", 'V', LeaveWithVersion),
        .. LoggingOptions.Rows(),
        .. Options.TableStyle.Rows(),
        .. Options.Tls.Rows(withBootstrap: false, withPeerCa: true),
    ];

    protected override void Prepare(Replica replica) => replica[Global.TableSchema].Monitor();

    protected override CtlContext MakeContext(Replica replica, Transaction? transaction, string commandLine)
    {
        if (transaction is null)
        {
            return new VtepContext(Database, replica);
        }

        transaction.AddComment($"vtep-ctl: {commandLine}");
        var root = replica.First<Global>() ?? transaction.Insert<Global>();
        return new VtepContext(Database, replica) { Transaction = transaction, Root = root };
    }

    protected override int Complete(EventLoop loop, CtlContext context) => 0;
}
