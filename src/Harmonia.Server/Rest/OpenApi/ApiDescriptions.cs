using System.Text.Json;
using Harmonia.Client;

namespace Harmonia.Server.Rest.OpenApi;

/// <summary>The description of every call, by method and path.</summary>
internal static partial class ApiDescriptions
{
    private const string Definition =
        """{"name": "hello", "tasks": {"say": {"component": "harmonia", "action": "echo", "input": """
        + """{"text": "Hello ${input.name}"}}}}""";

    private static readonly (string, string)[] Page =
    [
        ("limit", "Rows at most: 1 to 1000, 100 unless told."),
        ("offset", "Rows to pass over; 0 unless told."),
        ("filter", "Conditions field:operator:value joined by commas, such as name:contains:test. Operators: eq, neq, "
            + "contains, starts_with, gt, gte, lt, lte, in (values joined by |)."),
    ];

    private static readonly Dictionary<string, ApiDescription> All = new(Templates, StringComparer.Ordinal)
    {
        ["GET /api/workflows"] = new("listWorkflows", "Workflows", "Workflows, newest first.", typeof(WorkflowList))
        {
            Query = Page,
        },
        ["POST /api/workflows"] = new("createWorkflow", "Workflows", "Saves a new workflow.", typeof(WorkflowSaved))
        {
            Statuses = [201],
            Errors = [409, 413, 415, 422],
            TakesDefinition = true,
            Example = Definition,
        },
        ["POST /api/workflows/validate"] = new(
            "validateWorkflow", "Workflows", "Checks a definition without saving it.", typeof(ValidationAnswer))
        {
            Errors = [413, 415],
            TakesDefinition = true,
            Example = Definition,
        },
        ["GET /api/workflows/{id}"] = new(
            "getWorkflow",
            "Workflows",
            "A workflow, by id or name, with its definition as it was sent.",
            typeof(WorkflowDetail))
        {
            Query =
            [
                ("form", "original, as it was sent (the default), or canonical, as it is carried out."),
            ],
            Errors = [404],
        },
        ["PUT /api/workflows/{id}"] = new(
            "reviseWorkflow", "Workflows", "Saves the next revision; executions keep theirs.", typeof(WorkflowRevised))
        {
            Errors = [404, 409, 413, 415],
            TakesDefinition = true,
            Example = Definition,
        },
        ["DELETE /api/workflows/{id}"] = new(
            "deleteWorkflow", "Workflows", "Removes a workflow without active executions.", typeof(WorkflowRemoved))
        {
            Errors = [404, 409],
        },
        ["GET /api/executions"] = new(
            "listExecutions", "Executions", "Executions, newest first.", typeof(ExecutionList))
        {
            Query =
            [
                ("workflow_id", "Executions of this workflow only."),
                ("parent", "Executions that this execution started only."),
                ("status", "pending, running, paused, completed, failed or canceled; several joined by commas."),
                .. Page,
                ("cursor", "The next_cursor of the page before."),
            ],
        },
        ["POST /api/executions"] = new(
            "startExecution",
            "Executions",
            "Starts an execution, and waits for its end if asked to.",
            typeof(ExecutionStarted))
        {
            Statuses = [202, 200],
            Errors = [404, 413, 415, 422],
            Body = typeof(StartBody),
            Example = """{"workflow_id": "hello", "input": {"name": "Ada"}, "metadata": {"source": "api"}}""",
            Query = [("wait", "Seconds to wait for the end, 0 to 300. 200 when it ended in time, otherwise 202.")],
        },
        ["GET /api/executions/{id}"] = new(
            "getExecution", "Executions", "An execution with its tasks.", typeof(ExecutionDetail))
        { Errors = [404] },
        ["GET /api/executions/{id}/history"] = new(
            "getHistory", "Executions", "Its events as they were stored.", typeof(ExecutionHistory))
        {
            Errors = [404],
            Query =
            [
                ("after", "The version after which the page begins; 0 unless told."),
                ("limit", "Events at most: 1 to 1000, 100 unless told."),
            ],
        },
        ["POST /api/executions/{id}/pause"] = Command("pauseExecution", "Lets no further attempt start."),
        ["POST /api/executions/{id}/resume"] = Command("resumeExecution", "Lets a paused execution go on."),
        ["POST /api/executions/{id}/retry"] = Command(
            "retryExecution", "Reopens a failed execution, or one with warnings, at its failed tasks and items."),
        ["POST /api/executions/{id}/tasks/{task}/items"] = Command("addItems", "Adds items to a map that is open.")
            with
        {
            Errors = [404, 409, 413, 415],
            Body = typeof(ItemsBody),
            Example = """{"items": ["d", "e"], "close": true}""",
        },
        ["POST /api/executions/{id}/tasks/{task}/resolve"] = Command(
            "resolveTask", "Says what became of a task whose outcome is not known.") with
        {
            Body = typeof(ResolveBody),
            Example = """{"resolution": "complete", "output": {"id": 7}}""",
        },
        ["POST /api/executions/{id}/cancel"] = Command("cancelExecution", "Ends an execution.") with
        {
            Body = typeof(CancelBody),
            Example = """{"reason": "No longer needed"}""",
        },
        ["GET /api/checkpoints"] = new(
            "listCheckpoints", "Checkpoints", "Checkpoints, newest first.", typeof(CheckpointList))
        {
            Query = [("execution_id", "Checkpoints of this execution only."), .. Page.Take(2)],
        },
        ["POST /api/checkpoints"] = new(
            "createCheckpoint",
            "Checkpoints",
            "Names the version that an execution is at, while it goes on.",
            typeof(CheckpointTaken))
        {
            Statuses = [201],
            Errors = [404, 409, 415, 422],
            Body = typeof(CheckpointBody),
            Example = """{"execution_id": "8d0f2c1e-5f43-8c6a-9a51-0a6b6d2b7c11", "name": "half-way"}""",
        },
        ["GET /api/checkpoints/{id}"] = new(
            "getCheckpoint", "Checkpoints", "A checkpoint with what the execution was.", typeof(CheckpointDetail))
        {
            Errors = [404, 409],
        },
        ["POST /api/checkpoints/{id}/restore"] = Restore(
            "restoreCheckpoint", "Begins a new execution at a checkpoint.", typeof(ExecutionRestored)),
        ["POST /api/checkpoints/{id}/validate"] = new(
            "validateCheckpoint",
            "Checkpoints",
            "Tells what stands against restoring a checkpoint now.",
            typeof(CheckpointValidation))
        {
            Errors = [404],
        },
        ["POST /api/executions/{id}/checkpoint"] = new(
            "checkpointExecution",
            "Checkpoints",
            "Names the version that an execution is at, ended or not.",
            typeof(CheckpointDetail))
        {
            Statuses = [201],
            Errors = [404, 409, 415, 422],
            Body = typeof(CheckpointBody),
            Example = """{"name": "half-way"}""",
        },
        ["POST /api/executions/{id}/fork"] = Restore(
            "forkExecution", "Begins a new execution at any version of one.", typeof(ExecutionRestored)) with
        {
            Body = typeof(ForkBody),
            Example = """{"version": 12}""",
        },
        ["POST /api/state/checkpoints"] = new(
            "createStateCheckpoint",
            "Checkpoints",
            "The same as checkpointExecution, told with the tasks.",
            typeof(StateCheckpoint))
        {
            Statuses = [201],
            Errors = [404, 409, 415, 422],
            Body = typeof(CheckpointBody),
            Example = """{"execution_id": "8d0f2c1e-5f43-8c6a-9a51-0a6b6d2b7c11", "name": "half-way"}""",
        },
        ["POST /api/state/restore"] = Restore(
            "restoreState", "The same as restoreCheckpoint, told with the tasks.", typeof(StateRestored)) with
        {
            Body = typeof(StateRestoreBody),
            Example = """{"checkpoint_id": "8d0f2c1e-5f43-8c6a-9a51-0a6b6d2b7c12"}""",
        },
        ["GET /api/executions/{id}/state"] = new(
            "getExecutionState", "State", "The same as getState.", typeof(StateAnswer))
        { Errors = [404] },
        ["POST /api/executions/{id}/state"] = new(
            "updateExecutionState", "State", "Sets members of that state and leaves the others.", typeof(StateSaved))
        {
            Errors = [404, 413, 415],
            Body = typeof(JsonElement),
            Example = """{"note": "halfway"}""",
        },
        ["GET /api/state/{id}"] = new(
            "getState", "State", "The free-form state kept with an execution.", typeof(StateAnswer))
        { Errors = [404] },
        ["PUT /api/state/{id}"] = new("putState", "State", "Replaces that state.", typeof(StateSaved))
        {
            Errors = [404, 413, 415],
            Body = typeof(StateBody),
            Example = """{"state": {"note": "halfway"}}""",
        },
        ["POST /api/expressions/evaluate"] = new(
            "evaluateExpression",
            "Expressions",
            "Tries an expression, template or condition out.",
            typeof(EvaluationAnswer))
        {
            Errors = [413, 415, 422],
            Body = typeof(EvaluationBody),
            Example = """{"expression": "input.a + 1", "scope": {"input": {"a": 2}}}""",
        },
        ["POST /callbacks/{token}"] = new(
            "callBack", "Executions", "Answers a webhook at the address that it told.", typeof(CommandAnswer))
        {
            Errors = [404, 409, 410, 413],
        },
        ["GET /health"] = new("getHealth", "Health", "Whether the server lives.", typeof(HealthAnswer)),
        ["GET /api/health"] = new("getApiHealth", "Health", "The same.", typeof(HealthAnswer)),
        ["GET /ready"] = new("getReady", "Health", "Whether it is ready for work.", typeof(ReadyAnswer))
        {
            Statuses = [200, 503],
        },
    };

    /// <summary>The description of a call; one that is not there has none.</summary>
    public static ApiDescription? Find(string method, string path) =>
        All.GetValueOrDefault($"{method} {path}")
        ?? WaitDescriptions.All.GetValueOrDefault($"{method} {path}")
        ?? ComponentDescriptions.All.GetValueOrDefault($"{method} {path}")
        ?? FamilyDescriptions.All.GetValueOrDefault($"{method} {path}")
        ?? WorkerDescriptions.All.GetValueOrDefault($"{method} {path}");

    private static ApiDescription Restore(string id, string summary, Type answer) =>
        new(id, "Checkpoints", summary, answer) { Statuses = [201], Errors = [404, 409, 415, 422] };

    private static ApiDescription Command(string id, string summary) =>
        new(id, "Executions", summary, typeof(CommandAnswer)) { Errors = [404, 409] };
}
