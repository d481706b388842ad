using System.Text;
using Ovs.Ovsdb.Server.Sessions;

namespace Ovs.Ovsdb.Server.Daemon;

/// <summary>`ovsdb-server/metrics`: a line "NAME VALUE" for each number; names of databases are in braces.</summary>
internal static class MetricsText
{
    public static string Compose(OvsdbServer server)
    {
        var text = new StringBuilder();
        var counters = server.Counters;
        var received = counters.ClosedReceivedBytes;
        var sent = counters.ClosedSentBytes;
        var sessions = 0;
        var monitors = 0;
        var parked = 0;
        var backlog = 0L;
        foreach (var session in server.Sessions())
        {
            sessions++;
            monitors += session.MonitorCount;
            parked += session.ParkedCount;
            backlog += session.BacklogBytes;
            received += session.ReceivedBytes;
            sent += session.SentBytes;
        }

        Add("connections_total", counters.Connections);
        Add("sessions", sessions);
        Add("received_bytes_total", received);
        Add("sent_bytes_total", sent);
        Add("backlog_bytes", backlog);
        Add("requests_total", counters.Requests);
        Add("request_errors_total", counters.RequestErrors);
        Add("transactions_total", counters.Transactions);
        Add("transaction_errors_total", counters.TransactionErrors);
        Add("transactions_parked_total", counters.TransactionsParked);
        Add("transactions_forwarded_total", counters.TransactionsForwarded);
        Add("transactions_waiting", parked);
        Add("transaction_microseconds_total", counters.TransactionMicroseconds);
        Add("transaction_microseconds_max", counters.LongestTransactionMicroseconds);
        var sum = 0L;
        for (var i = 0; i < ServerCounters.BucketCount - 1; i++)
        {
            sum += counters.Buckets[i];
            if (counters.Buckets[i] > 0)
            {
                Add($"transaction_microseconds_bucket{{le=\"{1L << i}\"}}", sum);
            }
        }

        Add("monitors", monitors);
        Add("updates_total", counters.UpdatesSent);
        foreach (var served in ServerCommands.Sorted(server.Databases, static database => database.Name))
        {
            AddDatabase(served);
        }

        return text.ToString();

        void AddDatabase(ServedDatabase served)
        {
            var database = served.Database;
            var rows = 0L;
            foreach (var table in database.Tables)
            {
                rows += table.RowCount;
            }

            var label = $"{{database=\"{served.Name}\"}}";
            Add("database_rows" + label, rows);
            Add("database_commits_total" + label, database.CommitCount);
            Add("log_records_total" + label, database.Storage.Counters.Records);
            Add("log_bytes_total" + label, database.Storage.Counters.Bytes);
            Add("log_syncs_total" + label, database.Storage.Counters.Syncs);
            Add("log_sync_microseconds_total" + label, database.Storage.Counters.SyncMicroseconds);
            Add("log_errors_total" + label, database.Storage.Counters.Errors);
            Add("compactions_total" + label, database.Storage.Counters.Snapshots);
        }

        void Add(string name, long value) => text.Append(name).Append(' ').Append(value).Append('\n');
    }
}
