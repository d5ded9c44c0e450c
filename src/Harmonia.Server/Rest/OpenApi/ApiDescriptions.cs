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
            "retryExecution", "Reopens a failed execution at its failed tasks."),
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
    public static ApiDescription? Find(string method, string path) => All.GetValueOrDefault($"{method} {path}");

    private static ApiDescription Command(string id, string summary) =>
        new(id, "Executions", summary, typeof(CommandAnswer)) { Errors = [404, 409] };
}
