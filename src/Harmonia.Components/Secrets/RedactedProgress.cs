using System.Text.Json;
using Harmonia.Engine.Ports;

namespace Harmonia.Components.Secrets;

/// <summary>Passes progress on without secrets.</summary>
internal sealed class RedactedProgress(ITaskProgress inner, SecretRedactor redactor) : ITaskProgress
{
    public void Report(double? fraction, string? message, JsonElement? details) => inner.Report(
        fraction,
        message is null ? null : redactor.Redact(message),
        details is { } value ? redactor.Redact(value) : null);

    /// <summary>Pieces are looked at one by one: a secret that is cut in two by them is not found.</summary>
    public void Stream(string text) => inner.Stream(redactor.Redact(text));
}

/// <summary>Passes partial results on without secrets.</summary>
internal sealed class RedactedPartialResults(IPartialResults inner, SecretRedactor redactor) : IPartialResults
{
    public bool AreWanted => inner.AreWanted;

    public ValueTask ReportAsync(JsonElement data, CancellationToken cancellationToken) =>
        inner.ReportAsync(redactor.Redact(data), cancellationToken);
}
