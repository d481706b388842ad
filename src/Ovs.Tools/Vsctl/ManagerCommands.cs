using System.Collections.Generic;
using Ovs.Ovsdb.Rows;
using Ovs.Tools.DbCtl;

namespace Ovs.Tools.Vsctl;

/// <summary>The commands about managers and about the switch's keys and certificates.</summary>
internal static class ManagerCommands
{
    public static readonly CtlCommandRow[] Rows =
    [
        VsctlCommands.Reading("get-manager", 0, 0, "", "", PrepareManagers, GetManagers),
        VsctlCommands.Writing("del-manager", 0, 0, "", "", PrepareManagers, DeleteManagers),
        VsctlCommands.Writing(
            "set-manager", 1, int.MaxValue, "TARGET...", "--inactivity-probe=", PrepareManagers, SetManagers),
        VsctlCommands.Reading("get-ssl", 0, 0, "", "", PrepareGetSsl, GetSsl),
        VsctlCommands.Writing("del-ssl", 0, 0, "", "", PrepareSsl, DeleteSsl),
        VsctlCommands.Writing("set-ssl", 3, 3, "PRIVATE-KEY CERTIFICATE CA-CERT", "--bootstrap", PrepareSsl, SetSsl),
    ];

    private static string? PrepareManagers(CtlContext context)
    {
        context.Monitor(OpenVSwitch.TableSchema, OpenVSwitch.ManagerOptionsColumn);
        context.Monitor(Manager.TableSchema, Manager.TargetColumn);
        context.Monitor(Manager.TableSchema, Manager.InactivityProbeColumn);
        return null;
    }

    private static string? GetManagers(VsctlContext context)
    {
        Verify(context.Root);
        var targets = new HashSet<string>();
        foreach (var manager in context.Root.ManagerOptions)
        {
            targets.Add(manager.Target);
        }

        context.AppendSorted([.. targets]);
        return null;
    }

    private static string? DeleteManagers(VsctlContext context)
    {
        Verify(context.Root);
        foreach (var manager in context.Root.ManagerOptions)
        {
            manager.Delete();
        }

        context.Root.ManagerOptions = [];
        return null;
    }

    private static string? SetManagers(VsctlContext context)
    {
        DeleteManagers(context);
        var managers = new List<Manager>();
        for (var i = 1; i < context.Arguments.Count; i++)
        {
            Targets.Check(context.Arguments[i]);
            var row = context.Transaction.Insert<Manager>();
            row.Target = context.Arguments[i];
            if (context.Option("--inactivity-probe") is { } probe)
            {
                row.InactivityProbe = CNumber.Atoll(probe);
            }

            managers.Add(row);
        }

        context.Root.ManagerOptions = managers;
        return null;
    }

    private static void Verify(OpenVSwitch root)
    {
        root.Verify(OpenVSwitch.ManagerOptionsColumn);
        foreach (var manager in root.ManagerOptions)
        {
            manager.Verify(Manager.TargetColumn);
        }
    }

    private static string? PrepareSsl(CtlContext context)
    {
        context.Monitor(OpenVSwitch.TableSchema, OpenVSwitch.SslColumn);
        return null;
    }

    private static string? PrepareGetSsl(CtlContext context)
    {
        context.Monitor(SSL.TableSchema, SSL.PrivateKeyColumn);
        context.Monitor(SSL.TableSchema, SSL.CertificateColumn);
        context.Monitor(SSL.TableSchema, SSL.CaCertColumn);
        context.Monitor(SSL.TableSchema, SSL.BootstrapCaCertColumn);
        return PrepareSsl(context);
    }

    private static string? GetSsl(VsctlContext context)
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

    private static string? DeleteSsl(VsctlContext context)
    {
        if (context.Root.Ssl is { } ssl)
        {
            context.Root.Verify(OpenVSwitch.SslColumn);
            ssl.Delete();
            context.Root.Ssl = null;
        }

        return null;
    }

    private static string? SetSsl(VsctlContext context)
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
