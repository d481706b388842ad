using System.Collections.Generic;
using Ovs.Ovsdb.Server.Monitors;
using Ovs.Ovsdb.Server.Transactions;

namespace Ovs.Ovsdb.Server.Sessions;

/// <summary>A database as a server serves it.</summary>
internal sealed class ServedDatabase
{
    public ServedDatabase(Database database, string fileName, string model)
    {
        Database = database;
        FileName = fileName;
        Model = model;
        Monitors = new DatabaseMonitors(database);
    }

    public Database Database { get; }

    public DatabaseMonitors Monitors { get; }

    public string Name => Database.Name;

    /// <summary>As the user named it; messages and `remove-db` know it by the database's own name.</summary>
    public string FileName { get; }

    /// <summary>The service model: "standalone", "clustered", "relay", "active-backup".</summary>
    public string Model { get; set; }

    /// <summary>Where transactions go that change something; null when they are committed here.</summary>
    public ITransactionForwarder? Forwarder { get; set; }

    /// <summary>Databases of the server's own are neither removed nor compacted nor configured.</summary>
    public bool IsInternal => Name.StartsWith('_');

    /// <summary>Requests that wait for a change, in the order they came.</summary>
    public List<ParkedRequest> Parked { get; } = [];
}
