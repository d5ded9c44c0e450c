using System.Text;
using System.Text.Json;
using Harmonia.Components.Http;
using Harmonia.Core.Executions;
using Harmonia.Core.Failures;
using Harmonia.Engine.Ports;

namespace Harmonia.Components.Tekton.Calling;

/// <summary>Sends requests to components of the family, wherever they are at this moment.</summary>
internal sealed class FamilyCaller(IFamily family, OutboundHttp outbound, FamilyGates gates, TimeProvider time)
{
    private static readonly UTF8Encoding Utf8 = new(encoderShouldEmitUTF8Identifier: false);

    public TimeProvider Time => time;

    /// <summary>Whether anybody is known by this name who may be called.</summary>
    public bool Knows(string component) => family.EndpointOf(component) is not null;

    public FamilyMember? Find(string component) =>
        family.Members.FirstOrDefault(member => member.Name.Equals(component, StringComparison.OrdinalIgnoreCase));

    public async Task<FamilyAnswer> SendAsync(
        FamilyRequest request, TaskCall call, CancellationToken cancellationToken)
    {
        if (family.EndpointOf(request.Component) is not { } endpoint)
        {
            return new FamilyAnswer.NotReached(request.Component, gates.Of(request.Component).Unknown);
        }

        try
        {
            using var message = Compose(request, call, endpoint);
            using var response = await outbound.Client.SendAsync(
                message, HttpCompletionOption.ResponseHeadersRead, cancellationToken);
            using var body = new BodyBuffer();
            if (!await ResponseBody.ReadAsync(
                response.Content, body, outbound.Limits.MaxResponseBytes, cancellationToken))
            {
                return Broken(
                    FailureCodes.ResponseTooLarge,
                    $"The answer of {request.Component} to {request} has more than "
                        + $"{outbound.Limits.MaxResponseBytes} bytes.",
                    retryable: false);
            }

            return new FamilyAnswer.Answered(
                (int)response.StatusCode, Read(body.Whole().Span))
            {
                RetryAfter = RetryAfter.Seconds(response.Headers, time.GetUtcNow()),
            };
        }
        catch (Exception exception) when (
            exception is HttpRequestException or IOException or InvalidDataException or OperationCanceledException)
        {
            return Explain(request, exception, cancellationToken);
        }
    }

    private static HttpRequestMessage Compose(FamilyRequest request, TaskCall call, Uri endpoint)
    {
        var root = endpoint.AbsoluteUri.TrimEnd('/');
        var message = new HttpRequestMessage(request.Method, new Uri(root + request.Path));
        if (request.Body is { } body)
        {
            message.Content = new StringContent(body.GetRawText(), Utf8, "application/json");
        }

        foreach (var (name, value) in request.Headers)
        {
            message.Headers.TryAddWithoutValidation(name, value);
        }

        HttpHeaderRules.AddOwn(message, call);
        return message;
    }

    private static JsonElement Read(ReadOnlySpan<byte> body) => body.IsEmpty
        ? JsonText.Null
        : ForeignJson.Parse(body) ?? JsonText.Of(Encoding.UTF8.GetString(body));

    private FamilyAnswer Explain(FamilyRequest request, Exception exception, CancellationToken cancellationToken)
    {
        if (Unreached.AddressRefusal(exception) is { } refusal)
        {
            return Broken(FailureCodes.AddressNotAllowed, refusal, retryable: false);
        }

        if (!cancellationToken.IsCancellationRequested && Unreached.Reason(exception) is { } reason)
        {
            var told = $"{request.Component} could not be reached at {family.EndpointOf(request.Component)}: {reason}";
            gates.Shut(request.Component, told);
            return new FamilyAnswer.NotReached(request.Component, told);
        }

        return exception is OperationCanceledException
            ? Broken(
                FailureCodes.Timeout, $"{request.Component} did not answer {request} in time.", retryable: true)
            : Broken(
                FailureCodes.ConnectionError,
                $"The call {request} of {request.Component} broke off: {PlainText.EscapeControls(exception.Message)}",
                retryable: true);
    }

    private static FamilyAnswer.Broken Broken(string code, string message, bool retryable) =>
        new(new TaskFailure(code, message, retryable).Bounded());
}
