using System.Net.Http.Headers;
using System.Text.Json;
using Harmonia.Components.Http;
using Harmonia.Components.Llm.Configuration;
using Harmonia.Components.Secrets;
using Harmonia.Core.Failures;
using Harmonia.Engine.Ports;

namespace Harmonia.Components.Llm.Protocols;

/// <summary>Asks models.</summary>
/// <param name="outbound">A way out that leads to the configured endpoints, wherever they are.</param>
/// <param name="secrets">Where keys are.</param>
/// <param name="time">The clock.</param>
internal sealed class ModelClient(OutboundHttp outbound, SecretStore secrets, TimeProvider time)
{
    /// <summary>Of the body of an answer that is no success, this much is read.</summary>
    private const int MaxErrorBytes = 16 * 1024;

    /// <summary>A timer holds 49 days at most; no attempt is that long.</summary>
    private static readonly TimeSpan MaxTime = TimeSpan.FromDays(30);

    /// <param name="request">What to ask.</param>
    /// <param name="call">For whom.</param>
    /// <param name="onText">Gets each piece of the text, in order, when the answer is streamed.</param>
    /// <param name="cancellationToken">That of the attempt.</param>
    public async Task<ModelReply> AskAsync(
        ModelRequest request, TaskCall call, Action<string>? onText, CancellationToken cancellationToken)
    {
        var provider = request.Model.Provider;
        ModelCredentials credentials;
        try
        {
            credentials = ModelCredentials.Resolve(provider, secrets);
        }
        catch (SecretNotFoundException exception)
        {
            return new ModelReply.Failed(
                new(FailureCodes.LlmUnauthorized, exception.Message, Retryable: false), default);
        }

        var body = Write(request);
        if (body.Length > outbound.Limits.MaxRequestBytes)
        {
            var message = $"What the model would be given has {body.Length} bytes; at most "
                + $"{outbound.Limits.MaxRequestBytes} are sent.";
            return new ModelReply.Failed(new(FailureCodes.InvalidInput, message, Retryable: false), default);
        }

        using var ownTimeout = new CancellationTokenSource(TimeFor(provider, call.Deadline), time);
        using var timeout = CancellationTokenSource.CreateLinkedTokenSource(ownTimeout.Token, cancellationToken);
        var asked = new Asked(request, credentials.Mask, new AnswerDraft(credentials.Mask, onText), body.Length);
        try
        {
            using var message = Compose(asked, credentials, body, call);
            using var response = await outbound.Client.SendAsync(
                message, HttpCompletionOption.ResponseHeadersRead, timeout.Token);
            return await ReadAsync(response, asked, timeout.Token);
        }
        catch (AnswerTooLargeException exception)
        {
            return new ModelReply.Failed(ModelFailures.TooLarge(provider.Name, exception.Message), asked.Usage);
        }
        catch (Exception exception) when (
            exception is HttpRequestException or IOException or InvalidDataException or OperationCanceledException)
        {
            return timeout.IsCancellationRequested
                ? new ModelReply.Failed(ModelFailures.TimedOut(provider.Name), asked.Usage)
                : ModelFailures.From(exception, provider.Name, outbound.Limits, asked.Usage);
        }
    }

    private static byte[] Write(ModelRequest request)
    {
        using var stream = new MemoryStream();
        using (var writer = new Utf8JsonWriter(stream))
        {
            writer.WriteStartObject();
            ModelProtocol.Of(request.Model.Provider.Kind).Write(writer, request);
            writer.WriteEndObject();
        }

        return stream.ToArray();
    }

    private TimeSpan TimeFor(LlmProvider provider, DateTimeOffset deadline)
    {
        var left = TimeSpan.FromTicks(Math.Clamp((deadline - time.GetUtcNow()).Ticks, 0, MaxTime.Ticks));
        return provider.Timeout is { } own && own < left ? own : left;
    }

    private static HttpRequestMessage Compose(Asked asked, ModelCredentials credentials, byte[] body, TaskCall call)
    {
        var message = new HttpRequestMessage(
            HttpMethod.Post, asked.Protocol.AddressOf(asked.Request.Model.Provider.BaseUrl))
        {
            Content = new ByteArrayContent(body)
            {
                Headers = { ContentType = new MediaTypeHeaderValue("application/json") },
            },
        };
        foreach (var (name, value) in credentials.Headers)
        {
            message.Headers.TryAddWithoutValidation(name, value);
        }

        foreach (var (name, value) in asked.Protocol.HeadersFor(credentials.Key))
        {
            if (!message.Headers.Contains(name))
            {
                message.Headers.TryAddWithoutValidation(name, value);
            }
        }

        HttpHeaderRules.AddOwn(message, call);
        return message;
    }

