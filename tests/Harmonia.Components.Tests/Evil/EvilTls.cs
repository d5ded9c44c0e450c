using System.Net.Security;
using System.Net.Sockets;
using System.Security.Authentication;
using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;

namespace Harmonia.Components.Tests.Evil;

/// <summary>Speaks TLS with certificates that nobody should trust.</summary>
internal static class EvilTls
{
    public static Func<Socket, CancellationToken, Task> Serving(bool isExpired) => async (socket, stop) =>
    {
        using var certificate = Certificate(isExpired);
        await using var stream = new SslStream(new NetworkStream(socket, ownsSocket: false));
        try
        {
            await stream.AuthenticateAsServerAsync(
                new SslServerAuthenticationOptions { ServerCertificate = certificate }, stop);
            await stream.WriteAsync("HTTP/1.1 200 OK\r\nContent-Length: 2\r\n\r\n{}"u8.ToArray(), stop);
        }
        catch (Exception exception) when (exception is AuthenticationException or IOException)
        {
            // The caller does not trust it, as it should.
        }
    };

    private static X509Certificate2 Certificate(bool isExpired)
    {
        using var key = ECDsa.Create(ECCurve.NamedCurves.nistP256);
        var request = new CertificateRequest("CN=127.0.0.1", key, HashAlgorithmName.SHA256);
        var now = TimeProvider.System.GetUtcNow();
        using var made = request.CreateSelfSigned(now.AddDays(-10), isExpired ? now.AddDays(-1) : now.AddDays(1));
        return X509CertificateLoader.LoadPkcs12(made.Export(X509ContentType.Pfx), null);
    }
}
