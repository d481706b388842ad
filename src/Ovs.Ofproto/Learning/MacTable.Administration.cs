using Ovs.Flow.Key;
using Ovs.Ofproto.Bundles;

namespace Ovs.Ofproto.Learning;

/// <content>What the configuration and control commands do to the table.</content>
public sealed partial class MacTable
{
    /// <summary>Sets the VLANs (Bridge.flood_vlans) whose packets are always flooded. A change forgets everything that was
    /// learned.</summary>
    public void SetFloodVlans(VlanSet vlans)
    {
        lock (_lock)
        {
            if (_floodVlans.Equals(vlans))
            {
                return;
            }

            _floodVlans = vlans;
            _version++;
            RemoveLearned();
        }
    }

    /// <summary>Adds an entry that neither ages nor moves, or makes one of a learned entry.</summary>
    public void AddStatic(EthAddress mac, ushort vlan, Bundle bundle)
    {
        lock (_lock)
        {
            if (_entries.TryGetValue((mac, vlan), out var entry))
            {
                Touch(entry);
            }
            else
            {
                entry = Insert(mac, vlan, bundle);
            }

            _staticCount += entry.IsStatic ? 0 : 1;
            entry.IsStatic = true;
            entry.IsNew = false;
            if (entry.Bundle != bundle)
            {
                Move(entry, bundle);
            }
        }
    }

    /// <summary>False if there is no static entry for the address.</summary>
    public bool RemoveStatic(EthAddress mac, ushort vlan)
    {
        lock (_lock)
        {
            if (Find(mac, vlan) is not { IsStatic: true } entry)
            {
                return false;
            }

            Remove(entry);
            return true;
        }
    }

    /// <summary>Forgets what was learned; static entries stay.</summary>
    public void Flush()
    {
        lock (_lock)
        {
            RemoveLearned();
        }
    }

    /// <summary>Forgets all of a bundle's addresses, the static ones too: the bundle goes, or carries other VLANs now.</summary>
    public void Forget(Bundle bundle)
    {
        lock (_lock)
        {
            if (_byBundle.TryGetValue(bundle, out var entries))
            {
                while (entries.First is { } node)
                {
                    Remove(node.Value);
                }
            }
        }
    }

    public void ClearStatistics()
    {
        lock (_lock)
        {
            _totals = default;
        }
    }

    private void RemoveLearned()
    {
        var node = _leastRecentFirst.First;
        while (node is not null)
        {
            var (entry, next) = (node.Value, node.Next);
            if (!entry.IsStatic)
            {
                Remove(entry);
            }

            node = next;
        }
    }
}
