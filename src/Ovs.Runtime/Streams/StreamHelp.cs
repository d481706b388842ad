using System.Text;
using Ovs.Runtime.CommandLine;

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

        return text.Append(TlsOptions.Help(hasBootstrap)).ToString();
    }
}
