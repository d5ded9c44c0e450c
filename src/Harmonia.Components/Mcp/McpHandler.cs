using System.Text.Json;
using Harmonia.Components.Http;
using Harmonia.Components.Llm.Protocols;
using Harmonia.Components.Registered;
using Harmonia.Components.Registered.Protocols;
using Harmonia.Components.Secrets;
using ModelContextProtocol.Protocol;

namespace Harmonia.Components.Mcp;

/// <summary>Between the library that speaks MCP and the way out: adds what each call carries, bounds what comes.
/// </summary>
internal sealed class McpHandler(
    ComponentDeclaration component, SecretStore secrets, HttpLimits limits, AsyncLocal<McpCallContext?> current)
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

        if (current.Value is { } context)
        {
            HttpHeaderRules.AddOwn(request, context.Call);
            context.Id ??= await IdOfAsync(request, cancellationToken);
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

    /// <summary>The library does not tell the id of a call, and does not take calls back that wait for an answer.
    /// </summary>
    private static async Task<RequestId?> IdOfAsync(HttpRequestMessage request, CancellationToken cancellationToken)
    {
        if (request.Content is null)
        {
            return null;
        }

        await request.Content.LoadIntoBufferAsync(cancellationToken);
        var body = await request.Content.ReadAsByteArrayAsync(cancellationToken);
        return ForeignJson.Parse(body)?.Member("id") switch
        {
            { ValueKind: JsonValueKind.Number } id when id.TryGetInt64(out var number) => new RequestId(number),
            { ValueKind: JsonValueKind.String } id => new RequestId(id.GetString()!),
            _ => null,
        };
    }
}
