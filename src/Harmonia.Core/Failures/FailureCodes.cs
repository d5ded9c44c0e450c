namespace Harmonia.Core.Failures;

/// <summary>
/// Error classes of failed tasks and executions. Stable, never reused; <c>docs/errors.md</c> explains each.
/// </summary>
public static class FailureCodes
{
    public const string Timeout = "timeout";
    public const string QueueTimeout = "queue_timeout";
    public const string TotalTimeout = "total_timeout";
    public const string ExecutionTimeout = "execution_timeout";
    public const string TaskFailed = "task_failed";
    public const string ComponentNotFound = "component_not_found";
    public const string ActionNotFound = "action_not_found";
    public const string ComponentError = "component_error";
    public const string ShellNotAllowed = "shell_not_allowed";
    public const string ConnectionError = "connection_error";
    public const string ServerError = "server_error";
    public const string SecretNotFound = "secret_not_found";
    public const string InvalidInput = "invalid_input";
    public const string InvalidOutput = "invalid_output";
    public const string ExpressionError = "expression_error";
    public const string AddressNotAllowed = "address_not_allowed";
    public const string ResponseTooLarge = "response_too_large";
    public const string CommandFailed = "command_failed";
    public const string OutputTooLarge = "output_too_large";
    public const string PlanRefused = "plan_refused";
    public const string ItemsFailed = "items_failed";
    public const string TooManyItems = "too_many_items";
    public const string HistoryLimit = "history_limit";
    public const string UnknownOutcome = "unknown_outcome";
    public const string JoinNotMet = "join_not_met";
    public const string NoTransition = "no_transition";
    public const string LoopLimit = "loop_limit";
    public const string Canceled = "canceled";
    public const string CallbacksNotServed = "callbacks_not_served";
    public const string WorkflowNotFound = "workflow_not_found";
    public const string ChildCanceled = "child_canceled";
    public const string TooDeep = "too_deep";
    public const string Rejected = "rejected";
    public const string ReleasedTooOften = "released_too_often";
    public const string HeartbeatTimeout = "heartbeat_timeout";
    public const string BudgetExceeded = "budget_exceeded";
    public const string LlmUnauthorized = "llm_unauthorized";
    public const string LlmContextLength = "llm_context_length";
    public const string LlmRefused = "llm_refused";
    public const string LlmInvalidAnswer = "llm_invalid_answer";
    public const string LlmToolLimit = "llm_tool_limit";
    public const string McpToolError = "mcp_tool_error";

    /// <summary>The class of an HTTP answer that was not accepted, such as <c>http_503</c>.</summary>
    public static string Http(int status) => $"http_{status}";
}
