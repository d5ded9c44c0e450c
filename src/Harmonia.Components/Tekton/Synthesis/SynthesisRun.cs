using System.Text.Json;
using Harmonia.Components.Tekton.Calling;
using Harmonia.Core.Executions;
using Harmonia.Engine.Ports;

namespace Harmonia.Components.Tekton.Synthesis;

/// <summary>Carries a plan out at Synthesis, and waits for its end.</summary>
/// <remarks>
/// Right after it was accepted an execution may be told as not found, and waiting for completion does not wait: so it
/// is asked for until it has ended. An execution is told as completed although steps failed, so the steps are looked
/// at.
/// </remarks>
internal static class SynthesisRun
{
    /// <summary>Between two questions.</summary>
    internal static readonly TimeSpan PollInterval = TimeSpan.FromMilliseconds(250);

    /// <summary>For so long an execution that was accepted may be told as not found.</summary>
    internal static readonly TimeSpan MaxAbsence = TimeSpan.FromSeconds(10);

    private static readonly string[] Ends = ["completed", "failed", "cancelled", "canceled", "timeout", "error"];

    public static async Task<SynthesisEnd> ExecuteAsync(
        FamilyCall call, JsonElement plan, JsonElement? context, CancellationToken cancellationToken)
    {
        var request = FamilyRequest.Post(
            SynthesisComponent.Name, "/api/v1/executions", ("plan", plan), ("context", context));
        var answer = await call.SendAsync(request, cancellationToken);

        // A plan that was refused is no execution; the status of a new one may be anything, even not found.
        if (answer is FamilyAnswer.Answered { IsSuccess: true, Body: var body }
            && AnswerText.TextAt(body, "execution_id") is { } id)
        {
            return await FollowAsync(call, id, cancellationToken);
        }

        return new SynthesisEnd.NotRun(AnswerFailures.Of(request, answer)
            ?? AnswerFailures.ComponentError("synthesis accepted the plan without an execution id."));
    }

    private static async Task<SynthesisEnd> FollowAsync(
        FamilyCall call, string id, CancellationToken cancellationToken)
    {
        var time = call.Caller.Time;
        var request = FamilyRequest.Get(SynthesisComponent.Name, $"/api/v1/executions/{Uri.EscapeDataString(id)}");
        var absentSince = time.GetTimestamp();
        while (true)
        {
            var answer = await call.SendAsync(request, cancellationToken);
            if (StatusOf(answer) is not { } status)
            {
                return new SynthesisEnd.NotRun(Lost(AnswerFailures.Of(request, answer), id));
            }

            if (Ends.Contains(status, StringComparer.Ordinal))
            {
                return await CollectAsync(call, id, status, cancellationToken);
            }

            if (status is not "not_found")
            {
                absentSince = time.GetTimestamp();
                call.Task.Progress.Report(null, $"synthesis: {status}", null);
            }
            else if (time.GetElapsedTime(absentSince) > MaxAbsence)
            {
                return new SynthesisEnd.NotRun(AnswerFailures.ComponentError(
                    $"Synthesis accepted the plan as execution {id}, and still says that there is no such execution "
                        + $"after {MaxAbsence.TotalSeconds:0} seconds."));
            }

            await Task.Delay(PollInterval, time, cancellationToken);
        }
    }

    /// <summary>Not there (yet) is a status among others, whether it comes as 404 or within an answer.</summary>
    private static string? StatusOf(FamilyAnswer answer) => answer switch
    {
        FamilyAnswer.Answered { Status: 404 } => "not_found",
        FamilyAnswer.Answered { IsSuccess: true, Body: var body } =>
            AnswerText.TextAt(body, "data.status|status") ?? "not_found",
        _ => null,
    };

    private static TaskOutcome Lost(TaskOutcome? outcome, string id) =>
        outcome ?? AnswerFailures.ComponentError($"synthesis tells no status of execution {id}.");

    private static async Task<SynthesisEnd> CollectAsync(
        FamilyCall call, string id, string status, CancellationToken cancellationToken)
    {
        var request = FamilyRequest.Get(
            SynthesisComponent.Name, $"/api/v1/executions/{Uri.EscapeDataString(id)}/results");
        var answer = await call.SendAsync(request, cancellationToken);
        if (AnswerFailures.Of(request, answer) is { } failed)
        {
            return new SynthesisEnd.NotRun(failed);
        }

        var body = ((FamilyAnswer.Answered)answer).Body;
        var results = AnswerText.At(body, "data.results|results") is { ValueKind: JsonValueKind.Array } list
            ? list
            : JsonText.List([]);
        return new SynthesisEnd.Ended(id, status, results);
    }
}
