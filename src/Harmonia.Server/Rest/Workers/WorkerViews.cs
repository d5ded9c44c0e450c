using Harmonia.Client;
using Harmonia.Components.Workers;

namespace Harmonia.Server.Rest.Workers;

/// <summary>Workers and their attempts as they are told.</summary>
internal static class WorkerViews
{
    public static PollAttempts Of(PollAnswer answer) => new([.. answer.Attempts.Select(Of)], answer.IsDraining);

    public static WorkerAttempt Of(LeasedAttempt leased) => new(
        leased.ExecutionId.Value,
        leased.Call.Task,
        leased.Call.Attempt,
        leased.Epoch,
        leased.Token,
        leased.Component,
        leased.Call.Action,
        leased.Call.Input,
        leased.Call.IdempotencyKey,
        leased.Call.Deadline,
        leased.Call.TraceParent,
        leased.Until,
        leased.HeartbeatInterval.TotalSeconds,
        leased.LastDetails);

    public static AttemptReportResult Of(WorkerReport report, ClaimOutcome outcome)
    {
        var claim = report.Claim;
        var result = new AttemptReportResult(claim.ExecutionId.Value, claim.Task, claim.Attempt, WordOf(outcome));
        return outcome switch
        {
            ClaimOutcome.Renewed renewed => result with { LeaseUntil = renewed.Until, Canceled = renewed.IsCanceled },
            ClaimOutcome.Stale stale => result with { Epoch = stale.Epoch, Message = stale.Reason },
            ClaimOutcome.Later later => result with { Message = later.Reason },
            _ => result,
        };
    }

    public static WorkerList Of(WorkerPage page) => new(
        [.. page.Workers.Select(Of)], page.Total, page.Waiting, page.Leased);

    private static string WordOf(ClaimOutcome outcome) => outcome switch
    {
        ClaimOutcome.Accepted { IsRepeated: true } => "repeated",
        ClaimOutcome.Stale => "stale",
        ClaimOutcome.Later => "later",
        _ => "ok",
    };

    private static WorkerDetail Of(WorkerView view) => new(
        view.Profile.Id,
        view.Profile.Offers.GroupBy(offer => offer.Component, StringComparer.Ordinal).ToDictionary(
            offers => offers.Key,
            offers => offers.Any(offer => offer.Action is null)
                ? null
                : (IReadOnlyList<string>)[.. offers.Select(offer => offer.Action!).Order(StringComparer.Ordinal)],
            StringComparer.Ordinal),
        view.Connection,
        view.FreeSlots,
        view.Leases,
        view.IsDraining,
        view.LastSeen,
        view.Profile.Metadata);
}
