using Harmonia.Components.Http;
using Harmonia.Components.Secrets;
using Harmonia.Core.Failures;
using Harmonia.Engine.Ports;

namespace Harmonia.Components.Registered.Protocols;

/// <summary>Sends requests to one component, and tells apart what can come of them.</summary>
internal sealed class ComponentHttp(
    ComponentDeclaration component, OutboundHttp outbound, SecretStore secrets, TimeProvider time)
{
    private readonly Uri _baseUrl = component.BaseUrl
        ?? throw new ArgumentException("A component that is called over HTTP has a base URL.", nameof(component));

    /// <summary>Makes one attempt.</summary>
    /// <param name="request">What is asked.</param>
    /// <param name="call">The attempt.</param>
    /// <param name="understand">What an answer means.</param>
    /// <param name="cancellationToken">That of the attempt.</param>
    public async ValueTask<TaskOutcome> CallAsync(
        ComponentRequest.Ready request,
        TaskCall call,
        Func<ComponentAnswer, TaskOutcome> understand,
        CancellationToken cancellationToken)
    {
        if (request.Body?.Length > outbound.Limits.MaxRequestBytes)
        {
            return Failed(
                FailureCodes.InvalidInput,
                $"The request has {request.Body.Length} bytes; at most {outbound.Limits.MaxRequestBytes} are sent.");
        }

        Credentials credentials;
        try
        {
            credentials = Credentials.Resolve(component, request.Action?.Headers ?? [], secrets);
        }
        catch (SecretNotFoundException exception)
        {
            return Failed(FailureCodes.SecretNotFound, exception.Message);
        }

        using var timeout = Within(request, call, cancellationToken);
        using var message = Compose(request, credentials);
        HttpHeaderRules.AddOwn(message, call);
        try
        {
            var clean = credentials.Redactor.Watch(call);
            return credentials.Redactor.Redact(
                await SendAsync(message, clean, understand, credentials.Redactor, timeout.Token));
        }
        catch (Exception exception) when (
            exception is HttpRequestException or IOException or InvalidDataException or OperationCanceledException)
        {
            return credentials.Redactor.Redact(Judge(exception, request.Method, timeout.Token));
        }
    }

    /// <summary>Asks something on our own behalf, such as what the component can do.</summary>
    /// <returns>The status, and the body as JSON if it is that; <see langword="null"/> when nobody answered.</returns>
    /// <exception cref="OperationCanceledException">It took too long.</exception>
    public async Task<OwnAnswer> AskAsync(string path, bool wantsBody, CancellationToken cancellationToken)
    {
        var request = new ComponentRequest.Ready(HttpMethod.Get, path, Body: null);
        try
        {
            using var message = Compose(request, CredentialsIfAny());
            using var response = await outbound.Client.SendAsync(
                message, HttpCompletionOption.ResponseHeadersRead, cancellationToken);
            using var body = new BodyBuffer();
            var isWhole = wantsBody && await ResponseBody.ReadAsync(
                response.Content, body, outbound.Limits.MaxResponseBytes, cancellationToken);
            return new OwnAnswer.Answered(
                (int)response.StatusCode,
                isWhole ? ForeignJson.Parse(body.Whole().Span) : null);
        }
        catch (Exception exception) when (
            !cancellationToken.IsCancellationRequested
            && exception is HttpRequestException or IOException or InvalidDataException or OperationCanceledException)
        {
            var target = HttpFailures.Target(HttpMethod.Get, _baseUrl);
            return new OwnAnswer.Nobody(HttpFailures.From(exception, target, outbound.Limits).Message)
            {
                WasReached = !HttpFailures.ReachedNobody(exception),
            };
        }
    }

    private static TaskOutcome.Failed Failed(string code, string message) =>
        new(new TaskFailure(code, message, Retryable: false).Bounded());

    /// <summary>A component that needs a secret which is not there says so itself.</summary>
    private Credentials? CredentialsIfAny()
    {
        try
        {
            return Credentials.Resolve(component, [], secrets);
        }
        catch (SecretNotFoundException)
        {
            return null;
        }
    }

    private Deadline Within(ComponentRequest.Ready request, TaskCall call, CancellationToken cancellationToken)
    {
        // A timer holds 49 days at most; no attempt is that long.
        var left = TimeSpan.FromTicks(
            Math.Clamp((call.Deadline - time.GetUtcNow()).Ticks, 0, TimeSpan.TicksPerDay * 30));
        foreach (var asked in (TimeSpan?[])[component.Timeout, request.Action?.Timeout])
        {
            left = asked < left ? asked.Value : left;
        }

        return new Deadline(left, time, cancellationToken);
    }

    private HttpRequestMessage Compose(ComponentRequest.Ready request, Credentials? credentials)
    {
        var path = request.Path;
        if (credentials?.Query is { } key)
        {
            path += path.Contains('?', StringComparison.Ordinal) ? '&' : '?';
            path += $"{Uri.EscapeDataString(key.Name)}={Uri.EscapeDataString(key.Value)}";
        }

        var message = new HttpRequestMessage(request.Method, BaseUrl.Join(_baseUrl, path));
        if (request.Body is { } body)
        {
            message.Content = new ByteArrayContent(body);
            message.Content.Headers.TryAddWithoutValidation("Content-Type", "application/json");
        }

        message.Headers.TryAddWithoutValidation(
            "Accept", "application/json, application/x-ndjson, text/event-stream;q=0.9, */*;q=0.1");
        foreach (var (name, value) in credentials?.Headers ?? [])
        {
            message.Headers.Remove(name);
            message.Headers.TryAddWithoutValidation(name, value);
        }

        return message;
    }

    private async Task<TaskOutcome> SendAsync(
        HttpRequestMessage message,
        TaskCall call,
        Func<ComponentAnswer, TaskOutcome> understand,
        SecretRedactor redactor,
        CancellationToken cancellationToken)
    {
        var target = HttpFailures.Target(message.Method, _baseUrl);
        using var response = await outbound.Client.SendAsync(
            message, HttpCompletionOption.ResponseHeadersRead, cancellationToken);
        if (!response.IsSuccessStatusCode)
        {
            var refused = await RefusedAnswer.ReadAsync(response, cancellationToken);
            return new TaskOutcome.Failed(FailureOf(refused, redactor));
        }

        if (StreamedBody.IsMeant(response.Content.Headers.ContentType?.MediaType, out var isEvents))
        {
            var stream = new ProgressStream(call, outbound.Limits.MaxResponseBytes);
            var (result, failure) = await stream.ReadAsync(response.Content, isEvents, target, cancellationToken);
            return failure is not null
                ? new TaskOutcome.Failed(failure)
                : understand(new ComponentAnswer.Streamed(result!.Value));
        }

        using var body = new BodyBuffer();
        var maxBytes = outbound.Limits.MaxResponseBytes;
        if (ResponseBody.IsAnnouncedTooLarge(response.Content, maxBytes)
            || !await ResponseBody.ReadAsync(response.Content, body, maxBytes, cancellationToken))
        {
            return new TaskOutcome.Failed(HttpFailures.TooLarge(target, maxBytes));
        }

        return understand(ReadWhole(response, body.Whole()));
    }

    /// <summary>A status with a reason in the form of the protocols says more than the status.</summary>
    private TaskFailure FailureOf(RefusedAnswer refused, SecretRedactor redactor)
    {
        var byStatus = refused.ToFailure(time.GetUtcNow(), redactor);
        if (component.Protocol is ProtocolNames.Http || ForeignJson.Parse(refused.Body.Span) is not { } json
            || !ReportedError.IsOne(json))
        {
            return byStatus;
        }

        var reported = ReportedError.Read(json);
        var isOwnClass = reported.Code is not FailureCodes.ComponentError;
        return reported with
        {
            Code = isOwnClass ? reported.Code : byStatus.Code,
            Details = byStatus.Details,
        };
    }

    private static ComponentAnswer.Whole ReadWhole(HttpResponseMessage response, ReadOnlyMemory<byte> body)
    {
        var type = response.Content.Headers.ContentType;
        var json = ForeignJson.Parse(body.Span);
        var value = json is { } read && ResponseBody.IsJson(type)
            ? read
            : JsonValue.Object(writer => ResponseBody.Write(writer, body, type)).GetProperty("body");
        return new ComponentAnswer.Whole(value, json);
    }

    private TaskOutcome Judge(Exception exception, HttpMethod method, CancellationToken timeout)
    {
        var target = HttpFailures.Target(method, _baseUrl);
        if (timeout.IsCancellationRequested)
        {
            return new TaskOutcome.Failed(HttpFailures.TimedOut(target));
        }

        return HttpFailures.ReachedNobody(exception)
            ? new TaskOutcome.Unavailable($"{target} could not be reached: {HttpFailures.Reason(exception)}")
            : new TaskOutcome.Failed(HttpFailures.From(exception, target, outbound.Limits));
    }
}
