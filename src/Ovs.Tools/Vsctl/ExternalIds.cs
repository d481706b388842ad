using System;
using System.Collections.Generic;
using Ovs.Ovsdb.Client;
using Ovs.Ovsdb.Data;
using Ovs.Ovsdb.Rows;
using Ovs.Ovsdb.Schema;
using Ovs.Tools.DbCtl;

namespace Ovs.Tools.Vsctl;

/// <summary>br-set-external-id and br-get-external-id. A VLAN bridge has no row of its own: its keys are among its
/// port's, behind a prefix.</summary>
internal static class ExternalIds
{
    private const string VlanBridgePrefix = "fake-bridge-";

    public static string? Prepare(CtlContext context)
    {
        context.Monitor(Bridge.TableSchema, Bridge.ExternalIdsColumn);
        context.Monitor(Port.TableSchema, Port.ExternalIdsColumn);
        return SwitchColumns.Prepare(context);
    }

    public static string? Set(VsctlContext context)
    {
        if (Find(context, out var row, out var column, out var prefix) is { } error)
        {
            return error;
        }

        row.Verify(column);
        var key = new Atom(prefix + context.Arguments[2]);
        var value = row[column].Subtract(Datum.Of(key));
        row[column] = context.Arguments.Count > 3
            ? value.Union(Datum.Pair(key, new Atom(context.Arguments[3])))
            : value;
        return null;
    }

    public static string? Get(VsctlContext context)
    {
        if (Find(context, out var row, out var column, out var prefix) is { } error)
        {
            return error;
        }

        row.Verify(column);
        var map = new TextMap(row[column]);
        if (context.Arguments.Count > 2)
        {
            if (map[prefix + context.Arguments[2]] is { } value)
            {
                context.Output.Append(value).Append('\n');
            }

            return null;
        }

        foreach (var (key, value) in map)
        {
            if (key.StartsWith(prefix, StringComparison.Ordinal))
            {
                context.Output.Append(key.AsSpan(prefix.Length)).Append('=').Append(value).Append('\n');
            }
        }

        return null;
    }

    private static string? Find(VsctlContext context, out Row row, out ColumnSchema column, out string prefix)
    {
        row = null!;
        column = Bridge.ExternalIdsColumn;
        prefix = "";
        var error = context.RequireBridge(context.Arguments[1], out var bridge);
        if (error is null && bridge.IsVlanBridge)
        {
            row = context.Config.Ports[bridge.Name].Row;
            column = Port.ExternalIdsColumn;
            prefix = VlanBridgePrefix;
        }
        else if (error is null)
        {
            row = bridge.RealRow;
        }

        return error;
    }
}
