using Ovs.Ovsdb.Schema;

namespace Ovs.Ovsdb.Client;

/// <summary>A row class that stands for one table.</summary>
public interface ITypedRow
{
    static abstract TableSchema TableSchema { get; }
}
