using Harmonia.Client;
using Harmonia.Core.Executions;
using Harmonia.Core.Failures;

namespace Harmonia.Server.Rest;

/// <summary><c>/api/executions/{id}/tasks/{task}/…</c>: what people say about one task.</summary>
internal static class TaskEndpoints
{
    /// <summary>Says what became of a task whose outcome is not known (<c>on_unknown: ask</c>).</summary>
    public static async ValueTask<Answer> ResolveAsync(ApiRequest request)
    {
        var body = await RequestBody.ReadJsonAsync(request, request.Services.BodyLimits.State);
        var fields = new BodyFields(body.Document, "resolution", "output", "reason");
        var resolution = Resolution(fields);
        var (output, reason) = (fields.Value("output"), fields.Text("reason"));
        fields.Check();

        var id = request.ExecutionId;
        var key = request.IdempotencyKey("resolve");
        var command = new ResolveTask(request.PathTask, resolution, output, reason) { Request = key };
        var reply = await request.Services.Embedded.Engine.Router.DeliverAsync(id, command, request.Token);
        var decided = Decisions.Accepted(reply, id);
        if (decided.Decision is Decision.Accepted { Events.IsEmpty: true })
        {
            request.MarkReplayed();
        }

        return Answer.Ok(new CommandAnswer(true, id.Value, decided.Status.Word), HarmoniaJson.Wire.CommandAnswer);
    }

    private static TaskResolution Resolution(BodyFields fields)
    {
        switch (fields.Text("resolution"))
        {
            case "retry":
                return TaskResolution.Retry;
            case "complete":
                return TaskResolution.Complete;
            case "fail":
                return TaskResolution.Fail;
            default:
                fields.Report(
                    FindingCodes.InvalidValue, "/resolution", "Say resolution: \"retry\", \"complete\" or \"fail\".");
                return TaskResolution.Retry;
        }
    }
}
