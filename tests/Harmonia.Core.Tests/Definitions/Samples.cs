namespace Harmonia.Core.Tests.Definitions;

/// <summary>
/// Definitions that are accepted: those of the documentation and those of the older documents' kinds.
/// </summary>
internal static class Samples
{
    /// <summary>As clients of the older documents send them; the components are not known here.</summary>
    public static IReadOnlyList<string> Older { get; } =
    [
        """
        {"name": "Two commands", "description": "Runs and judges", "tasks": {
            "run": {"component": "ergon", "action": "execute_command", "input": {"command": "date"}},
            "judge": {"component": "prometheus", "action": "analyze_results",
                "input": {"data": "${tasks.run.output.result}"}, "depends_on": ["run"]}},
         "input": {"type": "object", "properties": {"zone": {"type": "string"}}},
         "output": {"type": "object", "properties": {"result": {"type": "string"}}}}
        """,
        """
        {"id": "7b1de6f2-3c59-4a0e-9d55-0f3f6f8a2b11", "name": "Full", "description": "Every documented field",
            "version": "1.0",
         "created_at": "2026-01-01T12:00:00Z", "updated_at": "2026-01-01T12:00:00Z",
         "tasks": {
            "run": {"id": "run", "name": "Run it", "component": "ergon", "action": "execute_command",
                "input": {"command": "uptime"}, "output": {"result": "string"}, "depends_on": [], "timeout": 300,
                    "retry": 3,
                "metadata": {"description": "Asks the system", "category": "system"}},
            "judge": {"id": "judge", "name": "Judge it", "component": "prometheus", "action": "analyze_results",
                "input": {"data": "${tasks.run.output.result}"}, "output": {"analysis": "object"},
                "depends_on": ["run"], "timeout": 600, "retry": 2,
                "metadata": {"category": "analysis", "condition": "${tasks.run.output.result != ''}"}}},
         "input": {"type": "object", "properties": {"zone": {"type": "string"}}},
         "output": {"type": "object", "properties": {"result": {"type": "string"}}},
         "metadata": {"author": "ann", "category": "example", "tags": ["demo"]}}
        """,
        """
        {"name": "Branches", "tasks": {
            "left": {"component": "reader", "action": "fetch", "input": {"query": "select 1"}},
            "right": {"component": "reader", "action": "fetch"},
            "both": {"component": "mixer", "action": "mix", "depends_on": ["left", "right"],
                "input": {"parts": {"one": "${tasks.left.output.rows}",
                    "two": "${tasks.right.output.rows.items[0].id}"}}},
            "maybe": {"component": "mixer", "action": "trim", "depends_on": ["both"],
                "metadata": {"condition": "${tasks.both.output.status == 'success'}"}},
            "many": {"component": "mixer", "action": "trim", "depends_on": ["both"],
                "metadata": {"condition": "${expr.len(tasks.both.output.items) > 5}"}}}}
        """,
        """
        {"name": "Listed", "tasks": [
            {"task_id": "work", "component": "data_processor", "action": "process",
                "retry_policy": {"max_retries": 5, "initial_delay": 1.0, "max_delay": 60.0, "backoff_multiplier": 2.0,
                    "retry_on": ["connection_error", "server_error", "timeout"]}},
            {"task_id": "greet", "component": "text_processor", "action": "format", "depends_on": ["work"],
                "input": {"template": "Dear ${param.name}", "variables": {
                    "since": "${context.execution.start_time}", "before": "${tasks.work.output.result}",
                    "log": "${context.workflow.name} with ${context.execution.id}"}}},
            {"task_id": "alert", "component": "notification", "action": "send_email", "depends_on": ["work"],
                "input": {"to": "ops@example.com"},
                "metadata": {"condition": {"or": [
                    {"gt": ["${tasks.work.output.error_count}", 0]},
                    {"lt": ["${tasks.work.output.success_rate}", 0.9]}]}}},
            {"task_id": "count", "component": "state_manager", "action": "update", "depends_on": ["work"],
                "input": {"key": "done", "value": "${context.state.done + tasks.work.output.count}"}}]}
        """,
    ];

    private static readonly string[] Pages =
    [
        "docs/workflows.md", "docs/guides/maps.md", "docs/guides/dynamic.md", "docs/guides/steps.md",
    ];

    /// <summary>The fenced examples of the reference and of guides.</summary>
    public static IReadOnlyList<string> Documented { get; } =
    [
        .. Pages.SelectMany(page => Repository.Read(page).Split("```yaml\n").Skip(1))
            .Select(part => part.Split("```")[0]),
    ];
}
