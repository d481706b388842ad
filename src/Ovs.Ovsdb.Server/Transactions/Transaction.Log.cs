using System.Text;
using Ovs.Ovsdb.Data;
using Ovs.Runtime.Logging;

namespace Ovs.Ovsdb.Server.Transactions;

internal sealed partial class Transaction
{
    private static readonly LogModule s_log = LogModule.Define("transaction");
    private static readonly LogRateLimit s_rowLimit = new(30, 60);

    /// <summary>Says what became of a row of a table that `ovsdb-server/tlog-set` names.</summary>
    private static void Log(RowChange change)
    {
        if (!change.Row.Table.IsLogged)
        {
            return;
        }

        var operation = change switch
        {
            { IsInsertion: true } => "inserted",
            { IsDeletion: true } => "deleted",
            { IsModification: true, HasChangedColumns: true } => "updated",
            _ => null,
        };
        if (operation is not null)
        {
            var fields = change.New ?? change.Old!;
            s_log.Info(s_rowLimit, $"table:{change.Row.Table.Name},op:{operation},{RowText(change.Row.Table, fields)}");
        }
    }

    private static string RowText(Table table, Datum[] fields)
    {
        var text = new StringBuilder();
        foreach (var column in table.Schema.Columns)
        {
            text.Append(text.Length > 0 ? "," : "").Append(column.Name).Append(':');
            text.Append(fields[column.Index].ToText(column.Type));
        }

        return text.ToString();
    }
}
