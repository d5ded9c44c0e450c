using System.Security.Cryptography;
using System.Text;
using System.Text.Json;
using Harmonia.Client;
using Harmonia.Core.Executions;
using Harmonia.Core.Failures;
using Harmonia.Engine;
using Harmonia.Engine.Ports;

namespace Harmonia.Server.Rest;

/// <summary>Begins new executions where others were: at a checkpoint, or at any version.</summary>
internal static class RestoreEndpoints
{
    private const string Scope = "restore";

    /// <summary><c>POST /api/checkpoints/{id}/restore</c>.</summary>
    public static async ValueTask<Answer> RestoreAsync(ApiRequest request)
    {
        await RequestBody.RefuseFieldsAsync(request);
        var checkpoint = await CheckpointEndpoints.FindAsync(request, request.PathId);
        return Told(await RestoreAsync(request, Of(checkpoint)));
    }

    /// <summary><c>POST /api/executions/{id}/fork</c>.</summary>
    public static async ValueTask<Answer> ForkAsync(ApiRequest request)
    {
        var original = request.ExecutionId;
        var body = await RequestBody.ReadJsonAsync(request, request.Services.BodyLimits.Command);
        var fields = new BodyFields(body.Document, "version");
        long version = 0;
        if (fields.Value("version") is not { } value)
        {
            fields.Report(FindingCodes.MissingField, "/version", "Say version, the number of an event.");
        }
        else if (value.ValueKind != JsonValueKind.Number || !value.TryGetInt64(out version) || version < 1)
        {
            fields.Report(FindingCodes.InvalidValue, "/version", "version must be the number of an event, from 1.");
        }

        fields.Check();
        return Told(await RestoreAsync(request, new RestoreRequest(original, version)));
    }

    /// <summary><c>POST /api/state/restore</c>: the checkpoint stands in the body.</summary>
    public static async ValueTask<Answer> RestoreForStateAsync(ApiRequest request)
    {
        var body = await RequestBody.ReadJsonAsync(request, request.Services.BodyLimits.Command);
        var fields = new BodyFields(body.Document, "checkpoint_id", "execution_options");
        var id = fields.Text("checkpoint_id");
        if (fields.Value("checkpoint_id") is null)
        {
            fields.Report(FindingCodes.MissingField, "/checkpoint_id", "Say checkpoint_id, which checkpoint.");
        }

        CheckOptions(fields);
        fields.Check();
        var checkpoint = await CheckpointEndpoints.FindAsync(request, id!);
        var restored = await RestoreAsync(request, Of(checkpoint));
        var loaded = await request.Services.Embedded.Engine.Reader
            .LoadAsync(new ExecutionId(restored.ExecutionId), request.Token)
            .CheckedAsync();
        var detail = ExecutionViews.Detail(loaded!);
        return Answer.Created(
            new StateRestored(
                detail.ExecutionId,
                restored.OriginalExecutionId,
                checkpoint.Id.Value,
                detail.WorkflowId,
                detail.Status,
                detail.StartTime,
                detail.TaskStatuses),
            HarmoniaJson.Wire.StateRestored);
    }

    private static RestoreRequest Of(StoredCheckpoint checkpoint) =>
        new(checkpoint.ExecutionId, checkpoint.Version) { Checkpoint = checkpoint.Id };

    private static Answer Told(ExecutionRestored restored) =>
        Answer.Created(restored, HarmoniaJson.Wire.ExecutionRestored);

    private static async ValueTask<ExecutionRestored> RestoreAsync(ApiRequest request, RestoreRequest wanted)
    {
        var key = request.IdempotencyKey(Scope);
        wanted = wanted with { IdempotencyKey = key, ContentHash = key is null ? null : Hash(wanted) };
        var result = await new ValueTask<RestoreResult>(
            request.Services.Embedded.Engine.RestoreAsync(wanted, request.Token)).CheckedAsync();
        switch (result)
        {
            case RestoreResult.Decided { Id: var id, Reply: var reply }:
                var decided = Decisions.Accepted(reply, id);
                if (decided.Decision is Decision.Accepted { Events.IsEmpty: true })
                {
                    request.MarkReplayed();
                }

                return new ExecutionRestored(
                    id.Value, wanted.Original.Value, wanted.Checkpoint?.Value, ExecutionStatus.Running.Word)
                {
                    Version = wanted.Version,
                    CreatedAt = decided.CreatedAt,
                };
            case RestoreResult.NoSuchVersion { Last: var last }:
                throw new ApiException(Problem.NoVersion(wanted.Version, last));
            default:
                throw new ApiException(Problem.NoExecution(wanted.Original.ToString()));
        }
    }

    private static string Hash(RestoreRequest wanted) => Convert.ToHexStringLower(
        SHA256.HashData(Encoding.UTF8.GetBytes($"{wanted.Original}/{wanted.Version}/{wanted.Checkpoint}")));

    /// <summary>Nobody may believe that an option has an effect which it has not.</summary>
    private static void CheckOptions(BodyFields fields)
    {
        foreach (var option in fields.Object("execution_options").EnumerateObject())
        {
            if (option.Name != "async" || option.Value.ValueKind != JsonValueKind.True)
            {
                fields.Report(
                    FindingCodes.NotSupported,
                    JsonPointer.Append("/execution_options", option.Name),
                    "The only option is async, which is always true; the execution keeps its own limits.");
            }
        }
    }
}
