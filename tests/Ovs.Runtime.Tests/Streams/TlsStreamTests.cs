using System;
using System.Collections.Generic;
using System.IO;
using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;
using Ovs.Native;
using Ovs.Runtime.Json;
using Ovs.Runtime.JsonRpc;
using Ovs.Runtime.Loop;
using Ovs.Runtime.Streams;
using Ovs.Runtime.Time;

namespace Ovs.Runtime.Tests.Streams;

/// <summary>TLS over loopback, both ends in this process; the settings are the process's, so the tests run one by one.</summary>
public sealed class TlsStreamTests : IDisposable
{
    private const long PatienceMs = 20_000;

    private readonly string _folder = Directory.CreateTempSubdirectory("ovs-tls-").FullName;
    private readonly EventLoop _loop = new(new Clock());
    private readonly List<JsonRpcConnection> _accepted = [];
    private readonly List<JsonRpcMessage> _received = [];

    public void Dispose()
    {
        foreach (var connection in _accepted)
        {
            connection.Dispose();
        }

        _loop.Dispose();
        Directory.Delete(_folder, recursive: true);
    }

    [Fact]
    public void Peers_of_one_authority_talk_and_know_each_other()
    {
        Configure("CN=host one");
        TlsSettings.SetAuthority(Path.Combine(_folder, "ca.pem"), bootstrap: false);
        Converse(new string('x', 1_000_000));
        Assert.Equal("host one", _accepted[0].PeerName);
    }

    [Fact]
    public void A_peer_of_another_authority_is_refused()
    {
        Configure("CN=stranger");
        File.WriteAllText(Path.Combine(_folder, "other.pem"), Authority("CN=other").ExportCertificatePem());
        TlsSettings.SetAuthority(Path.Combine(_folder, "other.pem"), bootstrap: false);
        using var listener = Listen();
        using var session = new JsonRpcSession(_loop, [$"ssl:127.0.0.1:{listener.BoundPort}"], 6640, retry: false);
        CloseReason? reason = null;
        session.Disconnected = why => reason = why;
        session.Start();
        Assert.True(_loop.RunUntil(() => reason is not null, _loop.Clock.NowMs + PatienceMs));
        Assert.Equal(Errno.EPROTO, reason!.Value.Error);
        Assert.Empty(_received);
    }

    [Fact]
    public void The_authority_is_fetched_by_the_first_connection_when_bootstrapping()
    {
        Configure("CN=boot");
        TlsSettings.AddPeerAuthority(Path.Combine(_folder, "ca.pem"));
        var fetched = Path.Combine(_folder, "fetched.pem");
        TlsSettings.SetAuthority(fetched, bootstrap: true);
        Converse("hello");
        Assert.Equal(
            X509Certificate2.CreateFromPem(File.ReadAllText(Path.Combine(_folder, "ca.pem"))).Thumbprint,
            X509Certificate2.CreateFromPem(File.ReadAllText(fetched)).Thumbprint);
        Assert.False(TlsSettings.IsBootstrapping);
    }

    private void Converse(string text)
    {
        using var listener = Listen();
        using var session = new JsonRpcSession(_loop, [$"ssl:127.0.0.1:{listener.BoundPort}"], 6640, retry: true);
        session.SetMaxBackoff(1);
        var replies = new List<JsonRpcMessage>();
        session.MessageReceived = replies.Add;
        session.Connected = () => session.Send(JsonRpcMessage.Request("hello", new JsonArray(text)));
        session.Start();
        Assert.True(_loop.RunUntil(() => _received.Count > 0, _loop.Clock.NowMs + PatienceMs));
        Assert.Equal(text, ((JsonString)_received[0].Params![0]).Value);
        _accepted[^1].Send(JsonRpcMessage.Reply(text, _received[0].Id!));
        Assert.True(_loop.RunUntil(() => replies.Count > 0, _loop.Clock.NowMs + PatienceMs));
        Assert.Equal(JsonValue.Of(text), replies[0].Result);
    }

    private StreamListener Listen()
    {
        var error = StreamListener.Open(_loop, "pssl:0:127.0.0.1", 6640, null, Accept, out var listener);
        Assert.Equal(Errno.None, error);
        return listener!;
    }

    private void Accept(ByteStream stream) =>
        _accepted.Add(new JsonRpcConnection(_loop, stream) { MessageReceived = _received.Add });

    private void Configure(string subject)
    {
        using var authority = Authority("CN=authority");
        using var key = RSA.Create(2048);
        var request = new CertificateRequest(subject, key, HashAlgorithmName.SHA256, RSASignaturePadding.Pkcs1);
        using var certificate = request.Create(
            authority, authority.NotBefore, authority.NotAfter, RandomNumberGenerator.GetBytes(8));
        File.WriteAllText(Path.Combine(_folder, "ca.pem"), authority.ExportCertificatePem());
        File.WriteAllText(Path.Combine(_folder, "cert.pem"), certificate.ExportCertificatePem());
        File.WriteAllText(Path.Combine(_folder, "key.pem"), key.ExportPkcs8PrivateKeyPem());
        TlsSettings.SetKeyAndCertificate(Path.Combine(_folder, "key.pem"), Path.Combine(_folder, "cert.pem"));
    }

    private static X509Certificate2 Authority(string subject)
    {
        var key = RSA.Create(2048);
        var request = new CertificateRequest(subject, key, HashAlgorithmName.SHA256, RSASignaturePadding.Pkcs1);
        request.CertificateExtensions.Add(new X509BasicConstraintsExtension(true, false, 0, true));
        return request.CreateSelfSigned(DateTimeOffset.UnixEpoch.AddYears(50), DateTimeOffset.UnixEpoch.AddYears(99));
    }
}
