using Ovs.OpenFlow.Versions;

namespace Ovs.OpenFlow.Errors;

/// <summary>An error's numbers in a range of versions; <paramref name="Experimenter"/> is 0 for standard ones.</summary>
public readonly record struct ErrorCode(byte Since, byte Until, uint Experimenter, ushort Type, ushort Code);

/// <summary>One error: its name in text and its numbers.</summary>
public sealed class ErrorRow(OfError id, string name, params ErrorCode[] codes)
{
    public OfError Id { get; } = id;

    public string Name { get; } = name;

    /// <summary>The numbers to send to a peer of <paramref name="version"/>; false if it has none.</summary>
    public bool TryGetCode(OfVersion version, out ErrorCode found)
    {
        foreach (var code in codes)
        {
            if ((byte)version >= code.Since && (byte)version <= code.Until)
            {
                found = code;
                return true;
            }
        }

        found = default;
        return false;
    }
}
