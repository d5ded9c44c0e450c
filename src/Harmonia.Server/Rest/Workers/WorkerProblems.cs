using Harmonia.Client;
using Harmonia.Components.Workers;
using Microsoft.AspNetCore.Http;

namespace Harmonia.Server.Rest.Workers;

/// <summary>Why a worker is not served.</summary>
internal static class WorkerProblems
{
    public const int MaxFindings = 100;

    private const int RetryAfterSeconds = 1;
    private const int BusyRetryAfterSeconds = 5;

    public static Problem NotFound(string id) => new(
        StatusCodes.Status404NotFound, ApiCodes.WorkerNotFound, $"There is no worker '{Wire.Shorten(id)}' now.");

    public static Problem TooMany() => new(
        StatusCodes.Status503ServiceUnavailable,
        ApiCodes.TooManyWorkers,
        "As many workers as there may be are there. Come back later, or give those that are there more slots.")
    {
        RetryAfterSeconds = BusyRetryAfterSeconds,
    };

    public static Problem Of(Refusal refusal) => refusal switch
    {
        Refusal.NameTaken taken => new Problem(
            StatusCodes.Status409Conflict,
            ApiCodes.ComponentNotForWorkers,
            $"The component '{taken.Component}' is not done by workers: choose another name."),
        Refusal.TooManyActions many => new Problem(
            StatusCodes.Status409Conflict,
            ApiCodes.TooManyComponents,
            $"Workers have named {many.Max} actions of '{many.Component}', which is all that there may be."),
        _ => new Problem(
            StatusCodes.Status409Conflict,
            ApiCodes.TooManyComponents,
            "There are as many components as there may be. Remove some first."),
    };

    /// <returns><see langword="null"/> when what was said counts.</returns>
    public static Problem? Of(ClaimOutcome outcome) => outcome switch
    {
        ClaimOutcome.Stale stale => new Problem(
            StatusCodes.Status409Conflict, ApiCodes.StaleAttempt, stale.Reason)
        {
            Details = new ErrorDetails { Reason = stale.Reason, Epoch = stale.Epoch },
        },
        ClaimOutcome.Later later => new Problem(
            StatusCodes.Status503ServiceUnavailable, ApiCodes.SayAgain, later.Reason)
        {
            RetryAfterSeconds = RetryAfterSeconds,
        },
        _ => null,
    };
}
