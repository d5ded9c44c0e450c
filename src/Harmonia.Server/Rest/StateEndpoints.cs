using Harmonia.Client;
using Harmonia.Core.Executions;
using Harmonia.Core.Failures;

namespace Harmonia.Server.Rest;

/// <summary><c>/api/state/{id}</c>: free-form state that callers keep with an execution.</summary>
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
        var reply = await request.Services.Embedded.Engine.Router.DeliverAsync(
            id, new ChangeState(state!.Value), request.Token);
        var savedAt = Decisions.Accepted(reply, id).Decision is Decision.Accepted { Events: [var saved, ..] }
            ? saved.At
            : request.Services.Time.GetUtcNow();
        return Answer.Ok(new StateSaved(true, id.Value, savedAt), HarmoniaJson.Wire.StateSaved);
    }
}
