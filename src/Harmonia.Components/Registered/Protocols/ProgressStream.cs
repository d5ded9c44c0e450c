using System.Text.Json;
using Harmonia.Components.Http;
using Harmonia.Core.Failures;
using Harmonia.Engine.Ports;

namespace Harmonia.Components.Registered.Protocols;

/// <summary>
/// Reads an answer that comes in items: progress on the way, and the result at the end. Each has a <c>type</c>.
/// </summary>
/// <remarks>
/// Items of no known type are partial results for a task that streams. Otherwise they are kept, within the bound of a
/// body: when no item has a known type, they are the result.
/// </remarks>
internal sealed class ProgressStream(TaskCall call, int maxBytes) : IPartialResults
{
    private readonly List<JsonElement> _others = [];
    private long _otherBytes;
    private bool _knowsTypes;
    private JsonElement? _result;
    private TaskFailure? _failure;

    public bool AreWanted => true;

    private bool IsOver => _result is not null || _failure is not null;

    /// <returns>The result, or what became of the call instead.</returns>
    public async Task<(JsonElement? Result, TaskFailure? Failure)> ReadAsync(
        HttpContent content, bool isEvents, string target, CancellationToken cancellationToken)
    {
        using var body = new StreamedBody(this, isEvents, maxBytes);
        if (!await body.BringAsync(content, cancellationToken) || _otherBytes > maxBytes)
        {
            return (null, HttpFailures.TooLarge(target, maxBytes));
        }

        if (IsOver)
        {
            return (_result, _failure);
        }

        return _knowsTypes
            ? (null, new TaskFailure(
                FailureCodes.ConnectionError, $"The stream of {target} ended before its result.", Retryable: true))
            : (ListOf(_others), null);
    }

    ValueTask IPartialResults.ReportAsync(JsonElement data, CancellationToken cancellationToken)
    {
        if (IsOver)
        {
            return ValueTask.CompletedTask; // The result is the last word.
        }

        switch (TypeOf(data))
        {
            case "progress":
                _knowsTypes = true;
                ReportProgress(data);
                return ValueTask.CompletedTask;
            case "result":
                _knowsTypes = true;
                _result = data.TryGetProperty("result", out var result) ? result : data;
                return ValueTask.CompletedTask;
            case "error":
                _knowsTypes = true;
                _failure = ReportedError.Read(data);
                return ValueTask.CompletedTask;
            default:
                return KeepAsync(data, cancellationToken);
        }
    }

    private ValueTask KeepAsync(JsonElement data, CancellationToken cancellationToken)
    {
        if (call.Partial.AreWanted)
        {
            return call.Partial.ReportAsync(data, cancellationToken);
        }

        if (!_knowsTypes && _otherBytes <= maxBytes)
        {
            _otherBytes += data.GetRawText().Length;
            _others.Add(data);
        }

        return ValueTask.CompletedTask;
    }

    private void ReportProgress(JsonElement item)
    {
        double? fraction = item.TryGetProperty("progress", out var value) && value.ValueKind is JsonValueKind.Number
            ? Math.Clamp(value.GetDouble(), 0, 1)
            : null;
        var message = item.TryGetProperty("message", out var text) && text.ValueKind is JsonValueKind.String
            ? text.GetString()
            : null;
        JsonElement? details = item.TryGetProperty("details", out var given)
            && given.ValueKind is not JsonValueKind.Null ? given.Clone() : null;
        call.Progress.Report(fraction, message, details);
    }

    private static string? TypeOf(JsonElement item) =>
        item.ValueKind is JsonValueKind.Object && item.TryGetProperty("type", out var type)
            && type.ValueKind is JsonValueKind.String ? type.GetString() : null;

    private static JsonElement ListOf(List<JsonElement> items) => JsonValue.Object(writer =>
    {
        writer.WriteStartArray("items");
        items.ForEach(item => item.WriteTo(writer));
        writer.WriteEndArray();
    }).GetProperty("items");
}
