using System;
using Ovs.Ovsdb.Data;
using Ovs.Ovsdb.Server.Transactions;
using Ovs.Runtime.Json;

namespace Ovs.Ovsdb.Server.Monitors;

/// <summary>One monitor of one client: what it asked for, under which conditions, and what it has heard of.</summary>
internal sealed class Monitor : IDisposable
{
    private readonly DatabaseMonitors _owner;
    private readonly MonitorConditions? _conditions;
    private ChangeSet _position;
    private bool _isDisposed;

    private Monitor(
        DatabaseMonitors owner, MonitorGroup group, MonitorVersion version, JsonValue id, MonitorConditions? conditions)
    {
        _owner = owner;
        Group = group;
        Version = version;
        Id = id;
        _conditions = conditions;
        _position = group.Latest;
        _position.UserCount++;
    }

    public MonitorGroup Group { get; }

    public MonitorVersion Version { get; }

    /// <summary>Any JSON the client chose; it is in each update.</summary>
    public JsonValue Id { get; set; }

    public Database Database => Group.Database;

    /// <summary>Whether rows must meet conditions to be told of.</summary>
    public bool IsConditional => _conditions is not null;

    /// <summary>Whether there is something to tell.</summary>
    public bool HasUpdate => Group.IsBehind(_position);

    /// <summary>The method of the notification that carries updates.</summary>
    public string UpdateMethod => Version switch
    {
        MonitorVersion.Full => "update",
        MonitorVersion.Conditional => "update2",
        _ => "update3",
    };

    private string ConditionsKey => _conditions?.Key ?? "";

    /// <summary>Makes a monitor and the text of what its client is told at first: all rows, or, when
    /// <paramref name="since"/> is known, what changed after that transaction.</summary>
    public static Monitor Create(
        DatabaseMonitors owner,
        MonitorRequest request,
        MonitorVersion version,
        JsonValue id,
        Uuid since,
        out bool isFound,
        out ReadOnlyMemory<byte> text)
    {
        var group = owner.Join(request.Tables);
        if (request.Conditions is not null)
        {
            group.AddColumnsOf(request.Conditions);
        }

        var monitor = new Monitor(owner, group, version, id, request.Conditions);
        var missed = since.IsZero ? null : group.After(since);
        isFound = missed is not null;
        if (missed is null)
        {
            text = monitor.ComposeInitial();
        }
        else
        {
            monitor.MoveTo(missed);
            text = monitor.TakeUpdate();
        }

        return monitor;
    }

    /// <summary>The text of what the client has not heard yet, as &lt;table-updates&gt;; empty when there is nothing that
    /// concerns it.</summary>
    public ReadOnlyMemory<byte> TakeUpdate()
    {
        if (!HasUpdate)
        {
            return default;
        }

        var changes = _position;
        if (!changes.TryGetEncoded(TextVersion, ConditionsKey, out var text))
        {
            text = UpdateText.Compose(changes, TextVersion, _conditions);
            changes.KeepEncoded(TextVersion, ConditionsKey, text);
        }

        MoveTo(Group.Latest);
        return text;
    }

    /// <summary>Puts other conditions in the place of some and gives the text of what that adds and takes away. The client
    /// must have been told everything before.</summary>
    public ReadOnlyMemory<byte> ChangeConditions(MonitorConditions changed)
    {
        if (_conditions is null)
        {
            return default;
        }

        var text = UpdateText.ComposeConditionChange(Group, _conditions, changed);
        foreach (var table in Group.Tables)
        {
            if (changed.Contains(table.Table))
            {
                _conditions[table.Table] = changed[table.Table];
            }
        }

        Group.AddColumnsOf(_conditions);
        return text;
    }

    public void Dispose()
    {
        if (!_isDisposed)
        {
            _isDisposed = true;
            Group.Release(_position);
            _owner.Leave(Group);
        }
    }

    // Updates of versions 2 and 3 differ in what is around them only.
    private MonitorVersion TextVersion =>
        Version == MonitorVersion.Full ? MonitorVersion.Full : MonitorVersion.Conditional;

    private void MoveTo(ChangeSet position)
    {
        position.UserCount++;
        Group.Release(_position);
        _position = position;
    }

    private ReadOnlyMemory<byte> ComposeInitial()
    {
        if (!Group.TryGetInitial(TextVersion, ConditionsKey, out var text))
        {
            text = UpdateText.ComposeInitial(Group, TextVersion, _conditions);
            Group.KeepInitial(TextVersion, ConditionsKey, text);
        }

        return text;
    }
}
