using System.Text;
using System.Text.Json;
using Harmonia.Components.Http;
using Harmonia.Core.Failures;

namespace Harmonia.Components.Llm.Protocols;

/// <summary>What the trouble of a provider means for the task.</summary>
internal static class ModelFailures
{
    /// <summary>Of what a provider says of its trouble, this much is kept.</summary>
    private const int MaxExcerptLength = 1024;

    private static readonly string[] OfLength =
        ["context_length", "context length", "context window", "prompt is too long", "maximum context", "too many tokens"];

    private static readonly string[] OfFilter = ["content_filter", "content_policy", "content management policy"];

    /// <summary>An answer with a status that is no success.</summary>
    public static TaskFailure FromStatus(
        string provider, int status, ReadOnlySpan<byte> body, long? retryAfter, SecretMask mask)
    {
        var json = ForeignJson.Parse(body);
        var (words, said) = Read(json?.Member("error") ?? json, Encoding.UTF8.GetString(body), mask);
        var failure = Known(provider, words, said, status is 401 or 403, status is >= 400 and < 500) ?? new TaskFailure(
            FailureCodes.Http(status),
            $"The provider {provider} answered with status {status}: {said}",
            Retryable: status is 408 or 409 or 425 or >= 500
                || (status is 429 && !words.Contains("insufficient_quota", StringComparison.Ordinal)));
        return failure with
        {
            Details = JsonValue.Object(writer =>
            {
                writer.WriteNumber("status_code", status);
                writer.WriteString("provider", provider);
                if (retryAfter is { } seconds)
                {
                    writer.WriteNumber("retry_after", seconds);
                }
            }),
        };
    }

    /// <summary>Trouble that is told in the middle of an answer.</summary>
    public static TaskFailure FromError(string provider, JsonElement error, SecretMask mask)
    {
        var (words, said) = Read(error, error.GetRawText(), mask);
        var isRejection = words.Contains("invalid_request", StringComparison.Ordinal);
        var unauthorized = words.Contains("authentication_error", StringComparison.Ordinal)
            || words.Contains("permission_error", StringComparison.Ordinal);
        return Known(provider, words, said, unauthorized, isRequest: true) ?? new TaskFailure(
            isRejection ? FailureCodes.ComponentError : FailureCodes.ServerError,
            $"The provider {provider} gave up its answer: {said}",
            Retryable: !isRejection);
    }

    public static TaskFailure Refused(string provider, string? said, SecretMask mask) => new(
        FailureCodes.LlmRefused,
        said is { Length: > 0 }
            ? $"The model of {provider} refused to answer: {Clean(said, mask)}"
            : $"The provider {provider} withheld the answer because of its content.",
        Retryable: false);

    public static TaskFailure Cut(string provider) => new(
        FailureCodes.ConnectionError, $"The provider {provider} stopped in the middle of its answer.", Retryable: true);

    public static TaskFailure TimedOut(string provider) => new(
        FailureCodes.Timeout, $"The provider {provider} did not answer completely in time.", Retryable: true);

    public static TaskFailure TooLarge(string provider, string what) => new(
        FailureCodes.ResponseTooLarge, $"The answer of the provider {provider} {what}.", Retryable: false);

    public static TaskFailure NoAnswer(string provider, ReadOnlySpan<byte> body, SecretMask mask) => new(
        FailureCodes.ComponentError,
        $"What the provider {provider} sent is no answer of its kind: {Clean(Encoding.UTF8.GetString(body), mask)}",
        Retryable: true);

    /// <summary>A connection that was not made, or broke.</summary>
    public static ModelReply From(Exception exception, string provider, HttpLimits limits, ModelUsage usage) =>
        HttpFailures.ReachedNobody(exception)
            ? new ModelReply.Unreached($"The provider {provider} was not reached: {HttpFailures.Reason(exception)}")
            : new ModelReply.Failed(HttpFailures.From(exception, $"The provider {provider}", limits), usage);

    private static TaskFailure? Known(string provider, string words, string said, bool unauthorized, bool isRequest)
    {
        if (unauthorized)
        {
            return new(FailureCodes.LlmUnauthorized, $"The provider {provider} refuses the key: {said}", false);
        }

        if (isRequest && Array.Exists(OfFilter, word => words.Contains(word, StringComparison.Ordinal)))
        {
            return new(FailureCodes.LlmRefused, $"The provider {provider} refuses the request: {said}", false);
        }

        return isRequest && Array.Exists(OfLength, word => words.Contains(word, StringComparison.Ordinal))
            ? new(
                FailureCodes.LlmContextLength,
                $"What the model of the provider {provider} was given is too long for it: {said}",
                Retryable: false)
            : null;
    }

    /// <summary>What to look for words in, and what to show.</summary>
    private static (string Words, string Said) Read(JsonElement? error, string body, SecretMask mask)
    {
        var message = error?.Text("message")
            ?? (error is { ValueKind: JsonValueKind.String } text ? text.GetString() : null);
        var words = $"{error?.Text("type")} {error?.Text("code")} {message ?? body}".ToLowerInvariant();
        return (words, Clean(message ?? body, mask));
    }

    private static string Clean(string text, SecretMask mask) =>
        PlainText.EscapeControls(PlainText.Shorten(mask.Hide(text), MaxExcerptLength));
}
