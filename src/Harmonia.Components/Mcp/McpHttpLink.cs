using System.Diagnostics.CodeAnalysis;
using Harmonia.Components.Http;
using Harmonia.Components.Registered;
using Harmonia.Components.Registered.Protocols;
using Harmonia.Components.Secrets;
using Harmonia.Engine.Ports;
using ModelContextProtocol.Client;

namespace Harmonia.Components.Mcp;

/// <summary>A server at an address, over streamable HTTP.</summary>
internal sealed class McpHttpLink : IMcpLink
{
    private const int MaxReconnections = 3;

    private readonly ComponentDeclaration _component;
    private readonly SecretStore _secrets;
    private readonly HttpClient _client;
    private readonly Uri _url;

    [SuppressMessage(
        "Reliability", "CA2000:Dispose objects before losing scope", Justification = "The client holds the handler.")]
    public McpHttpLink(
        ComponentDeclaration component, OutboundHttp outbound, SecretStore secrets, AsyncLocal<McpCallContext?> current)
    {
        (_component, _secrets) = (component, secrets);
        _url = component.BaseUrl
            ?? throw new ArgumentException("A server that is called over HTTP has an address.", nameof(component));
        _client = outbound.ClientThrough(new McpHandler(component, secrets, outbound.Limits, current));
    }

    /// <summary>Looked up as for each request.</summary>
    public SecretRedactor Redactor
    {
        get
        {
            try
            {
                return Credentials.Resolve(_component, [], _secrets).Redactor;
            }
            catch (SecretNotFoundException)
            {
                return SecretRedactor.None; // Nothing was sent.
            }
        }
    }

    public Task<McpLine> OpenAsync(CancellationToken cancellationToken)
    {
        var transport = new HttpClientTransport(
            new HttpClientTransportOptions
            {
                Endpoint = _url,
                TransportMode = HttpTransportMode.StreamableHttp,
                MaxReconnectionAttempts = MaxReconnections,
            },
            _client,
            loggerFactory: null,
            ownsHttpClient: false);
        return Task.FromResult(new McpLine(transport, transport.DisposeAsync, () => "The connection was closed."));
    }

    public ValueTask DisposeAsync()
    {
        _client.Dispose();
        return ValueTask.CompletedTask;
    }
}
