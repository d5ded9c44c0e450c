using Harmonia.Client;
using Harmonia.Core.Executions;
using Harmonia.Core.Failures;
using Harmonia.Engine.Ports;
using Microsoft.AspNetCore.Http;

namespace Harmonia.Server.Rest;

/// <summary>Takes and tells checkpoints, under all the paths that there are for it.</summary>
internal static class CheckpointEndpoints
{
    private static readonly string[] Bodily = ["execution_id", "name", "description"];

    /// <summary><c>POST /api/checkpoints</c>: of an execution that goes on.</summary>
    public static async ValueTask<Answer> CreateAsync(ApiRequest request)
    {
        var (checkpoint, state) = await TakeNamedAsync(request, mayHaveEnded: false);
        return Answer.Created(CheckpointViews.Taken(checkpoint, state), HarmoniaJson.Wire.CheckpointTaken);
    }

    /// <summary><c>POST /api/state/checkpoints</c>: of any execution.</summary>
    public static async ValueTask<Answer> CreateForStateAsync(ApiRequest request)
    {
        var (checkpoint, state) = await TakeNamedAsync(request, mayHaveEnded: true);
        return Answer.Created(CheckpointViews.OfState(checkpoint, state), HarmoniaJson.Wire.StateCheckpoint);
    }

    /// <summary><c>POST /api/executions/{id}/checkpoint</c>: of any execution.</summary>
    public static async ValueTask<Answer> CreateForExecutionAsync(ApiRequest request)
    {
        var (name, description) = (default(string), default(string));
        if (await RequestBody.ReadOptionalJsonAsync(request, request.Services.BodyLimits.Command) is { } body)
        {
            var fields = new BodyFields(body.Document, Bodily[1..]);
            (name, description) = (fields.Text("name"), fields.Text("description"));
            fields.Check();
        }

        var (checkpoint, state) = await TakeAsync(
            request, new Wanted(request.ExecutionId, name, description, MayHaveEnded: true));
        return Answer.Created(CheckpointViews.Detail(checkpoint, state), HarmoniaJson.Wire.CheckpointDetail);
    }

    public static async ValueTask<Answer> GetAsync(ApiRequest request)
    {
        var checkpoint = await FindAsync(request, request.PathId);
        return Answer.Ok(
            CheckpointViews.Detail(checkpoint, await LoadAsync(request, checkpoint)),
            HarmoniaJson.Wire.CheckpointDetail);
    }

    public static async ValueTask<Answer> ListAsync(ApiRequest request)
    {
        var query = new RequestQuery(request, "execution_id", "limit", "offset");
        var (limit, offset) = (query.Limit, query.Offset);
        var page = await request.Services.Embedded.Checkpoints.ListAsync(
            new CheckpointQuery { ExecutionId = ExecutionOf(query), Limit = limit, Offset = offset }, request.Token);
        return Answer.Ok(
            new CheckpointList([.. page.Items.Select(CheckpointViews.Summary)], page.Total, limit, offset),
            HarmoniaJson.Wire.CheckpointList);
    }

    /// <exception cref="ApiException">There is none with this id; whatever is no id names nothing.</exception>
    public static async ValueTask<StoredCheckpoint> FindAsync(ApiRequest request, string id) =>
        (CheckpointId.TryParse(id, out var known)
            ? await request.Services.Embedded.Checkpoints.FindAsync(known, request.Token)
            : null) ?? throw new ApiException(Problem.NoCheckpoint(id));

    /// <summary>The execution as it was at a checkpoint.</summary>
    public static async ValueTask<ExecutionState> LoadAsync(ApiRequest request, StoredCheckpoint checkpoint)
    {
        var loaded = await request.Services.Embedded.Engine.Reader
            .LoadAsync(checkpoint.ExecutionId, checkpoint.Version, request.Token)
            .CheckedAsync();
        return loaded?.State ?? throw new ApiException(Problem.NoExecution(checkpoint.ExecutionId.ToString()));
    }

    private static async ValueTask<(StoredCheckpoint Checkpoint, ExecutionState State)> TakeNamedAsync(
        ApiRequest request, bool mayHaveEnded)
    {
        var body = await RequestBody.ReadJsonAsync(request, request.Services.BodyLimits.Command);
        var fields = new BodyFields(body.Document, Bodily);
        var (execution, name, description) =
            (fields.Text("execution_id"), fields.Text("name"), fields.Text("description"));
        if (fields.Value("execution_id") is null)
        {
            fields.Report(FindingCodes.MissingField, "/execution_id", "Say execution_id, of which execution.");
        }

        fields.Check();
        return ExecutionId.TryParse(execution, out var id)
            ? await TakeAsync(request, new Wanted(id, name, description, mayHaveEnded))
            : throw new ApiException(Problem.NoExecution(execution!));
    }

    private static async ValueTask<(StoredCheckpoint Checkpoint, ExecutionState State)> TakeAsync(
        ApiRequest request, Wanted wanted)
    {
        var (embedded, key) = (request.Services.Embedded, request.IdempotencyKey("checkpoint"));
        var id = new CheckpointId(
            key is null ? Guid.CreateVersion7() : DerivedId.From($"{wanted.Execution}/checkpoint/{key}"));
        var command = new TakeCheckpoint(id, wanted.Name, wanted.Description, wanted.MayHaveEnded) { Request = key };
        var reply = await embedded.Engine.Router.DeliverAsync(wanted.Execution, command, request.Token);
        if (reply is CommandReply.Decided { Decision: Decision.Rejected { Code: RefusalCodes.NotRunning } ended })
        {
            throw new ApiException(new Problem(StatusCodes.Status400BadRequest, ended.Code, ended.Reason));
        }

        var decided = Decisions.Accepted(reply, wanted.Execution);
        var taken = await FindAsync(request, id.ToString());
        if (decided.Decision is Decision.Accepted { Events.IsEmpty: true })
        {
            CheckSame(taken, wanted);
            request.MarkReplayed();
        }

        return (taken, await LoadAsync(request, taken));
    }

    private static void CheckSame(StoredCheckpoint taken, Wanted wanted)
    {
        if (taken.Name != wanted.Name || taken.Description != wanted.Description)
        {
            throw new ApiException(new Problem(
                StatusCodes.Status422UnprocessableEntity,
                ApiCodes.IdempotencyKeyReused,
                "This idempotency key was used for a checkpoint with another name or description."));
        }
    }

    private static ExecutionId? ExecutionOf(RequestQuery query)
    {
        if (query.Text("execution_id") is not { } text)
        {
            return null;
        }

        return ExecutionId.TryParse(text, out var id)
            ? id
            : throw RequestQuery.Wrong("execution_id", "it must be the id of an execution, a UUID.");
    }

    private sealed record Wanted(ExecutionId Execution, string? Name, string? Description, bool MayHaveEnded);
}
