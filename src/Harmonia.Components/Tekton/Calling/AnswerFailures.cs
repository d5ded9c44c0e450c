using System.Text.Json;
using Harmonia.Core.Failures;
using Harmonia.Engine.Ports;

namespace Harmonia.Components.Tekton.Calling;

/// <summary>What an answer that is no success means for the task.</summary>
internal static class AnswerFailures
{
    private const int MaxExcerptLength = 4 * 1024;

    /// <summary>What to do with anything but an answer that says success.</summary>
    /// <returns><see langword="null"/> for a success.</returns>
    public static TaskOutcome? Of(
        FamilyRequest request, FamilyAnswer answer, params ReadOnlySpan<KnownDefect> defects) => answer switch
        {
            FamilyAnswer.NotReached { Reason: var reason } => new TaskOutcome.Unavailable(reason),
            FamilyAnswer.Broken { Failure: var failure } => new TaskOutcome.Failed(failure),
            FamilyAnswer.Answered answered => Of(request, answered, defects),
            _ => throw new System.Diagnostics.UnreachableException($"No rule for {answer.GetType().Name}."),
        };

    /// <summary>A component said what cannot be used.</summary>
    public static TaskOutcome.Failed ComponentError(string message, JsonElement? details = null) =>
        new(new TaskFailure(FailureCodes.ComponentError, message, Retryable: false) { Details = details }.Bounded());

    private static TaskOutcome.Failed? Of(
        FamilyRequest request, FamilyAnswer.Answered answer, ReadOnlySpan<KnownDefect> defects)
    {
        if (answer.IsSuccess && !SaysError(answer.Body))
        {
            return null;
        }

        foreach (var defect in defects)
        {
            if (defect.IsMet(answer))
            {
                return ComponentError(defect.Sentence(answer), Details(answer));
            }
        }

        var complaint = AnswerText.Complaint(answer.Body);
        if (answer.IsSuccess)
        {
            return ComponentError(
                $"{request.Component} answered {request} with an error: {Or(complaint)}", Details(answer));
        }

        var retryable = answer.Status is 408 or 425 or 429 or >= 500;
        var message = $"{request.Component} answered {request} with status {answer.Status}: {Or(complaint)}";
        return new(new TaskFailure(FailureCodes.Http(answer.Status), message, retryable)
        {
            Details = Details(answer),
        }.Bounded());
    }

    /// <summary>Errors that come with a status of success.</summary>
    private static bool SaysError(JsonElement body)
    {
        if (body.ValueKind is not JsonValueKind.Object)
        {
            return false;
        }

        return (body.TryGetProperty("success", out var success) && success.ValueKind is JsonValueKind.False)
            || (body.TryGetProperty("status", out var status) && status.ValueKind is JsonValueKind.String
                && status.ValueEquals("error"))
            || (body.TryGetProperty("error", out var error) && error.ValueKind is JsonValueKind.String
                && error.GetString()!.Length > 0);
    }

    private static string Or(string complaint) => complaint.Length > 0 ? complaint : "it does not say why.";

    private static JsonElement Details(FamilyAnswer.Answered answer) => JsonValue.Object(writer =>
    {
        writer.WriteNumber("status_code", answer.Status);
        writer.WriteString(
            "body", PlainText.Shorten(CallInput.AsText(answer.Body).GetString() ?? "", MaxExcerptLength));
        if (answer.RetryAfter is { } seconds)
        {
            writer.WriteNumber("retry_after", seconds);
        }
    });
}
