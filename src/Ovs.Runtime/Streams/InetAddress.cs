using System;
using System.Diagnostics.CodeAnalysis;
using System.Net;
using System.Net.Sockets;

namespace Ovs.Runtime.Streams;

/// <summary>The address syntax of connection names: HOST:PORT, [IPV6]:PORT, [PORT][:IP].</summary>
public static class InetAddress
{
    /// <summary>Parses "HOST[:PORT]" of an active connection; the host must be an IP address, IPv6 in brackets.</summary>
    public static bool TryParseActive(
        string text, int defaultPort, [NotNullWhen(true)] out IPEndPoint? point, [NotNullWhen(false)] out string? error)
    {
        point = null;
        if (!TrySplitHost(text, out var host, out var portText))
        {
            error = $"{text}: bad IP address \"{text}\"";
            return false;
        }

        if (host.Length == 0)
        {
            error = $"{text}: host must be specified";
            return false;
        }

        if (portText.Length == 0 && defaultPort == 0)
        {
            error = $"{text}: port must be specified";
            return false;
        }

        return TryJoin(text, host, portText, defaultPort, out point, out error);
    }

    /// <summary>Parses "[PORT][:HOST]" of a passive connection; without a host it listens on every IPv4 address.</summary>
    public static bool TryParsePassive(
        string text, int defaultPort, [NotNullWhen(true)] out IPEndPoint? point, [NotNullWhen(false)] out string? error)
    {
        point = null;
        var colon = text.IndexOf(':', StringComparison.Ordinal);
        var portText = colon < 0 ? text : text[..colon];
        var host = colon < 0 ? "" : text[(colon + 1)..];
        if (host.StartsWith('[') && host.EndsWith(']'))
        {
            host = host[1..^1];
        }

        if (portText.Length == 0 && defaultPort < 0)
        {
            error = $"{text}: port must be specified";
            return false;
        }

        return TryJoin(text, host.Length == 0 ? "0.0.0.0" : host, portText, defaultPort, out point, out error);
    }

    /// <summary>The address as connection names show it: IPv6 in brackets, v4-mapped addresses as IPv4.</summary>
    public static string Text(IPEndPoint point)
    {
        var address = point.Address.IsIPv4MappedToIPv6 ? point.Address.MapToIPv4() : point.Address;
        return address.AddressFamily == AddressFamily.InterNetworkV6
            ? $"[{address}]:{point.Port}"
            : $"{address}:{point.Port}";
    }

    private static bool TrySplitHost(string text, out string host, out string portText)
    {
        portText = "";
        host = text;
        if (text.StartsWith('['))
        {
            var end = text.IndexOf(']', StringComparison.Ordinal);
            if (end < 0 || (end + 1 < text.Length && text[end + 1] != ':'))
            {
                return false;
            }

            host = text[1..end];
            portText = end + 1 < text.Length ? text[(end + 2)..] : "";
            return true;
        }

        var colon = text.IndexOf(':', StringComparison.Ordinal);
        if (colon >= 0)
        {
            host = text[..colon];
            portText = text[(colon + 1)..];
        }

        return true;
    }

    private static bool TryJoin(
        string text,
        string host,
        string portText,
        int defaultPort,
        [NotNullWhen(true)] out IPEndPoint? point,
        [NotNullWhen(false)] out string? error)
    {
        point = null;
        var port = defaultPort;
        if (portText.Length > 0 && (!int.TryParse(portText, out port) || port is < 0 or > 65535))
        {
            error = $"{text}: bad port number \"{portText}\"";
            return false;
        }

        // "1.2" is an address to IPAddress; the original, and everybody else, means four numbers.
        if (!IPAddress.TryParse(host, out var address) ||
            (address.AddressFamily == AddressFamily.InterNetwork && host.Split('.').Length != 4))
        {
            error = $"{text}: bad IP address \"{host}\"";
            return false;
        }

        point = new IPEndPoint(address, port);
        error = null;
        return true;
    }
}
