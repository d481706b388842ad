using System;
using System.Runtime.InteropServices;
using System.Text;

namespace Ovs.Native.OpenSsl;

/// <summary>How a TLS call ended.</summary>
public enum TlsOutcome
{
    Done,

    /// <summary>Try again when the socket is readable.</summary>
    WantsRead,

    /// <summary>Try again when the socket is writable.</summary>
    WantsWrite,

    /// <summary>The peer ended the session in order.</summary>
    Closed,

    /// <summary>See <see cref="TlsConnection.Error"/>.</summary>
    Failed,
}

/// <summary>One end of a TLS connection over a non-blocking socket, which the caller owns.</summary>
public sealed unsafe class TlsConnection : IDisposable
{
    private const int NameSize = 256;

    private readonly bool _isServer;
    private void* _ssl;

    /// <param name="verifiesPeer">False takes any certificate, or none: bootstrap, and "none" as CA.</param>
    /// <param name="serverName">Name to send to a server (RFC 6066 3), or null.</param>
    public TlsConnection(TlsContext context, FileDescriptor socket, bool isServer, bool verifiesPeer, string? serverName)
    {
        _isServer = isServer;
        _ssl = LibSsl.SSL_new(context.Handle);
        if (_ssl is null)
        {
            Error = $"SSL_new: {TlsContext.LastError()}";
            return;
        }

        _ = LibSsl.SSL_set_fd(_ssl, socket.Value);
        if (!verifiesPeer)
        {
            LibSsl.SSL_set_verify(_ssl, LibSsl.SSL_VERIFY_NONE, null);
        }

        if (serverName is not null)
        {
            fixed (byte* name = Encoding.UTF8.GetBytes(serverName + '\0'))
            {
                _ = LibSsl.SSL_ctrl(_ssl, LibSsl.SSL_CTRL_SET_TLSEXT_HOSTNAME, 0, name);
            }
        }
    }

    /// <summary>Why the last call failed; null when the connection was just closed.</summary>
    public string? Error { get; private set; }

    /// <summary>The system's error when that is what it was.</summary>
    public Errno SystemError { get; private set; }

    public bool VerifiesPeer => LibSsl.SSL_get_verify_mode(_ssl) != LibSsl.SSL_VERIFY_NONE;

    /// <summary>After the handshake: the server's name as the client gave it (RFC 6066 3), or null.</summary>
    public string? ServerName =>
        Marshal.PtrToStringUTF8((nint)LibSsl.SSL_get_servername(_ssl, LibSsl.TLSEXT_NAMETYPE_host_name));

    public TlsOutcome Handshake()
    {
        if (_ssl is null)
        {
            return TlsOutcome.Failed;
        }

        LibSsl.ERR_clear_error();
        var result = _isServer ? LibSsl.SSL_accept(_ssl) : LibSsl.SSL_connect(_ssl);
        return result == 1 ? TlsOutcome.Done : Interpret(result, _isServer ? "SSL_accept" : "SSL_connect");
    }

    public TlsOutcome Read(Span<byte> buffer, out int count)
    {
        LibSsl.ERR_clear_error();
        fixed (byte* start = buffer)
        {
            count = LibSsl.SSL_read(_ssl, start, buffer.Length);
        }

        return Count(ref count, "SSL_read");
    }

    public TlsOutcome Write(ReadOnlySpan<byte> data, out int count)
    {
        LibSsl.ERR_clear_error();
        fixed (byte* start = data)
        {
            count = LibSsl.SSL_write(_ssl, start, data.Length);
        }

        return Count(ref count, "SSL_write");
    }

    /// <summary>Common name of the peer's certificate (RFC 5280 4.1.2.6), by which RBAC knows a client; null without one.</summary>
    public string? PeerCommonName()
    {
        var certificate = LibSsl.SSL_get1_peer_certificate(_ssl);
        if (certificate is null)
        {
            return null;
        }

        var text = stackalloc byte[NameSize];
        var length = LibSsl.X509_NAME_get_text_by_NID(
            LibSsl.X509_get_subject_name(certificate), LibSsl.NID_commonName, text, NameSize);
        LibSsl.X509_free(certificate);
        return length < 0 ? null : Encoding.UTF8.GetString(text, length);
    }

    /// <summary>The last certificate that the peer sent, as PEM text, when it signed itself: its authority. Otherwise null and
    /// what is wrong with it.</summary>
    public byte[]? PeerAuthority(out string? error, out int count)
    {
        var chain = LibSsl.SSL_get_peer_cert_chain(_ssl);
        count = chain is null ? 0 : LibSsl.OPENSSL_sk_num(chain);
        if (count == 0)
        {
            error = null;
            return null;
        }

        var certificate = LibSsl.OPENSSL_sk_value(chain, count - 1);
        var reason = LibSsl.X509_check_issued(certificate, certificate);
        if (reason != 0)
        {
            error = Marshal.PtrToStringUTF8((nint)LibSsl.X509_verify_cert_error_string(reason));
            return null;
        }

        error = null;
        var bio = LibSsl.BIO_new(LibSsl.BIO_s_mem());
        _ = LibSsl.PEM_write_bio_X509(bio, certificate);
        byte* data;
        var size = LibSsl.BIO_ctrl(bio, LibSsl.BIO_CTRL_INFO, 0, &data);
        var pem = new ReadOnlySpan<byte>(data, (int)size).ToArray();
        _ = LibSsl.BIO_free(bio);
        return pem;
    }

    public void Dispose()
    {
        if (_ssl is not null)
        {
            // One attempt to tell the peer; whether it gets there does not matter to us any more.
            _ = LibSsl.SSL_shutdown(_ssl);
            LibSsl.SSL_free(_ssl);
            _ssl = null;
        }
    }

    private TlsOutcome Count(ref int count, string call)
    {
        if (count > 0)
        {
            return TlsOutcome.Done;
        }

        var result = count;
        count = 0;
        return Interpret(result, call);
    }

    private TlsOutcome Interpret(int result, string call)
    {
        var systemError = Errno.Last;
        switch (LibSsl.SSL_get_error(_ssl, result))
        {
            case LibSsl.SSL_ERROR_WANT_READ:
                return TlsOutcome.WantsRead;
            case LibSsl.SSL_ERROR_WANT_WRITE:
                return TlsOutcome.WantsWrite;
            case LibSsl.SSL_ERROR_ZERO_RETURN:
                return TlsOutcome.Closed;
            case LibSsl.SSL_ERROR_SYSCALL when result < 0 && systemError.IsError:
                SystemError = systemError;
                Error = $"{call}: system error ({systemError.Text})";
                return TlsOutcome.Failed;
            case LibSsl.SSL_ERROR_SYSCALL:
                Error = $"{call}: unexpected SSL/TLS connection close";
                return TlsOutcome.Failed;
            default:
                Error = $"{call}: {TlsContext.LastError()}";
                return TlsOutcome.Failed;
        }
    }
}
