using System;
using Ovs.Runtime.Logging;

namespace Ovs.Flow.Fields;

/// <summary>Text of port numbers: a reserved name, a port's own name if names are known, or the number.</summary>
public static class PortText
{
    private static readonly LogModule s_log = LogModule.Define("ofp_port");
    private static bool s_deprecationLogged;

    public static void Append(TextBuffer text, OfPort port, NameMap? names)
    {
        if (port.ReservedName is { } reserved)
        {
            text.Append(reserved);
        }
        else if (names?.NameOf(port.Number) is { } name)
        {
            NameMap.AppendName(text, name);
        }
        else
        {
            text.Decimal(port.Number);
        }
    }

    /// <summary>Reads a number, in the 16-bit form or the 32-bit one, or a name.</summary>
    public static bool TryParse(ReadOnlySpan<char> text, NameMap? names, out OfPort port)
    {
        port = default;
        if (text.Length > 0 && text[0] == '-')
        {
            s_log.Warn($"Negative value {text.ToString()} is not a valid port number.");
            return false;
        }

        if (NumberText.TryUInt32(text, 10, out var number))
        {
            return TryNumber(number, out port);
        }

        if (OfPort.TryFindReserved(text, out port))
        {
            return true;
        }

        if (names is not null && names.TryFind(text, out var found) && found != OfPort.None.Number)
        {
            port = new OfPort((ushort)found);
            return true;
        }

        return false;
    }

    private static bool TryNumber(uint number, out OfPort port)
    {
        const uint offset = 0xffff_0000;
        const uint wireLimit = 0xffff_ff00;
        port = new OfPort((ushort)number);
        if (number < OfPort.Limit)
        {
            return true;
        }

        if (number < OfPort.InPort.Number)
        {
            s_log.Warn($"port {number} is a reserved OF1.0 port number that will be translated to {number + offset} " +
                $"when talking to an OF1.1 or later controller");
        }
        else if (number <= OfPort.None.Number)
        {
            if (!s_deprecationLogged)
            {
                s_deprecationLogged = true;
                s_log.Warn($"referring to port {port} as {number} is deprecated for compatibility with OpenFlow 1.1 " +
                    $"and later");
            }
        }
        else if (number < wireLimit)
        {
            s_log.Warn($"port {number} is outside the supported range 0 through {ushort.MaxValue:x} or " +
                $"0x{wireLimit:x} through 0x{uint.MaxValue:x}");
            return false;
        }

        return true;
    }
}
