using System;
using System.Runtime.InteropServices;

namespace Ovs.Native.OpenSsl;

/// <summary>The calls of the system's OpenSSL that TLS connections need; loaded when the first one is made.</summary>
/// <remarks>
/// The system's library by its own interface, because users give cipher lists, suites and protocol ranges in its syntax and
/// read its error texts in the log.
/// </remarks>
internal static unsafe partial class LibSsl
{
    public const int SSL_FILETYPE_PEM = 1;
    public const int SSL_VERIFY_NONE = 0;
    public const int SSL_VERIFY_PEER = 1;
    public const int SSL_VERIFY_FAIL_IF_NO_PEER_CERT = 2;
    public const int SSL_CTRL_EXTRA_CHAIN_CERT = 14;
    public const int TLSEXT_NAMETYPE_host_name = 0;
    public const int SSL_CTRL_MODE = 33;
    public const int SSL_CTRL_SET_SESS_CACHE_MODE = 44;
    public const int SSL_CTRL_SET_TLSEXT_HOSTNAME = 55;
    public const int SSL_CTRL_SET_DH_AUTO = 118;
    public const int SSL_CTRL_SET_MIN_PROTO_VERSION = 123;
    public const int SSL_CTRL_SET_MAX_PROTO_VERSION = 124;
    public const int SSL_MODE_ENABLE_PARTIAL_WRITE = 1;
    public const int SSL_MODE_ACCEPT_MOVING_WRITE_BUFFER = 2;
    public const ulong SSL_OP_IGNORE_UNEXPECTED_EOF = 0x80;
    public const int SSL_ERROR_SSL = 1;
    public const int SSL_ERROR_WANT_READ = 2;
    public const int SSL_ERROR_WANT_WRITE = 3;
    public const int SSL_ERROR_SYSCALL = 5;
    public const int SSL_ERROR_ZERO_RETURN = 6;
    public const int BIO_CTRL_INFO = 3;
    public const int NID_commonName = 13;

    private const string Ssl = "ovs-libssl";
    private const string Crypto = "ovs-libcrypto";

    static LibSsl() => NativeLibrary.SetDllImportResolver(typeof(LibSsl).Assembly, Resolve);

    [LibraryImport(Ssl)]
    public static partial void* TLS_method();

    [LibraryImport(Ssl)]
    public static partial void* SSL_CTX_new(void* method);

    [LibraryImport(Ssl)]
    public static partial nint SSL_CTX_ctrl(void* ctx, int cmd, nint larg, void* parg);

    [LibraryImport(Ssl)]
    public static partial ulong SSL_CTX_set_options(void* ctx, ulong options);

    [LibraryImport(Ssl, StringMarshalling = StringMarshalling.Utf8)]
    public static partial int SSL_CTX_set_cipher_list(void* ctx, string list);

    [LibraryImport(Ssl, StringMarshalling = StringMarshalling.Utf8)]
    public static partial int SSL_CTX_set_ciphersuites(void* ctx, string list);

    [LibraryImport(Ssl, StringMarshalling = StringMarshalling.Utf8)]
    public static partial int SSL_CTX_use_PrivateKey_file(void* ctx, string file, int type);

    [LibraryImport(Ssl, StringMarshalling = StringMarshalling.Utf8)]
    public static partial int SSL_CTX_use_certificate_file(void* ctx, string file, int type);

    [LibraryImport(Ssl)]
    public static partial int SSL_CTX_check_private_key(void* ctx);

    [LibraryImport(Ssl, StringMarshalling = StringMarshalling.Utf8)]
    public static partial int SSL_CTX_load_verify_locations(void* ctx, string file, void* folder);

    [LibraryImport(Ssl, StringMarshalling = StringMarshalling.Utf8)]
    public static partial void* SSL_load_client_CA_file(string file);

    [LibraryImport(Ssl)]
    public static partial void SSL_CTX_set_client_CA_list(void* ctx, void* names);

    [LibraryImport(Ssl)]
    public static partial void SSL_CTX_set_verify(void* ctx, int mode, void* callback);

    [LibraryImport(Ssl)]
    public static partial void SSL_CTX_set_cert_store(void* ctx, void* store);

