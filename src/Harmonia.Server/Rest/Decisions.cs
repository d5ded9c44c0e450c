using Harmonia.Client;
using Harmonia.Core.Executions;
using Harmonia.Core.Failures;
using Harmonia.Engine.Ports;
using Microsoft.AspNetCore.Http;

namespace Harmonia.Server.Rest;

/// <summary>What the rules said, as it is told.</summary>
internal static class Decisions
{
    /// <summary>A task that takes a kept signal makes room, which may take a while.</summary>
    private const int RetryAfterSeconds = 10;

    /// <exception cref="ApiException">The command was not accepted.</exception>
    public static CommandReply.Decided Accepted(CommandReply reply, ExecutionId id) => reply switch
    {
        CommandReply.Decided { Decision: Decision.Accepted } decided => decided,
        CommandReply.Decided { Decision: Decision.Rejected rejected } => throw new ApiException(Of(rejected)),
        CommandReply.Quarantined quarantined => throw new ApiException(Problem.Parked(quarantined.Reason)),
        _ => throw new ApiException(Problem.NoExecution(id.ToString())),
    };

    private static Problem Of(Decision.Rejected rejected) => rejected.Code switch
    {
        RefusalCodes.InvalidInput when rejected.Findings.IsEmpty =>
            new Problem(StatusCodes.Status400BadRequest, rejected.Code, rejected.Reason),
        RefusalCodes.InvalidInput => Problem.Of(rejected.Code, rejected.Findings),
        RefusalCodes.CallbackLate => new Problem(StatusCodes.Status410Gone, rejected.Code, rejected.Reason),
        RefusalCodes.NotRestorable => new Problem(StatusCodes.Status400BadRequest, rejected.Code, rejected.Reason),
        RefusalCodes.IdempotencyKeyReused =>
            new Problem(StatusCodes.Status422UnprocessableEntity, rejected.Code, rejected.Reason),
        RefusalCodes.TooManySignals =>
            new Problem(StatusCodes.Status429TooManyRequests, rejected.Code, rejected.Reason)
            {
                RetryAfterSeconds = RetryAfterSeconds,
            },
        RefusalCodes.ApprovalNotFound =>
            new Problem(StatusCodes.Status404NotFound, rejected.Code, rejected.Reason),
        RefusalCodes.ApprovalNotAssigned =>
            new Problem(StatusCodes.Status403Forbidden, rejected.Code, rejected.Reason),
        RefusalCodes.TaskNotFound =>
            new Problem(StatusCodes.Status404NotFound, rejected.Code, rejected.Reason),
        _ => new Problem(StatusCodes.Status409Conflict, rejected.Code, rejected.Reason)
        {
            Details = new ErrorDetails
            {
                Reason = rejected.Reason,
                Winner = rejected.Winner is { } winner ? Approvals.ApprovalViews.Of(winner) : null,
            },
        },
    };
}
