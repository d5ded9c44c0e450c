using Harmonia.Client;
using Harmonia.Core.Executions;
using Harmonia.Core.Failures;

namespace Harmonia.Server.Rest;

/// <summary>
/// <c>/api/state/{id}</c> and <c>/api/executions/{id}/state</c>: free-form state that callers keep with an execution.
/// </summary>
internal static class StateEndpoints
{
    public static async ValueTask<Answer> GetAsync(ApiRequest request)
    {
        var loaded = await request.Services.Embedded.Engine.Reader.LoadAsync(request.ExecutionId, request.Token)
                .CheckedAsync()
            ?? throw new ApiException(Problem.NoExecution(request.PathId));
        return Answer.Ok(
            new StateAnswer(loaded.State.CustomState, loaded.State.CustomStateAt ?? loaded.State.CreatedAt),
            HarmoniaJson.Wire.StateAnswer);
    }

    public static async ValueTask<Answer> PutAsync(ApiRequest request)
    {
        var id = request.ExecutionId;
        var body = await RequestBody.ReadJsonAsync(request, request.Services.BodyLimits.State);
        var fields = new BodyFields(body.Document, "state");
        var state = fields.ObjectOrNull("state");
        if (fields.Value("state") is null)
        {
            fields.Report(FindingCodes.MissingField, "/state", "Say state, an object.");
        }

        fields.Check();
        return await SaveAsync(request, id, new ChangeState(state!.Value));
    }

    /// <summary>The body itself is what is merged: its members are set, the others stay.</summary>
    public static async ValueTask<Answer> MergeAsync(ApiRequest request)
    {
        var id = request.ExecutionId;
        var body = await RequestBody.ReadJsonAsync(request, request.Services.BodyLimits.State);
        return await SaveAsync(
            request, id, new UpdateState(body.Document.Root) { Request = request.IdempotencyKey("state") });
    }

    private static async ValueTask<Answer> SaveAsync(ApiRequest request, ExecutionId id, ExecutionCommand command)
    {
        var reply = await request.Services.Embedded.Engine.Router.DeliverAsync(id, command, request.Token);
        var savedAt = Decisions.Accepted(reply, id).Decision is Decision.Accepted { Events: [var saved, ..] }
            ? saved.At
            : Replayed(request);
        return Answer.Ok(new StateSaved(true, id.Value, savedAt), HarmoniaJson.Wire.StateSaved);
    }

    private static DateTimeOffset Replayed(ApiRequest request)
    {
        request.MarkReplayed();
        return request.Services.Time.GetUtcNow();
    }
}
