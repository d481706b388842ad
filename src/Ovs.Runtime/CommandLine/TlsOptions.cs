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

    /// <summary>All rows: what identifies us and our peers, then how to speak TLS.</summary>
    public IReadOnlyList<OptionRow> Rows(bool withBootstrap, bool withPeerCa) =>
        [.. IdentityRows(withBootstrap, withPeerCa), .. ProtocolRows()];

    /// <summary>The sections of `--help`.</summary>
    public static string Help(bool withBootstrap) =>
        OptionHelp.Section(
            "PKI configuration (required to use SSL/TLS)", 26, new TlsOptions().IdentityRows(withBootstrap, withPeerCa: false))
            .TrimStart('\n')
        + OptionHelp.Section("SSL/TLS options", 28, new TlsOptions().ProtocolRows()).TrimStart('\n');

    private List<OptionRow> IdentityRows(bool withBootstrap, bool withPeerCa)
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
        };
        if (withBootstrap)
        {
            rows.Add(new("bootstrap-ca-cert", OptionArgument.Required, value => BootstrapCaCertificate = value)
            {
                Value = "FILE",
                Help = "file with peer CA certificate to read or create",
            });
        }

        if (withPeerCa)
        {
            rows.Add(new("peer-ca-cert", OptionArgument.Required, value => PeerCaCertificate = value));
        }

        return rows;
    }

    private List<OptionRow> ProtocolRows() =>
    [
        new("ssl-protocols", OptionArgument.Required, value => Protocols = value)
        {
            Value = "PROTOS", Help = "range of SSL/TLS protocols to enable",
        },
        new("ssl-ciphers", OptionArgument.Required, value => Ciphers = value)
        {
            Value = "CIPHERS", Help = "list of SSL/TLS ciphers to enable\nwith TLSv1.2",
        },
        new("ssl-ciphersuites", OptionArgument.Required, value => CipherSuites = value)
        {
            Value = "SUITES", Help = "list of SSL/TLS ciphersuites to\nenable with TLSv1.3 and later",
        },
        new("ssl-server-name", OptionArgument.Required, value => ServerName = value)
        {
            Value = "NAME", Help = "server name for TLS Server Name\nIndication (SNI)",
        },
    ];
}
