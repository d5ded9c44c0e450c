using System.Net.Http.Headers;
using System.Text.Json;
using Harmonia.Components.Http;

namespace Harmonia.Components.Tekton.Hermes;

/// <summary>The calls of Hermes that work, each within a time and a size.</summary>
/// <remarks>Everything is below <c>/api</c>: what its discovery document says about <c>/api/v1</c> is not there.
/// </remarks>
internal sealed class HermesClient(OutboundHttp outbound, Uri hermes, TimeProvider time)
{
    private const string TokenHeader = "X-Authentication-Token";
    private const int MaxListBytes = 8 * 1024 * 1024;
    private const int MaxAnswerBytes = 256 * 1024;
    private static readonly TimeSpan CallTimeout = TimeSpan.FromSeconds(5);

    /// <summary>Without path, for messages.</summary>
    public string Address { get; } = hermes.GetLeftPart(UriPartial.Authority);

    /// <summary>Registers, or registers again; the entry of the same id is replaced, and a new token given.</summary>
    public Task<HermesAnswer<HermesGrant>> RegisterAsync(
        HermesIdentity identity, string componentId, Uri endpoint, CancellationToken cancellationToken) =>
        CallAsync(
            HttpMethod.Post,
            "/api/register",
            token: null,
            writer =>
            {
                writer.WriteString("component_id", componentId);
                writer.WriteString("name", identity.Name);
                writer.WriteString("version", OutboundHttp.Version);
                writer.WriteString("type", identity.Type);
                writer.WriteString("endpoint", endpoint.AbsoluteUri.TrimEnd('/'));
                writer.WriteStartArray("capabilities");
                foreach (var capability in identity.Capabilities)
                {
                    writer.WriteStringValue(capability);
                }

                writer.WriteEndArray();
                writer.WriteStartObject("metadata");
                identity.WriteMetadata(writer);
                writer.WriteEndObject();
            },
            MaxAnswerBytes,
            json => HermesJson.Grant(json, componentId),
            cancellationToken);

    /// <summary>Tells Hermes that a component lives.</summary>
    public Task<HermesAnswer<string>> HeartbeatAsync(HermesGrant grant, CancellationToken cancellationToken) =>
        CallAsync(
            HttpMethod.Post,
            "/api/heartbeat",
            grant.Token,
            writer =>
            {
                writer.WriteString("component_id", grant.ComponentId);
                writer.WriteStartObject("status");
                writer.WriteString("health", "healthy");
                writer.WriteEndObject();
            },
            MaxAnswerBytes,
            Acknowledged,
            cancellationToken);

    /// <summary>Takes a component off the list; the id has to be a parameter of the address.</summary>
    public Task<HermesAnswer<string>> UnregisterAsync(HermesGrant grant, CancellationToken cancellationToken) =>
        CallAsync(
            HttpMethod.Post,
            $"/api/unregister?component_id={Uri.EscapeDataString(grant.ComponentId)}",
            grant.Token,
            write: null,
            MaxAnswerBytes,
            Acknowledged,
            cancellationToken);

    /// <summary>Everybody. Filters are left out: most of those of Hermes answer with nothing.</summary>
    public Task<HermesAnswer<IReadOnlyList<HermesEntry>>> ListAsync(CancellationToken cancellationToken) => CallAsync(
        HttpMethod.Get,
        "/api/components",
        token: null,
        write: null,
        MaxListBytes,
        HermesJson.Entries,
        cancellationToken);

    /// <summary>Sends a message to a channel of Hermes (A2A, JSON-RPC 2.0).</summary>
    /// <remarks>
    /// Hermes delivers the message and then fails with error -32603 on its own account: that is a success.
    /// </remarks>
    public Task<HermesAnswer<string>> PublishAsync(
        string channel, string id, Action<Utf8JsonWriter> writeMessage, CancellationToken cancellationToken) =>
        CallAsync(
            HttpMethod.Post,
            "/api/a2a/v1/",
            token: null,
            writer =>
            {
                writer.WriteString("jsonrpc", "2.0");
                writer.WriteString("method", "channel.publish");
                writer.WriteString("id", id);
                writer.WriteStartObject("params");
                writer.WriteString("channel", channel);
                writer.WriteStartObject("message");
                writeMessage(writer);
                writer.WriteEndObject();
                writer.WriteString("sender_id", "harmonia");
                writer.WriteEndObject();
            },
            MaxAnswerBytes,
            Published,
            cancellationToken);

    private static string? Acknowledged(JsonElement json) =>
        HermesJson.Member(json, "success", "success") is { ValueKind: JsonValueKind.False } ? null : "";

    private static string? Published(JsonElement json)
    {
        const int DeliveredAndThenFailed = -32603;
        return HermesJson.Member(json, "error", "error") is not { } error
            || (HermesJson.Member(error, "code", "code") is { ValueKind: JsonValueKind.Number } code
                && code.TryGetInt32(out var number) && number == DeliveredAndThenFailed)
                    ? ""
                    : null;
    }

    private async Task<HermesAnswer<T>> CallAsync<T>(
        HttpMethod method,
        string path,
        string? token,
        Action<Utf8JsonWriter>? write,
        int maxBytes,
        Func<JsonElement, T?> read,
        CancellationToken cancellationToken)
        where T : class
    {
        using var timeout = new CancellationTokenSource(CallTimeout, time);
        using var both = CancellationTokenSource.CreateLinkedTokenSource(timeout.Token, cancellationToken);
        try
        {
            using var request = Compose(method, path, token, write);
            using var response = await outbound.Client.SendAsync(
                request, HttpCompletionOption.ResponseHeadersRead, both.Token);
            using var body = new BodyBuffer();
            var isWhole = await ResponseBody.ReadAsync(response.Content, body, maxBytes, both.Token);
            var json = isWhole ? ForeignJson.Parse(body.Whole().Span) : null;
            return Judge((int)response.StatusCode, json, read);
        }
        catch (Exception exception) when (
            exception is HttpRequestException or IOException or InvalidDataException or OperationCanceledException)
        {
            cancellationToken.ThrowIfCancellationRequested();
            return new HermesAnswer<T>.Unreachable(FamilyTrouble.Of(exception, Address));
        }
    }

    private static HermesAnswer<T> Judge<T>(int status, JsonElement? json, Func<JsonElement, T?> read)
        where T : class
    {
        if (status is >= 200 and < 300 && json is { } body)
        {
            return read(body) is { } value
                ? new HermesAnswer<T>.Done(value)
                : new HermesAnswer<T>.Refused(status, Refusal(body) ?? "The answer is not what was asked for.");
        }

        var detail = json is { } refusal ? Refusal(refusal) : null;
        return new HermesAnswer<T>.Refused(status, detail ?? $"The status is {status}.");
    }

    private static string? Refusal(JsonElement json) =>
        HermesJson.Detail(json)
        ?? (HermesJson.Member(json, "error", "error") is { } error ? HermesJson.Detail(error) : null);

    private HttpRequestMessage Compose(HttpMethod method, string path, string? token, Action<Utf8JsonWriter>? write)
    {
        var request = new HttpRequestMessage(method, FamilyAddress.Below(hermes, path));
        request.Headers.Accept.Add(new MediaTypeWithQualityHeaderValue("application/json"));
        if (token is not null)
        {
            request.Headers.TryAddWithoutValidation(TokenHeader, token);
        }

        if (write is not null)
        {
            request.Content = new StringContent(JsonValue.Object(write).GetRawText());
            request.Content.Headers.ContentType = new MediaTypeHeaderValue("application/json");
        }

        return request;
    }
}
