using Harmonia.Components.Http;
using Harmonia.Components.Registered;
using Harmonia.Components.Registered.Protocols;
using Harmonia.Components.Secrets;
using Harmonia.Engine.Ports;

namespace Harmonia.Components.Mcp;

/// <summary>Between the library that speaks MCP and the way out: adds what each call carries, bounds what comes.
/// </summary>
internal sealed class McpHandler(
    ComponentDeclaration component, SecretStore secrets, HttpLimits limits, AsyncLocal<TaskCall?> current)
    : DelegatingHandler
{
    /// <exception cref="SecretNotFoundException">One of the secrets cannot be had.</exception>
    protected override async Task<HttpResponseMessage> SendAsync(
        HttpRequestMessage request, CancellationToken cancellationToken)
    {
        var credentials = Credentials.Resolve(component, [], secrets);
        foreach (var (name, value) in credentials.Headers)
        {
            request.Headers.Remove(name);
            request.Headers.TryAddWithoutValidation(name, value);
        }

        if (credentials.Query is { } key)
        {
            var pair = $"{Uri.EscapeDataString(key.Name)}={Uri.EscapeDataString(key.Value)}";
            var url = new UriBuilder(request.RequestUri!);
            url.Query = url.Query.Length > 1 ? $"{url.Query[1..]}&{pair}" : pair;
            request.RequestUri = url.Uri;
        }

        if (current.Value is { } call)
        {
            HttpHeaderRules.AddOwn(request, call);
        }

        var response = await base.SendAsync(request, cancellationToken);
        var inner = response.Content;
        var isEvents = inner.Headers.ContentType?.MediaType is "text/event-stream";
        var body = await inner.ReadAsStreamAsync(cancellationToken);
        var bounded = new StreamContent(new FrameLimitedStream(
            body, limits.MaxResponseBytes, isEvents ? FrameEnd.BlankLine : FrameEnd.Body));
        foreach (var header in inner.Headers.NonValidated)
        {
            bounded.Headers.TryAddWithoutValidation(header.Key, header.Value);
        }

        response.Content = bounded;
        return response;
    }
}
