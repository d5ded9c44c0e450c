using System.Diagnostics;
using System.Text.Json;
using Harmonia.Core.Failures;
using Harmonia.Engine.Ports;

namespace Harmonia.Components.Http;

/// <summary>The component <c>http</c>: calls services.</summary>
public sealed class HttpExecutor(OutboundHttp outbound, TimeProvider time) : ITaskExecutor
{
    /// <summary>Of the body of an answer that was not accepted, this much is kept.</summary>
    internal const int MaxExcerptLength = 4 * 1024;

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
                ? HttpFailures.TimedOut(request)
                : HttpFailures.From(exception, request, outbound.Limits));
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
            return new TaskOutcome.Failed(await RefuseAsync(response, cancellationToken));
        }

        if (call.Partial.AreWanted
            && StreamedBody.IsMeant(response.Content.Headers.ContentType?.MediaType, out var isEvents))
        {
            var streamed = new StreamedBody(call.Partial, isEvents, outbound.Limits.MaxResponseBytes);
            return await streamed.BringAsync(response.Content, cancellationToken)
                ? new TaskOutcome.Completed(Output(response, default))
                : new TaskOutcome.Failed(HttpFailures.TooLarge(request, outbound.Limits.MaxResponseBytes));
        }

        using var body = new MemoryStream();
        if (!await ResponseBody.ReadAsync(response.Content, body, outbound.Limits.MaxResponseBytes, cancellationToken))
        {
            return new TaskOutcome.Failed(HttpFailures.TooLarge(request, outbound.Limits.MaxResponseBytes));
        }

        return new TaskOutcome.Completed(Output(response, body.GetBuffer().AsMemory(0, (int)body.Length)));
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

    /// <summary>The status is the finding; trouble with reading its body does not change it.</summary>
    private async Task<TaskFailure> RefuseAsync(HttpResponseMessage response, CancellationToken cancellationToken)
    {
        using var body = new MemoryStream();
        try
        {
            await ResponseBody.ReadAsync(response.Content, body, MaxExcerptLength * 2, cancellationToken);
        }
        catch (Exception exception) when (
            exception is HttpRequestException or IOException or InvalidDataException or OperationCanceledException)
        {
            // What was read until then is shown.
        }

        var status = (int)response.StatusCode;
        var excerpt = ResponseBody.Excerpt(body.GetBuffer().AsSpan(0, (int)body.Length), MaxExcerptLength);
        var retryAfter = RetryAfter.Seconds(response.Headers, time.GetUtcNow());
        var details = JsonValue.Object(writer =>
        {
            writer.WriteNumber("status_code", status);
            writer.WriteString("body", excerpt);
            if (retryAfter is { } seconds)
            {
                writer.WriteNumber("retry_after", seconds);
            }
        });
        var retryable = status is 408 or 425 or 429 or >= 500;
        return new(FailureCodes.Http(status), $"The service answered with status {status}.", retryable)
        {
            Details = details,
        };
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
