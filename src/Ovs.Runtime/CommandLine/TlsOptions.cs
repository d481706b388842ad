using System.Collections.Generic;

namespace Ovs.Runtime.CommandLine;

/// <summary>The TLS options that programs share, and what they were given.</summary>
public sealed class TlsOptions
{
    public string? PrivateKey { get; set; }

    public string? Certificate { get; set; }

    /// <summary>A file, or "none" to accept any peer.</summary>
    public string? CaCertificate { get; set; }

    /// <summary>A file to read the peer's CA certificate from, or to create from the first connection.</summary>
    public string? BootstrapCaCertificate { get; set; }

    /// <summary>Sent to peers in addition to our own certificate.</summary>
    public string? PeerCaCertificate { get; set; }

    public string? Protocols { get; set; }

    public string? Ciphers { get; set; }

    public string? CipherSuites { get; set; }

    public string? ServerName { get; set; }

    public bool IsConfigured => PrivateKey is not null || Certificate is not null || CaCertificate is not null;

    /// <summary>Hands the files and lists to the connections; a daemon repeats it to follow renewed files.</summary>
    public void Apply()
    {
        Streams.TlsSettings.SetProtocols(Protocols);
        Streams.TlsSettings.SetCiphers(Ciphers);
        Streams.TlsSettings.SetCipherSuites(CipherSuites);
        Streams.TlsSettings.ServerName = ServerName;
        Streams.TlsSettings.SetKeyAndCertificate(PrivateKey, Certificate);
        Streams.TlsSettings.SetAuthority(BootstrapCaCertificate ?? CaCertificate, BootstrapCaCertificate is not null);
    }

    public IReadOnlyList<OptionRow> Rows(bool withBootstrap, bool withPeerCa)
    {
        var rows = new List<OptionRow>
        {
            new("private-key", 'p', OptionArgument.Required, value => PrivateKey = value)
            {
                Value = "FILE", Help = "file with private key",
            },
            new("certificate", 'c', OptionArgument.Required, value => Certificate = value)
            {
                Value = "FILE", Help = "file with certificate for private key",
            },
            new("ca-cert", 'C', OptionArgument.Required, value => CaCertificate = value)
            {
                Value = "FILE", Help = "file with peer CA certificate",
            },
            new("ssl-protocols", OptionArgument.Required, value => Protocols = value)
            {
                Value = "PROTOS", Help = "list of SSL/TLS protocols to enable",
            },
            new("ssl-ciphers", OptionArgument.Required, value => Ciphers = value)
            {
                Value = "CIPHERS", Help = "list of SSL/TLS ciphers to enable",
            },
            new("ssl-ciphersuites", OptionArgument.Required, value => CipherSuites = value)
            {
                Value = "SUITES", Help = "list of TLS 1.3+ ciphersuites to enable",
            },
            new("ssl-server-name", OptionArgument.Required, value => ServerName = value)
            {
                Value = "NAME", Help = "server name to send as TLS SNI",
            },
        };
        if (withBootstrap)
        {
            rows.Add(new("bootstrap-ca-cert", OptionArgument.Required, value => BootstrapCaCertificate = value)
            {
                Value = "FILE", Help = "file with peer CA certificate to read or create",
            });
        }

        if (withPeerCa)
        {
            rows.Add(new("peer-ca-cert", OptionArgument.Required, value => PeerCaCertificate = value)
            {
                Value = "FILE", Help = "file with CA certificate to send to peers",
            });
        }

        return rows;
    }
}
