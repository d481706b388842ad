using System;
using System.Collections.Generic;
using Ovs.Ovsdb.Data;
using Ovs.Ovsdb.Schema;
using Ovs.Runtime.Json;
using Ovs.Runtime.JsonRpc;
using Ovs.Runtime.Logging;
using Ovs.Runtime.Loop;

namespace Ovs.Ovsdb.Client;

/// <summary>
/// A client's copy of the tables and columns it wants of a database, kept current by the server, and the place where
/// its transactions begin.
/// </summary>
/// <remarks>
/// <para>Choose what to monitor, then connect: <c>replica[Bridge.TableSchema].Monitor(Bridge.NameColumn)</c>,
/// <c>replica.SetRemote("unix:/run/openvswitch/db.sock", retry: true)</c>. <see cref="Sequence"/> grows with every
/// change worth looking at, and <see cref="Changed"/> is raised; a daemon looks once a turn, a tool waits with
/// <see cref="EventLoop.RunUntil"/>.</para>
/// <para>There is one open transaction at a time. From its beginning to its commit the copy stands still: updates that
/// arrive wait. Rows then show what the transaction made of them; the commit puts them back as they were, and the
/// changes come by the server's update like anyone else's, before the commit is known to have succeeded.</para>
/// <para>References are looked up when they are read, so rows may arrive in any order. Everything belongs to the loop's
/// thread. <see cref="ClientProtocol"/> is the conversation with the server, without I/O.</para>
/// </remarks>
public sealed partial class Replica : IDisposable
{
    private static readonly LogModule s_log = LogModule.Define("ovsdb_idl");
    private static readonly LogRateLimit s_syntaxLimit = new(1, 5);
    private static readonly LogRateLimit s_semanticLimit = new(1, 5);

    private readonly ReplicaTable[] _tables;
    private readonly ClientProtocol _protocol;
    private readonly Queue<Action> _waiting = new();
    private readonly Dictionary<JsonValue, Transaction> _outstanding = [];

    public Replica(DatabaseModel model, EventLoop loop)
        : this(model, loop, null)
    {
    }

    /// <param name="send">Where messages go when there is no connection: to a test that plays the server.</param>
    internal Replica(DatabaseModel model, EventLoop loop, Action<JsonRpcMessage>? send)
    {
        _loop = loop;
        Schema = model.Schema;
        _tables = new ReplicaTable[model.Schema.Tables.Count];
        foreach (var table in model.Schema.Tables)
        {
            _tables[table.Index] = new ReplicaTable(this, table, model.Factory(table));
        }

        _protocol = new ClientProtocol(model.Schema.Name, ComposeMonitorRequests)
        {
            Sending = send ?? (message => _session?.Send(message)),
            Reconnecting = Reconnect,
            Updated = update => WhenIdle(() => Apply(update)),
            Replied = reply => WhenIdle(() => Complete(reply)),
            Restarted = () => WhenIdle(AbandonOutstanding),
            Locked = () => WhenIdle(NoteChange),
        };
    }

    /// <summary>
    /// Raised after something changed that <see cref="Sequence"/> counts, or a transaction was answered.
    /// </summary>
    public event Action? Changed;

    public DatabaseSchema Schema { get; }

    public IReadOnlyList<ReplicaTable> Tables => _tables;

    /// <summary>Grows with every change of rows or of columns that alert; 0 until the first contents arrive.</summary>
    public long Sequence { get; private set; }

    /// <summary>True once the contents have been received.</summary>
    public bool HasContents => Sequence != 0;

    /// <summary>The open transaction, or null.</summary>
    public Transaction? Transaction { get; private set; }

    internal ClientProtocol Protocol => _protocol;

    public ReplicaTable this[TableSchema table] => _tables[table.Index];

    /// <summary>The table of a row class.</summary>
    public ReplicaTable Table<TRow>()
        where TRow : Row, ITypedRow => _tables[TRow.TableSchema.Index];

    /// <summary>The rows of a row class, as the open transaction sees them.</summary>
    public IEnumerable<TRow> Rows<TRow>()
        where TRow : Row, ITypedRow
    {
        foreach (var row in Table<TRow>().Rows)
        {
            yield return (TRow)row;
        }
    }

    /// <summary>The only row of a table that has one, or null.</summary>
    public TRow? First<TRow>()
        where TRow : Row, ITypedRow => (TRow?)Table<TRow>().First;

    public TRow? Find<TRow>(Uuid uuid)
        where TRow : Row, ITypedRow => (TRow?)Table<TRow>().Find(uuid);

    public void MonitorEverything()
    {
        foreach (var table in _tables)
        {
            table.MonitorAllColumns();
        }
    }

    /// <summary>Wants only the rows that meet <paramref name="condition"/>, an array of clauses (RFC 7047 5.1); null
    /// means all. They are there when <see cref="ConditionSequence"/> reaches the number that is given back.</summary>
    public int SetCondition(TableSchema table, JsonArray? condition) => _protocol.SetCondition(table.Name, condition);

    public int ConditionSequence => _protocol.ConditionSequence;

    /// <summary>Opens the transaction; there must be none.</summary>
    public Transaction BeginTransaction()
    {
        if (Transaction is not null)
        {
            throw new InvalidOperationException("a transaction is open already");
        }

        Transaction = new Transaction(this);
        return Transaction;
    }

    internal Transaction RequireTransaction() =>
        Transaction ?? throw new InvalidOperationException("no transaction is open");

    /// <summary>The open transaction ends; what waited for that comes in the loop's next turn.</summary>
    internal void EndTransaction()
    {
        Transaction = null;
        if (_waiting.Count > 0)
        {
            _loop.Post(RunWaiting);
        }
    }

    /// <summary>Sends a transaction; its reply completes it.</summary>
    internal bool Send(Transaction transaction, JsonArray operations)
    {
        if (_protocol.SendTransaction(operations) is not { } id)
        {
            return false;
        }

        transaction.RequestId = id;
        _outstanding.Add(id, transaction);
        return true;
    }

    internal void Forget(Transaction transaction)
    {
        if (transaction.RequestId is { } id && _outstanding.Remove(id))
        {
            _protocol.ForgetTransaction(id);
        }
    }

    private void WhenIdle(Action action)
    {
        if (Transaction is not null || _waiting.Count > 0)
        {
            _waiting.Enqueue(action);
        }
        else
        {
            action();
        }
    }

    private void RunWaiting()
    {
        while (Transaction is null && _waiting.TryDequeue(out var action))
        {
            action();
        }
    }

    private void NoteChange()
    {
        Sequence++;
        Changed?.Invoke();
    }

    private void Complete(JsonRpcMessage reply)
    {
        if (_outstanding.Remove(reply.Id!, out var transaction))
        {
            transaction.Complete(reply);
            Changed?.Invoke();
        }
    }

    private void AbandonOutstanding()
    {
        foreach (var transaction in _outstanding.Values)
        {
            transaction.Abandon();
        }

        _outstanding.Clear();
        Changed?.Invoke();
    }
}
