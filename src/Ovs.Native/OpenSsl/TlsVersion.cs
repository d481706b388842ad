namespace Ovs.Native.OpenSsl;

/// <summary>TLS versions by their numbers on the wire (RFC 8446 4.2.1).</summary>
public enum TlsVersion
{
    Tls12 = 0x0303,
    Tls13 = 0x0304,
}
