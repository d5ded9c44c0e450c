using Harmonia.Client;
using Harmonia.Core.Failures;
using Microsoft.AspNetCore.Http;

namespace Harmonia.Server.Rest;

/// <summary>Why a request is not served: everything that its answer says.</summary>
internal sealed record Problem(int Status, string Code, string Message)
{
    public ErrorDetails Details { get; init; } = new();

    /// <summary>When it may be tried again.</summary>
    public int? RetryAfterSeconds { get; init; }

    /// <summary>The documented kind of each status.</summary>
    public string Type => Status switch
    {
        StatusCodes.Status401Unauthorized => "AuthenticationError",
        StatusCodes.Status403Forbidden => "AuthorizationError",
        StatusCodes.Status404NotFound => "NotFoundError",
        StatusCodes.Status409Conflict => "ConflictError",
        StatusCodes.Status410Gone => "GoneError",
        StatusCodes.Status412PreconditionFailed => "ConflictError",
        StatusCodes.Status422UnprocessableEntity => "ProcessingError",
        StatusCodes.Status429TooManyRequests => "RateLimitError",
        StatusCodes.Status503ServiceUnavailable => "UnavailableError",
        >= 500 => "InternalError",
        _ => "ValidationError",
    };

    /// <summary>A document or request in which something was found; the first error speaks for all.</summary>
    public static Problem Of(string code, IReadOnlyList<Finding> findings, int status = StatusCodes.Status400BadRequest)
    {
        var first = findings.FirstOrDefault(finding => finding.IsError) ?? findings[0];
        var others = findings.Count(finding => finding.IsError) - 1;
        return new Problem(status, code, others > 0 ? $"{first.Message} (and {others} more)" : first.Message)
        {
            Details = new ErrorDetails
            {
                Field = first.Pointer,
                Reason = first.Message,
                Suggestion = first.Suggestion,
                Findings = [.. findings.Select(Wire.Of)],
            },
        };
    }

    /// <summary>A parameter of the address that is wrong.</summary>
    public static Problem OfParameter(string name, string reason) =>
        new(StatusCodes.Status400BadRequest, ApiCodes.InvalidInput, $"The parameter {name} is wrong: {reason}")
        {
            Details = new ErrorDetails { Field = name, Reason = reason },
        };

    public static Problem NoWorkflow(string id) => new(
        StatusCodes.Status404NotFound, ApiCodes.WorkflowNotFound, $"There is no workflow '{Wire.Shorten(id)}'.");

    public static Problem NoExecution(string id) => new(
        StatusCodes.Status404NotFound, ApiCodes.ExecutionNotFound, $"There is no execution '{Wire.Shorten(id)}'.");

    public static Problem NoCheckpoint(string id) => new(
        StatusCodes.Status404NotFound, ApiCodes.CheckpointNotFound, $"There is no checkpoint '{Wire.Shorten(id)}'.");

    public static Problem NoVersion(long version, long last) => new(
        StatusCodes.Status400BadRequest,
        ApiCodes.InvalidInput,
        $"The execution has no version {version}; its last is {last}.")
    {
        Details = new ErrorDetails { Field = "/version", Reason = $"The last version is {last}." },
    };

    public static Problem Parked(string reason) => new(
        StatusCodes.Status409Conflict,
        ApiCodes.ExecutionQuarantined,
        $"The execution cannot be processed and is parked until it is resumed: {reason}");

    public static Problem Unreadable(string reason) => new(
        StatusCodes.Status409Conflict,
        ApiCodes.ExecutionQuarantined,
        $"What is stored of the execution cannot be read: {reason}");
}

/// <summary>Ends a request with its problem; only <see cref="ErrorAnswers"/> catches it.</summary>
internal sealed class ApiException(Problem problem) : Exception(problem.Message)
{
    public Problem Problem { get; } = problem;
}
