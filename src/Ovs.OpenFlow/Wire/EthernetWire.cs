using Ovs.Flow.Key;

namespace Ovs.OpenFlow.Wire;

/// <summary>Ethernet addresses on the wire.</summary>
internal static class EthernetWire
{
    public static EthAddress Take(ref OfReader reader) =>
        reader.Take(EthAddress.SizeBytes) is { Length: EthAddress.SizeBytes } bytes ? new EthAddress(bytes) : default;

    public static void Put(OfWriter writer, EthAddress address)
    {
        writer.Put16((ushort)(address.ToUInt64() >> 32));
        writer.Put32((uint)address.ToUInt64());
    }
}
