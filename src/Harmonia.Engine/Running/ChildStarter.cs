using System.Text.Json;
using Harmonia.Core.Definitions;
using Harmonia.Core.Executions;
using Harmonia.Core.Failures;
using Harmonia.Engine.Ports;

namespace Harmonia.Engine.Running;

/// <summary><c>workflow_engine.execute_workflow</c>: starts the child of a task.</summary>
/// <remarks>
/// It fails only when the child has certainly not begun: while the store is in trouble it tries again until it is
/// stopped. The child's id was stored with the attempt, so starting it again finds the same child.
/// </remarks>
internal sealed class ChildStarter(
    ExecutionRouter router,
    IExecutionStore executions,
    IWorkflowStore workflows,
    DefinitionCache definitions,
    TimeProvider time) : ITaskExecutor
{
    private static readonly TimeSpan FirstPause = TimeSpan.FromMilliseconds(50);
    private static readonly TimeSpan LongestPause = TimeSpan.FromSeconds(5);

    public string Component => ChildActions.Component;

    public bool BuiltIn => true;

    public IReadOnlyCollection<string> Actions { get; } = [ChildActions.Execute];

    public int? MaxConcurrent => null;

    public async ValueTask<TaskOutcome> ExecuteAsync(TaskCall call, CancellationToken cancellationToken)
    {
        var child = call.Child ?? throw new ArgumentException("The call does not say which child.", nameof(call));
        for (var pause = FirstPause; ; pause = pause < LongestPause ? 2 * pause : LongestPause)
        {
            cancellationToken.ThrowIfCancellationRequested();
            try
            {
                return await TryStartAsync(call, child, cancellationToken);
            }
            catch (StoreUnavailableException)
            {
                // Whether it began is unknown. The next try finds it if it did.
                await Task.Delay(pause, time, cancellationToken);
            }
        }
    }

    private async ValueTask<TaskOutcome> TryStartAsync(
        TaskCall call, ChildCall child, CancellationToken cancellationToken)
    {
        if (await executions.FindAsync(child.Id, cancellationToken) is { } begun)
        {
            return Begun(child.Id, begun.WorkflowName); // By an attempt that was interrupted.
        }

        var request = ChildRequest.Of(call.Input);
        if (await FindAsync(request, cancellationToken) is not { } workflow)
        {
            return Failed(FailureCodes.WorkflowNotFound, request.NotFound);
        }

        var definition = await definitions.GetAsync(workflow.DefinitionHash, cancellationToken);
        var start = new StartExecution(workflow.Id, request.Input, null, child.Id.ToString())
        {
            Request = child.Id.ToString(),
            Parent = new ParentExecution(call.ExecutionId, call.Task, call.Attempt, child.Depth, child.Waits),
        };
        cancellationToken.ThrowIfCancellationRequested();
        var reply = await router.StartAsync(
            child.Id, start, new ExecutionSeed(definition, null, IsFresh: false), cancellationToken);
        return reply is CommandReply.Decided { Decision: Decision.Rejected refusal }
            ? Refused(workflow, refusal)
            : Begun(child.Id, workflow.Name);
    }

    private async ValueTask<StoredWorkflow?> FindAsync(ChildRequest request, CancellationToken cancellationToken)
    {
        var workflow = WorkflowId.TryParse(request.Workflow, out var id)
            ? await workflows.FindAsync(id, cancellationToken)
            : await workflows.FindByNameAsync(request.Workflow, cancellationToken);
        return workflow is null || (request.Revision is null && request.Version is null)
            ? workflow
            : await workflows.FindRevisionAsync(workflow.Id, request.Revision, request.Version, cancellationToken);
    }

    private static TaskOutcome.Completed Begun(ExecutionId child, string workflow) => new(JsonText.Write(writer =>
    {
        writer.WriteStartObject();
        writer.WriteString("execution_id", child.Value);
        writer.WriteString("workflow", workflow);
        writer.WriteEndObject();
    }));

    private static TaskOutcome.Failed Refused(StoredWorkflow workflow, Decision.Rejected refusal) => Failed(
        FailureCodes.InvalidInput,
        $"The workflow '{workflow.Name}' did not take the input: {refusal.Reason}",
        JsonText.Write(writer =>
        {
            writer.WriteStartArray();
            foreach (var finding in refusal.Findings)
            {
                writer.WriteStartObject();
                writer.WriteString("pointer", finding.Pointer);
                writer.WriteString("message", finding.Message);
                writer.WriteEndObject();
            }

            writer.WriteEndArray();
        }));

    private static TaskOutcome.Failed Failed(string code, string message, JsonElement? details = null) =>
        new(new TaskFailure(code, message, Retryable: false) { Details = details });
}
