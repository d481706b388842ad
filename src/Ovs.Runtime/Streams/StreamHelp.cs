using System.Text;

namespace Ovs.Runtime.Streams;

/// <summary>What `--help` says of connection methods and TLS options.</summary>
public static class StreamHelp
{
    /// <param name="name">What is connected to, such as "database".</param>
    public static string Text(string name, bool isActive, bool isPassive, bool hasBootstrap)
    {
        var text = new StringBuilder("\n");
        if (isActive)
        {
            text.Append($"""
                Active {name} connection methods:
                  tcp:HOST:PORT           PORT at remote HOST
                  ssl:HOST:PORT           SSL/TLS PORT at remote HOST
                  unix:FILE               Unix domain socket named FILE

                """);
        }

        if (isPassive)
        {
            text.Append($"""
                Passive {name} connection methods:
                  ptcp:PORT[:IP]          listen to TCP PORT on IP
                  pssl:PORT[:IP]          listen for SSL/TLS on PORT on IP
                  punix:FILE              listen on Unix domain socket FILE

                """);
        }

        text.Append("""
            PKI configuration (required to use SSL/TLS):
              -p, --private-key=FILE  file with private key
              -c, --certificate=FILE  file with certificate for private key
              -C, --ca-cert=FILE      file with peer CA certificate

            """);
        if (hasBootstrap)
        {
            text.Append("  --bootstrap-ca-cert=FILE  file with peer CA certificate to read or create\n");
        }

        return text.Append("""
            SSL/TLS options:
              --ssl-protocols=PROTOS    range of SSL/TLS protocols to enable
              --ssl-ciphers=CIPHERS     list of SSL/TLS ciphers to enable
                                        with TLSv1.2
              --ssl-ciphersuites=SUITES list of SSL/TLS ciphersuites to
                                        enable with TLSv1.3 and later
              --ssl-server-name=NAME    server name for TLS Server Name
                                        Indication (SNI)

            """).ToString();
    }
}
