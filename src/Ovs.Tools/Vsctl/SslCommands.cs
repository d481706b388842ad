using Ovs.Ovsdb.Rows;
using Ovs.Tools.DbCtl;

namespace Ovs.Tools.Vsctl;

/// <summary>The commands about the switch's keys and certificates.</summary>
internal static class SslCommands
{
    public static readonly CtlCommandRow[] Rows =
    [
        VsctlCommands.Reading("get-ssl", 0, 0, "", "", PrepareGet, Get),
        VsctlCommands.Writing("del-ssl", 0, 0, "", "", Prepare, Delete),
        VsctlCommands.Writing("set-ssl", 3, 3, "PRIVATE-KEY CERTIFICATE CA-CERT", "--bootstrap", Prepare, Set),
    ];

    private static string? Prepare(CtlContext context)
    {
        context.Monitor(OpenVSwitch.TableSchema, OpenVSwitch.SslColumn);
        return null;
    }

    private static string? PrepareGet(CtlContext context)
    {
        context.Monitor(SSL.TableSchema, SSL.PrivateKeyColumn);
        context.Monitor(SSL.TableSchema, SSL.CertificateColumn);
        context.Monitor(SSL.TableSchema, SSL.CaCertColumn);
        context.Monitor(SSL.TableSchema, SSL.BootstrapCaCertColumn);
        return Prepare(context);
    }

    private static string? Get(VsctlContext context)
    {
        context.Root.Verify(OpenVSwitch.SslColumn);
        if (context.Root.Ssl is not { } ssl)
        {
            return null;
        }

        ssl.Verify(SSL.PrivateKeyColumn);
        ssl.Verify(SSL.CertificateColumn);
        ssl.Verify(SSL.CaCertColumn);
        ssl.Verify(SSL.BootstrapCaCertColumn);
        context.Output.Append($"Private key: {ssl.PrivateKey}\n")
            .Append($"Certificate: {ssl.Certificate}\n")
            .Append($"CA Certificate: {ssl.CaCert}\n")
            .Append($"Bootstrap: {(ssl.BootstrapCaCert ? "true" : "false")}\n");
        return null;
    }

    private static string? Delete(VsctlContext context)
    {
        if (context.Root.Ssl is { } ssl)
        {
            context.Root.Verify(OpenVSwitch.SslColumn);
            ssl.Delete();
            context.Root.Ssl = null;
        }

        return null;
    }

    private static string? Set(VsctlContext context)
    {
        context.Root.Verify(OpenVSwitch.SslColumn);
        context.Root.Ssl?.Delete();
        var ssl = context.Transaction.Insert<SSL>();
        ssl.PrivateKey = context.Arguments[1];
        ssl.Certificate = context.Arguments[2];
        ssl.CaCert = context.Arguments[3];
        ssl.BootstrapCaCert = context.HasOption("--bootstrap");
        context.Root.Ssl = ssl;
        return null;
    }
}
