using System;
using System.IO;
using Ovs.Native;
using Ovs.Native.OpenSsl;
using Ovs.Runtime.Logging;

namespace Ovs.Runtime.Streams;

/// <summary>
/// Key, certificates, trust and protocols that all TLS connections of the process share. Setting a file again reads it
/// again when it changed, so a daemon calls the setters once a turn and follows renewed certificates.
/// </summary>
/// <remarks>Belongs to the main loop. Bad settings are logged with the original's texts (module stream_ssl) and make
/// connections fail; they never end the process.</remarks>
public static class TlsSettings
{
    private static readonly LogModule s_log = LogModule.Define("stream_ssl");
    private static readonly LogRateLimit s_limit = new(10, 25);
    private static readonly TlsFile s_privateKey = new();
    private static readonly TlsFile s_certificate = new();
    private static readonly TlsFile s_authority = new();
    private static TlsContext? s_context;
    private static bool s_isContextTried;
    private static string? s_protocols;
    private static string? s_ciphers;
    private static string? s_cipherSuites;

    /// <summary>False once the CA certificate was given as "none".</summary>
    public static bool VerifiesPeers { get; private set; } = true;

    /// <summary>True until the first connection gave us the peer's authority.</summary>
    public static bool IsBootstrapping { get; private set; }

    /// <summary>Name to send to servers in place of the host part of the target; empty sends none.</summary>
    public static string? ServerName { get; set; }

    /// <summary>Sets private key and certificate; they are read together, so that they match at every moment.</summary>
    public static void SetKeyAndCertificate(string? privateKey, string? certificate)
    {
        // When one of them changed, both are read: they were probably renewed together.
        var isKeyNew = s_privateKey.Update(privateKey, s_log, s_limit);
        var isCertificateNew = s_certificate.Update(certificate, s_log, s_limit);
        if ((isKeyNew || isCertificateNew) && Context() is { } context)
        {
            s_certificate.Load(path => Report("SSL_use_certificate_file", context.UseCertificate(path)));
            s_privateKey.Load(path => Report("SSL_use_PrivateKey_file", context.UsePrivateKey(path)));
        }
    }

    /// <summary>Sets the authority that peers must be certified by: a file, "none" to take anybody, or with
    /// <paramref name="bootstrap"/> a file to make from the first connection.</summary>
    public static void SetAuthority(string? file, bool bootstrap)
    {
        if (s_authority.Update(file, s_log, s_limit) && Context() is { } context)
        {
            ReadAuthority(context, file!, bootstrap);
        }
    }

    /// <summary>Adds certificates that are sent beside our own, so that bootstrapping peers see our authority.</summary>
    public static void AddPeerAuthority(string file)
    {
        if (Context() is not { } context)
        {
            return;
        }

        if (ReadFile(file) is { } pem && context.AddToChain(pem) is { } error)
        {
            s_log.Err($"SSL_CTX_add_extra_chain_cert: {error}");
        }
    }

    /// <summary>"TLSv1.2,TLSv1.3", a range "TLSv1.2-TLSv1.3", or "TLSv1.2+".</summary>
    public static void SetProtocols(string? list)
    {
        if (list is null || list == s_protocols || Context() is not { } context)
        {
            return;
        }

        if (TlsProtocols.TryParse(list, s_log, out var least, out var most))
        {
            context.SetProtocols(least, most);
            s_protocols = list;
        }
    }

    /// <summary>TLS 1.2 ciphers in OpenSSL's syntax.</summary>
    public static void SetCiphers(string? list)
    {
        if (list is not null && list != s_ciphers && Context() is { } context)
        {
            s_ciphers = list;
            Report("SSL_CTX_set_cipher_list", context.SetCiphers(list));
        }
    }

    /// <summary>TLS 1.3 cipher suites in OpenSSL's syntax.</summary>
    public static void SetCipherSuites(string? list)
    {
        if (list is not null && list != s_cipherSuites && Context() is { } context)
        {
            s_cipherSuites = list;
            Report("SSL_CTX_set_ciphersuites", context.SetCipherSuites(list));
        }
    }

    /// <summary>A connection over <paramref name="socket"/>; ENOPROTOOPT, logged, when the settings do not suffice.</summary>
    internal static Errno NewConnection(
        FileDescriptor socket, bool isServer, string? serverName, out TlsConnection? connection)
    {
        connection = null;
        var enoprotoopt = new Errno(92);
        if (Context() is not { } context || !IsComplete(context))
        {
            return enoprotoopt;
        }

        var name = isServer ? null : ServerName ?? serverName;
        connection = new TlsConnection(
            context, socket, isServer, VerifiesPeers && !IsBootstrapping, string.IsNullOrEmpty(name) ? null : name);
        if (connection.Error is { } error)
        {
            s_log.Err($"{error}");
            connection.Dispose();
            connection = null;
            return enoprotoopt;
        }

        return Errno.None;
    }

