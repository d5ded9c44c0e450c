using System.Diagnostics;
using System.Text.Json;
using Harmonia.Components.Secrets;
using Harmonia.Core.Failures;
using Harmonia.Engine.Ports;

namespace Harmonia.Components.Http;

/// <summary>The component <c>http</c>: calls services.</summary>
public sealed class HttpExecutor(OutboundHttp outbound, TimeProvider time) : ITaskExecutor
{
    public string Component => "http";

    public bool BuiltIn => true;

    public IReadOnlyCollection<string> Actions { get; } = ["request"];

    public int? MaxConcurrent => null;

    public async ValueTask<TaskOutcome> ExecuteAsync(TaskCall call, CancellationToken cancellationToken)
    {
        if (call.Action is not "request")
        {
            var message = $"The component http has no action \"{call.Action}\"; it has request.";
            return new TaskOutcome.Failed(new(FailureCodes.ActionNotFound, message, Retryable: false));
        }

        List<Finding> findings = [];
        if (HttpCallReader.Read(call.Input, outbound.Limits, findings) is not { } request)
        {
            return new TaskOutcome.Failed(HttpFailures.InvalidInput(findings));
        }

        using var ownTimeout = new CancellationTokenSource(TimeFor(request, call.Deadline), time);
        using var timeout = CancellationTokenSource.CreateLinkedTokenSource(ownTimeout.Token, cancellationToken);
        try
        {
            return await SendAsync(request, call, timeout.Token);
        }
        catch (Exception exception) when (
            exception is HttpRequestException or IOException or InvalidDataException or OperationCanceledException)
        {
            return new TaskOutcome.Failed(timeout.IsCancellationRequested
                ? HttpFailures.TimedOut(request.Target)
                : HttpFailures.From(exception, request.Target, outbound.Limits));
        }
    }

    private TimeSpan TimeFor(HttpCall request, DateTimeOffset deadline)
    {
        // A timer holds 49 days at most; no attempt is that long.
        var left = TimeSpan.FromTicks(Math.Clamp((deadline - time.GetUtcNow()).Ticks, 0, TimeSpan.TicksPerDay * 30));
        return request.Timeout is { } asked && asked < left ? asked : left;
    }

    private async Task<TaskOutcome> SendAsync(HttpCall request, TaskCall call, CancellationToken cancellationToken)
    {
        using var message = Compose(request, call);
        using var response = await outbound.Client.SendAsync(
            message, HttpCompletionOption.ResponseHeadersRead, cancellationToken);
        if (!request.Accepted.Accepts((int)response.StatusCode))
        {
            var refused = await RefusedAnswer.ReadAsync(response, cancellationToken);
            return new TaskOutcome.Failed(refused.ToFailure(time.GetUtcNow(), SecretRedactor.None));
        }

        if (call.Partial.AreWanted
            && StreamedBody.IsMeant(response.Content.Headers.ContentType?.MediaType, out var isEvents))
        {
            using var streamed = new StreamedBody(call.Partial, isEvents, outbound.Limits.MaxResponseBytes);
            return await streamed.BringAsync(response.Content, cancellationToken)
                ? new TaskOutcome.Completed(Output(response, default))
                : new TaskOutcome.Failed(HttpFailures.TooLarge(request.Target, outbound.Limits.MaxResponseBytes));
        }

        using var body = new BodyBuffer();
        var maxBytes = outbound.Limits.MaxResponseBytes;
        if (ResponseBody.IsAnnouncedTooLarge(response.Content, maxBytes)
            || !await ResponseBody.ReadAsync(response.Content, body, maxBytes, cancellationToken))
        {
            return new TaskOutcome.Failed(HttpFailures.TooLarge(request.Target, maxBytes));
        }

        return new TaskOutcome.Completed(Output(response, body.Whole()));
    }

    private static HttpRequestMessage Compose(HttpCall request, TaskCall call)
    {
        var message = new HttpRequestMessage(request.Method, request.Url);
        if (request.Body is { } body)
        {
            message.Content = new ByteArrayContent(body.Bytes);
            message.Content.Headers.TryAddWithoutValidation("Content-Type", body.MediaType);
        }

        foreach (var (name, value) in request.Headers)
        {
            if (!HttpHeaderRules.DescribesBody(name))
            {
                message.Headers.TryAddWithoutValidation(name, value);
                continue;
            }

            var headers = message.Content?.Headers ?? throw new UnreachableException("The reader asked for a body.");
            headers.Remove(name);
            headers.TryAddWithoutValidation(name, value);
        }

        HttpHeaderRules.AddOwn(message, call);
        return message;
    }

    private static JsonElement Output(HttpResponseMessage response, ReadOnlyMemory<byte> body) =>
        JsonValue.Object(writer =>
        {
            writer.WriteNumber("status_code", (int)response.StatusCode);
            writer.WriteStartObject("headers");
            var headers = response.Headers.NonValidated.Concat(response.Content.Headers.NonValidated)
                .GroupBy(header => header.Key.ToLowerInvariant(), header => header.Value, StringComparer.Ordinal);
            foreach (var header in headers)
            {
                writer.WriteString(header.Key, string.Join(", ", header.SelectMany(values => values)));
            }

            writer.WriteEndObject();
            ResponseBody.Write(writer, body, response.Content.Headers.ContentType);
        });
}