    [LibraryImport(Ssl)]
    public static partial void* SSL_new(void* ctx);

    [LibraryImport(Ssl)]
    public static partial void SSL_free(void* ssl);

    [LibraryImport(Ssl)]
    public static partial int SSL_set_fd(void* ssl, int fd);

    [LibraryImport(Ssl)]
    public static partial void SSL_set_verify(void* ssl, int mode, void* callback);

    [LibraryImport(Ssl)]
    public static partial int SSL_get_verify_mode(void* ssl);

    [LibraryImport(Ssl)]
    public static partial byte* SSL_get_servername(void* ssl, int type);

    [LibraryImport(Ssl)]
    public static partial nint SSL_ctrl(void* ssl, int cmd, nint larg, void* parg);

    [LibraryImport(Ssl)]
    public static partial int SSL_connect(void* ssl);

    [LibraryImport(Ssl)]
    public static partial int SSL_accept(void* ssl);

    [LibraryImport(Ssl)]
    public static partial int SSL_read(void* ssl, void* buffer, int count);

    [LibraryImport(Ssl)]
    public static partial int SSL_write(void* ssl, void* buffer, int count);

    [LibraryImport(Ssl)]
    public static partial int SSL_get_error(void* ssl, int result);

    [LibraryImport(Ssl)]
    public static partial int SSL_shutdown(void* ssl);

    [LibraryImport(Ssl)]
    public static partial void* SSL_get_peer_cert_chain(void* ssl);

    [LibraryImport(Ssl)]
    public static partial void* SSL_get1_peer_certificate(void* ssl);

    [LibraryImport(Crypto)]
    public static partial ulong ERR_get_error();

    [LibraryImport(Crypto)]
    public static partial void ERR_clear_error();

    [LibraryImport(Crypto)]
    public static partial void ERR_error_string_n(ulong error, byte* text, nint size);

    [LibraryImport(Crypto)]
    public static partial int OPENSSL_sk_num(void* stack);

    [LibraryImport(Crypto)]
    public static partial void* OPENSSL_sk_value(void* stack, int index);

    [LibraryImport(Crypto)]
    public static partial int X509_check_issued(void* issuer, void* subject);

    [LibraryImport(Crypto)]
    public static partial byte* X509_verify_cert_error_string(nint error);

    [LibraryImport(Crypto)]
    public static partial void* X509_get_subject_name(void* certificate);

    [LibraryImport(Crypto)]
    public static partial int X509_NAME_get_text_by_NID(void* name, int nid, byte* text, int size);

    [LibraryImport(Crypto)]
    public static partial byte* X509_NAME_oneline(void* name, byte* text, int size);

    [LibraryImport(Crypto)]
    public static partial int X509_digest(void* certificate, void* type, byte* digest, uint* size);

    [LibraryImport(Crypto)]
    public static partial void* EVP_sha1();

    [LibraryImport(Crypto)]
    public static partial void X509_free(void* certificate);

    [LibraryImport(Crypto)]
    public static partial void* X509_STORE_new();

    [LibraryImport(Crypto)]
    public static partial void* BIO_new(void* type);

    [LibraryImport(Crypto)]
    public static partial void* BIO_s_mem();

    [LibraryImport(Crypto)]
    public static partial void* BIO_new_mem_buf(void* data, int size);

    [LibraryImport(Crypto)]
    public static partial nint BIO_ctrl(void* bio, int cmd, nint larg, void* parg);

    [LibraryImport(Crypto)]
    public static partial int BIO_free(void* bio);

    [LibraryImport(Crypto)]
    public static partial int PEM_write_bio_X509(void* bio, void* certificate);

    [LibraryImport(Crypto)]
    public static partial void* PEM_read_bio_X509(void* bio, void** certificate, void* callback, void* argument);

    private static nint Resolve(string name, System.Reflection.Assembly assembly, DllImportSearchPath? path)
    {
        var file = name switch
        {
            Ssl => "libssl.so.3",
            Crypto => "libcrypto.so.3",
            _ => null,
        };
        return file is not null && NativeLibrary.TryLoad(file, out var handle) ? handle : 0;
    }
}