    /// <summary>Makes the CA file from what the peer sent; the connection ends either way, and the next is verified.</summary>
    internal static Errno Bootstrap(TlsConnection connection)
    {
        var pem = connection.PeerAuthority(out var error, out var count);
        if (pem is null)
        {
            if (count == 0)
            {
                s_log.Err("could not bootstrap CA cert: no certificate presented by peer");
                return Errno.EPROTO;
            }

            s_log.Err($"could not bootstrap CA cert: obtained certificate is not self-signed ({error})");
            if (count < 2)
            {
                s_log.Err("only one certificate was received, so probably the peer is not configured to send its CA certificate");
            }

            return Errno.EPROTO;
        }

        var file = s_authority.Path!;
        try
        {
            using var stream = new FileStream(file, FileMode.CreateNew, FileAccess.Write);
            File.SetUnixFileMode(stream.SafeFileHandle, UnixFileMode.UserRead | UnixFileMode.GroupRead | UnixFileMode.OtherRead);
            stream.Write(pem);
        }
        catch (IOException) when (File.Exists(file))
        {
            s_log.Info(s_limit, $"reading CA cert {file} created by another process");
            ReadAuthority(s_context!, file, bootstrap: true);
            return Errno.EPROTO;
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            s_log.Err($"could not bootstrap CA cert: creating {file} failed: {Json.FileErrors.Text(e)}");
            return Errno.EIO;
        }

        s_log.Info($"successfully bootstrapped CA cert to {file}");
        LogAuthority(file, pem);
        IsBootstrapping = false;
        Report("SSL_CTX_load_verify_locations", s_context!.Trust(file));
        s_log.Info("killing successful connection to retry using CA cert");
        return Errno.EPROTO;
    }

    private static bool IsComplete(TlsContext context)
    {
        // All that is missing is told at once.
        var isComplete = true;
        if (s_privateKey.Path is null || !s_privateKey.IsRead)
        {
            s_log.Err("Private key must be configured to use SSL");
            isComplete = false;
        }

        if (s_certificate.Path is null || !s_certificate.IsRead)
        {
            s_log.Err("Certificate must be configured to use SSL");
            isComplete = false;
        }

        if (s_authority.Path is null || !s_authority.IsRead)
        {
            s_log.Err("CA certificate must be configured to use SSL");
            isComplete = false;
        }

        if (isComplete && context.CheckPrivateKey() is { } mismatch)
        {
            s_log.Err($"Private key does not match certificate public key: {mismatch}");
            isComplete = false;
        }

        return isComplete;
    }

    private static void ReadAuthority(TlsContext context, string file, bool bootstrap)
    {
        s_authority.IsRead = true;
        if (file == "none")
        {
            VerifiesPeers = false;
            s_log.Warn("Peer certificate validation disabled (this is a security risk)");
            return;
        }

        if (bootstrap && !File.Exists(file))
        {
            IsBootstrapping = true;
            return;
        }

        if (context.NameAuthorities(file) is { } error)
        {
            s_log.Err($"failed to load client certificates from {file}: {error}");
            return;
        }

        Report("SSL_CTX_load_verify_locations", context.Trust(file));
        IsBootstrapping = false;
    }

    private static void LogAuthority(string file, byte[] pem)
    {
        foreach (var (subject, fingerprint) in TlsContext.Describe(pem))
        {
            s_log.Info($"Trusting CA cert from {file} ({subject}) (fingerprint {fingerprint})");
        }
    }

    private static byte[]? ReadFile(string file)
    {
        try
        {
            return File.ReadAllBytes(file);
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            s_log.Err($"failed to open {file} for reading: {Json.FileErrors.Text(e)}");
            return null;
        }
    }

    private static bool Report(string call, string? error)
    {
        if (error is not null)
        {
            s_log.Err($"{call}: {error}");
        }

        return error is null;
    }

    private static TlsContext? Context()
    {
        if (!s_isContextTried)
        {
            s_isContextTried = true;
            if (TlsContext.TryCreate(out s_context) is { } error)
            {
                s_log.Err($"{error}");
            }
        }

        return s_context;
    }
}
