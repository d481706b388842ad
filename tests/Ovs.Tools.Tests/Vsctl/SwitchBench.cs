using Ovs.Ovsdb.Rows;
using Ovs.Tools.Tests.DbCtl;
using Ovs.Tools.Vsctl;

namespace Ovs.Tools.Tests.Vsctl;

/// <summary>A switch's database to try commands on.</summary>
internal static class SwitchBench
{
    public static CtlBench New()
    {
        var database = VsctlDatabase.Make();
        return new CtlBench(database, VsctlCommands.Rows, (replica, transaction) => new VsctlContext(database, replica)
        {
            Transaction = transaction,
            Root = transaction.Insert<OpenVSwitch>(),
        });
    }
}
