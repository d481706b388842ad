using Ovs.Runtime.CommandLine;
using Ovs.Runtime.Streams;

namespace Ovs.Ovsdb.Server.Daemon;

/// <summary>The TLS settings of the command line, some of which may stand for columns of a database.</summary>
internal sealed class TlsFiles(TlsOptions options)
{
    /// <summary>Whether any of the settings stands for a column of <paramref name="database"/>.</summary>
    public bool Uses(string database)
    {
        return Uses(options.PrivateKey) || Uses(options.Certificate) || Uses(options.CaCertificate)
            || Uses(options.BootstrapCaCertificate) || Uses(options.Protocols) || Uses(options.Ciphers)
            || Uses(options.CipherSuites) || Uses(options.ServerName);

        bool Uses(string? value) => value is not null && DatabaseRemotes.IsIn(value, database);
    }

    /// <summary>Gives the settings as they are now to TLS; gives what is wrong with them.</summary>
    public string? Apply(DatabaseRemotes databases)
    {
        var errors = "";
        TlsSettings.SetKeyAndCertificate(Resolve(options.PrivateKey), Resolve(options.Certificate));
        TlsSettings.SetAuthority(
            Resolve(options.BootstrapCaCertificate ?? options.CaCertificate), options.BootstrapCaCertificate is not null);
        TlsSettings.SetProtocols(Resolve(options.Protocols));
        TlsSettings.SetCiphers(Resolve(options.Ciphers));
        TlsSettings.SetCipherSuites(Resolve(options.CipherSuites));
        TlsSettings.ServerName = Resolve(options.ServerName);
        return errors.Length == 0 ? null : errors;

        string? Resolve(string? value)
        {
            if (value is null || !DatabaseRemotes.IsDatabaseName(value))
            {
                return value;
            }

            var text = databases.ResolveText(value, out var error);
            errors += error is null ? "" : error + "\n";
            return text;
        }
    }
}