    private async Task<ModelReply> ReadAsync(
        HttpResponseMessage response, Asked asked, CancellationToken cancellationToken)
    {
        if (!response.IsSuccessStatusCode)
        {
            return new ModelReply.Failed(await RefuseAsync(response, asked, cancellationToken), default);
        }

        // A server may answer as a whole though it was asked to stream.
        var isWhole = !asked.Request.Stream
            || response.Content.Headers.ContentType?.MediaType is "application/json";
        return isWhole
            ? await ReadWholeAsync(response, asked, cancellationToken)
            : await ReadPartsAsync(response, asked, cancellationToken);
    }

    private async Task<ModelReply> ReadWholeAsync(
        HttpResponseMessage response, Asked asked, CancellationToken cancellationToken)
    {
        using var body = new BodyBuffer();
        var max = outbound.Limits.MaxResponseBytes;
        if (!await ResponseBody.ReadAsync(response.Content, body, max, cancellationToken))
        {
            return asked.Fail(ModelFailures.TooLarge(asked.Provider, $"has more than {max} bytes"));
        }

        var bytes = body.Whole();
        if (ForeignJson.Parse(bytes.Span) is { } json)
        {
            asked.Protocol.ReadWhole(json, asked.Draft);
        }

        return asked.Draft is { Error: null, IsComplete: false }
            ? asked.Fail(ModelFailures.NoAnswer(asked.Provider, bytes.Span, asked.Mask))
            : asked.Conclude();
    }

    private static async Task<ModelReply> ReadPartsAsync(
        HttpResponseMessage response, Asked asked, CancellationToken cancellationToken)
    {
        await using var body = await response.Content.ReadAsStreamAsync(cancellationToken);
        try
        {
            await foreach (var part in ModelFrames.ReadAsync(body, asked.Protocol.SendsEvents, cancellationToken))
            {
                asked.Protocol.ReadPart(part, asked.Draft);
                if (asked.Draft.Error is not null)
                {
                    break;
                }
            }
        }
        catch (Exception exception) when (
            exception is HttpRequestException or IOException && !cancellationToken.IsCancellationRequested)
        {
            return asked.Draft.IsComplete ? asked.Conclude() : asked.Fail(ModelFailures.Cut(asked.Provider));
        }

        return asked.Draft is { Error: null, IsComplete: false }
            ? asked.Fail(ModelFailures.Cut(asked.Provider))
            : asked.Conclude();
    }

    private async Task<TaskFailure> RefuseAsync(
        HttpResponseMessage response, Asked asked, CancellationToken cancellationToken)
    {
        using var body = new BodyBuffer();
        try
        {
            await ResponseBody.ReadAsync(response.Content, body, MaxErrorBytes, cancellationToken);
        }
        catch (Exception exception) when (
            exception is HttpRequestException or IOException or InvalidDataException or OperationCanceledException)
        {
            // The status is the finding; what was read until then is shown.
        }

        return ModelFailures.FromStatus(
            asked.Provider,
            (int)response.StatusCode,
            body.Whole().Span,
            RetryAfter.Seconds(response.Headers, time.GetUtcNow()),
            asked.Mask);
    }

    /// <summary>One question under way.</summary>
    private sealed record Asked(ModelRequest Request, SecretMask Mask, AnswerDraft Draft, int RequestBytes)
    {
        public IModelProtocol Protocol { get; } = ModelProtocol.Of(Request.Model.Provider.Kind);

        public string Provider => Request.Model.Provider.Name;

        public ModelUsage Usage => Draft.UsageFor(RequestBytes);

        public ModelReply.Failed Fail(TaskFailure failure) => new(failure, Usage);

        public ModelReply Conclude()
        {
            if (Draft.Error is { } error)
            {
                return Fail(ModelFailures.FromError(Provider, error, Mask));
            }

            Draft.Close();
            return Draft.Refusal is not null || Draft.FinishReason is "content_filter"
                ? Fail(ModelFailures.Refused(Provider, Draft.Refusal, Mask))
                : new ModelReply.Answered(Draft.ToAnswer(), Usage);
        }
    }
}
