using Harmonia.Client;
using Harmonia.Core.Definitions;
using Harmonia.Core.Executions;
using Harmonia.Core.Failures;
using Harmonia.Engine.Ports;
using TaskStatus = Harmonia.Core.Executions.TaskStatus;

namespace Harmonia.Server.Rest;

/// <summary><c>POST /api/checkpoints/{id}/validate</c>: what stands against restoring a checkpoint now.</summary>
internal static class CheckpointValidator
{
    public static async ValueTask<Answer> ValidateAsync(ApiRequest request)
    {
        await RequestBody.RefuseFieldsAsync(request);
        var checkpoint = await CheckpointEndpoints.FindAsync(request, request.PathId);
        var problems = await ProblemsAsync(request, checkpoint);
        return Answer.Ok(
            new CheckpointValidation(
                problems.Count == 0, checkpoint.Id.Value, checkpoint.ExecutionId.Value, problems),
            HarmoniaJson.Wire.CheckpointValidation);
    }

    private static async ValueTask<IReadOnlyList<FailureDetail>> ProblemsAsync(
        ApiRequest request, StoredCheckpoint checkpoint)
    {
        try
        {
            var state = await CheckpointEndpoints.LoadAsync(request, checkpoint);
            return [.. Problems(state, request.Services.Embedded.Catalog)];
        }
        catch (ApiException exception)
        {
            return [new FailureDetail(exception.Problem.Code, exception.Message)];
        }
    }

    private static IEnumerable<FailureDetail> Problems(ExecutionState state, IActionCatalog catalog)
    {
        if (state.Forgotten > 0)
        {
            yield return new FailureDetail(
                RefusalCodes.NotRestorable, "Not all events up to the version are kept.");
        }

        if (state.Version + 1 >= state.Settings.MaxEvents)
        {
            yield return new FailureDetail(
                RefusalCodes.NotRestorable, "The version leaves no room for further events.");
        }

        foreach (var task in state.AllTasks())
        {
            var definition = task.Definition;
            if (definition.Kind != TaskKind.Call || task.Status is TaskStatus.Completed or TaskStatus.Skipped)
            {
                continue;
            }

            if (catalog.Find(definition.Component) is not { } component)
            {
                yield return new FailureDetail(
                    FailureCodes.ComponentNotFound, $"There is no component '{definition.Component}' now.")
                { Task = task.Path };
            }
            else if (!component.Names.Contains(definition.Action))
            {
                yield return new FailureDetail(
                    FailureCodes.ActionNotFound,
                    $"Component '{definition.Component}' has no action '{definition.Action}' now.")
                { Task = task.Path };
            }
        }
    }
}
