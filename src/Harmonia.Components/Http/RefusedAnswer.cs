using System.Text;
using Harmonia.Components.Secrets;
using Harmonia.Core.Failures;

namespace Harmonia.Components.Http;

/// <summary>An answer whose status means no success, with the beginning of its body.</summary>
internal sealed record RefusedAnswer(HttpResponseMessage Response, ReadOnlyMemory<byte> Body)
{
    /// <summary>Of the body, this much is kept.</summary>
    public const int MaxExcerptLength = 4 * 1024;

    /// <summary>Of the body, this much is read: a reason in JSON that is longer is not understood.</summary>
    public const int MaxBytes = 64 * 1024;

    public int Status => (int)Response.StatusCode;

    /// <summary>The status is the finding; trouble with reading the body does not change it.</summary>
    public static async Task<RefusedAnswer> ReadAsync(
        HttpResponseMessage response, CancellationToken cancellationToken)
    {
        using var body = new BodyBuffer();
        try
        {
            await ResponseBody.ReadAsync(response.Content, body, MaxBytes, cancellationToken);
        }
        catch (Exception exception) when (
            exception is HttpRequestException or IOException or InvalidDataException or OperationCanceledException)
        {
            // What was read until then is shown.
        }

        return new RefusedAnswer(response, body.Whole().ToArray());
    }

    public TaskFailure ToFailure(DateTimeOffset now, SecretRedactor redactor)
    {
        var text = redactor.Redact(Encoding.UTF8.GetString(Body.Span)); // Before a cut could leave half a secret.
        var retryAfter = RetryAfter.Seconds(Response.Headers, now);
        var details = JsonValue.Object(writer =>
        {
            writer.WriteNumber("status_code", Status);
            writer.WriteString("body", PlainText.Shorten(text, MaxExcerptLength));
            if (retryAfter is { } seconds)
            {
                writer.WriteNumber("retry_after", seconds);
            }
        });
        var retryable = Status is 408 or 425 or 429 or >= 500;
        return new(FailureCodes.Http(Status), $"The service answered with status {Status}.", retryable)
        {
            Details = details,
        };
    }
}
