using System;
using System.Collections.Generic;
using System.Runtime.InteropServices;
using System.Text;

namespace Ovs.Native.OpenSsl;

/// <summary>TLS settings that connections share (SSL_CTX): key, certificates, trust, protocols. Results are OpenSSL's error
/// texts, or null for success.</summary>
public sealed unsafe class TlsContext
{
    private const int ErrorSize = 256;
    private const int DigestSize = 64;
    private const int SubjectSize = 1024;

    private readonly void* _context;

    private TlsContext(void* context) => _context = context;

    internal void* Handle => _context;

    /// <summary>A context that takes TLS 1.2 and later and requires verified peers; an error when there is no OpenSSL.</summary>
    public static string? TryCreate(out TlsContext? result)
    {
        result = null;
        try
        {
            var context = LibSsl.SSL_CTX_new(LibSsl.TLS_method());
            if (context is null)
            {
                return $"SSL_CTX_new: {LastError()}";
            }

            _ = LibSsl.SSL_CTX_set_options(context, LibSsl.SSL_OP_IGNORE_UNEXPECTED_EOF);
            _ = LibSsl.SSL_CTX_ctrl(context, LibSsl.SSL_CTRL_SET_DH_AUTO, 1, null);
            _ = LibSsl.SSL_CTX_ctrl(
                context,
                LibSsl.SSL_CTRL_MODE,
                LibSsl.SSL_MODE_ENABLE_PARTIAL_WRITE | LibSsl.SSL_MODE_ACCEPT_MOVING_WRITE_BUFFER,
                null);
            _ = LibSsl.SSL_CTX_ctrl(context, LibSsl.SSL_CTRL_SET_SESS_CACHE_MODE, 0, null);
            LibSsl.SSL_CTX_set_verify(
                context, LibSsl.SSL_VERIFY_PEER | LibSsl.SSL_VERIFY_FAIL_IF_NO_PEER_CERT, null);
            result = new TlsContext(context);
            result.SetProtocols(TlsVersion.Tls12, null);
            _ = LibSsl.SSL_CTX_set_cipher_list(context, "DEFAULT:@SECLEVEL=2");
            return null;
        }
        catch (DllNotFoundException)
        {
            return "the OpenSSL library (libssl.so.3) is not installed";
        }
    }

    public string? UsePrivateKey(string file) => Result(LibSsl.SSL_CTX_use_PrivateKey_file(_context, file, LibSsl.SSL_FILETYPE_PEM));

    public string? UseCertificate(string file) => Result(LibSsl.SSL_CTX_use_certificate_file(_context, file, LibSsl.SSL_FILETYPE_PEM));

    /// <summary>Whether private key and certificate belong together.</summary>
    public string? CheckPrivateKey() => Result(LibSsl.SSL_CTX_check_private_key(_context));

    public string? SetCiphers(string list) => Result(LibSsl.SSL_CTX_set_cipher_list(_context, list));

    public string? SetCipherSuites(string list) => Result(LibSsl.SSL_CTX_set_ciphersuites(_context, list));

    /// <summary>The range of versions to take; null sets no upper end.</summary>
    public void SetProtocols(TlsVersion least, TlsVersion? most)
    {
        _ = LibSsl.SSL_CTX_ctrl(_context, LibSsl.SSL_CTRL_SET_MIN_PROTO_VERSION, (int)least, null);
        _ = LibSsl.SSL_CTX_ctrl(_context, LibSsl.SSL_CTRL_SET_MAX_PROTO_VERSION, (int)(most ?? 0), null);
    }

    /// <summary>Names the authorities of <paramref name="file"/> to peers that we ask for a certificate.</summary>
    public string? NameAuthorities(string file)
    {
        var names = LibSsl.SSL_load_client_CA_file(file);
        if (names is null)
        {
            return LastError();
        }

        LibSsl.SSL_CTX_set_client_CA_list(_context, names);
        return null;
    }

    /// <summary>Trusts the authorities of <paramref name="file"/>, and no longer those of before.</summary>
    public string? Trust(string file)
    {
        LibSsl.SSL_CTX_set_cert_store(_context, LibSsl.X509_STORE_new());
        return Result(LibSsl.SSL_CTX_load_verify_locations(_context, file, null));
    }

    /// <summary>Adds each certificate of <paramref name="pem"/> to what is sent beside our own.</summary>
    public string? AddToChain(byte[] pem)
    {
        foreach (var certificate in ReadAll(pem))
        {
            if (LibSsl.SSL_CTX_ctrl(_context, LibSsl.SSL_CTRL_EXTRA_CHAIN_CERT, 0, (void*)certificate) != 1)
            {
                return LastError();
            }
        }

        return null;
    }

    /// <summary>Subject and SHA-1 fingerprint of each certificate of <paramref name="pem"/>, as log lines show them.</summary>
    public static IReadOnlyList<(string Subject, string Fingerprint)> Describe(byte[] pem)
    {
        var result = new List<(string, string)>();
        var subject = stackalloc byte[SubjectSize];
        var digest = stackalloc byte[DigestSize];
        foreach (var certificate in ReadAll(pem))
        {
            _ = LibSsl.X509_NAME_oneline(LibSsl.X509_get_subject_name((void*)certificate), subject, SubjectSize);
            uint size;
            _ = LibSsl.X509_digest((void*)certificate, LibSsl.EVP_sha1(), digest, &size);
            var hex = Convert.ToHexStringLower(new ReadOnlySpan<byte>(digest, (int)size));
            var fingerprint = new StringBuilder();
            for (var i = 0; i < hex.Length; i += 2)
            {
                fingerprint.Append(i > 0 ? ":" : "").Append(hex, i, 2);
            }

            result.Add((Marshal.PtrToStringUTF8((nint)subject)!, fingerprint.ToString()));
            LibSsl.X509_free((void*)certificate);
        }

        return result;
    }

    internal static string LastError()
    {
        var text = stackalloc byte[ErrorSize];
        LibSsl.ERR_error_string_n(LibSsl.ERR_get_error(), text, ErrorSize);
        LibSsl.ERR_clear_error();
        return Marshal.PtrToStringUTF8((nint)text)!;
    }

    private static string? Result(int result) => result == 1 ? null : LastError();

    private static List<nint> ReadAll(byte[] pem)
    {
        var certificates = new List<nint>();
        fixed (byte* data = pem)
        {
            var bio = LibSsl.BIO_new_mem_buf(data, pem.Length);
            for (void* one; (one = LibSsl.PEM_read_bio_X509(bio, null, null, null)) is not null;)
            {
                certificates.Add((nint)one);
            }

            _ = LibSsl.BIO_free(bio);
        }

        // The end of the file is an error to OpenSSL.
        LibSsl.ERR_clear_error();
        return certificates;
    }
}
