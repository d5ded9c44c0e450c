using Harmonia.Core.Failures;

namespace Harmonia.Core.Tests.Definitions.Dialects;

public sealed class SpellingTests
{
    [Theory]
    [InlineData("\"parameters\": {\"p\": 1}", "\"input\": {\"p\": 1}")]
    [InlineData("\"params\": {\"p\": 1}", "\"input\": {\"p\": 1}")]
    [InlineData("\"inputs\": {\"p\": 1}", "\"input\": {\"p\": 1}")]
    [InlineData("\"config\": {\"p\": 1}", "\"input\": {\"p\": 1}")]
    [InlineData("\"dependsOn\": [\"b\"]", "\"depends_on\": [\"b\"]")]
    [InlineData("\"when\": \"input.x\"", "\"condition\": \"input.x\"")]
    [InlineData("\"timeout_ms\": 1500", "\"timeout\": 1.5")]
    [InlineData("\"timeout_ms\": 2000", "\"timeout\": 2")]
    [InlineData("\"timeout_hours\": 0.5", "\"timeout\": 1800")]
    [InlineData(
        "\"retry\": {\"max_attempts\": 3, \"delay_seconds\": 5, \"backoff_multiplier\": 2}",
        "\"retry_policy\": {\"max_retries\": 2, \"initial_delay\": 5, \"backoff_multiplier\": 2}")]
    [InlineData(
        "\"retry\": {\"max_attempts\": 3, \"initial_delay_ms\": 1000, \"backoff_factor\": 2, "
            + "\"retriable_errors\": [\"CONNECTION_ERROR\", \"TIMEOUT\", \"SERVER_ERROR\"]}",
        "\"retry_policy\": {\"max_retries\": 2, \"initial_delay\": 1, \"backoff_multiplier\": 2, "
            + "\"retry_on\": [\"connection_error\", \"timeout\", \"queue_timeout\", \"total_timeout\", "
            + "\"server_error\", \"http_5*\"]}")]
    [InlineData(
        "\"retry\": {\"max_retries\": 4, \"retry_interval\": 2}",
        "\"retry_policy\": {\"max_retries\": 4, \"initial_delay\": 2}")]
    public void A_field_of_a_task_is_known_by_its_other_names(string spelled, string canonical) => Normal.Task(
        $$"""{"component": "x", "action": "act", {{spelled}}}""",
        $$"""{"component": "x", "action": "act", {{canonical}}}""");

    [Fact]
    public void Input_and_output_of_a_workflow_have_a_plural() => Normal.Same(
        """{"name": "n", "input": {"a": "string"}, "output": {"b": "number"}, "tasks": {}}""",
        Normal.Form("""{"name": "n", "inputs": {"a": "string"}, "outputs": {"b": "number"}, "tasks": {}}"""));

    [Fact]
    public void A_schema_under_both_of_its_names_is_one() => Normal.Same(
        """{"name": "n", "input": {"a": "string"}, "tasks": {}, "output_schema": {"c": "string"}}""",
        Normal.Form(
            """
            {"name": "n", "input": {"a": "string"}, "tasks": {}, "input_schema": {"a": "string"},
             "output_schema": {"c": "string"}}
            """));

    [Fact]
    public void Error_handlers_name_classes_and_a_task_to_run() => Normal.Same(
        """
        {"name": "n", "tasks": {}, "error_handlers": [
            {"on": ["validation_error", "invalid_input", "invalid_output"], "run": "mend"},
            {"on": ["timeout", "queue_timeout", "total_timeout"], "run": "wait"},
            {"on": ["disk_full"], "run": "clean"},
            {"on": ["component_*"], "run": "call"}]}
        """,
        Normal.Form(
            """
            {"name": "n", "tasks": {}, "error_handlers": [
                {"error_type": "VALIDATION_ERROR", "handler_step": "mend"},
                {"error_type": "TIMEOUT", "handler_task": "wait"},
                {"error_type": "DISK_FULL", "run": "clean"},
                {"on": ["component_*"], "run": "call"}]}
            """));

    [Fact]
    public void What_the_documents_contract_says_is_canonical() => Normal.Untouched(
        """
        {"name": "n", "input_schema": {"file": {"type": "string"}}, "tasks": [
            {"task_id": "a", "component": "x", "action": "act", "retry": 2,
             "input": {"in": "${param.p}", "j": "{{ raw }}"},
             "metadata": {"condition": {"or": [{"gt": ["${input.n}", 0]}, {"not": "${input.b}"}]}}},
            {"name": "b", "component": "webhook", "action": "send", "depends_on": ["a"],
             "retry_policy": {"max_retries": 5}},
            {"name": "c", "component": "state_manager", "action": "update", "input": {"key": "k", "value": 1}}]}
        """);

    [Theory]
    [InlineData("\"input\": {}, \"parameters\": {}", FindingCodes.InvalidValue, "/tasks/a/parameters")]
    [InlineData("\"params\": {}, \"config\": {}", FindingCodes.InvalidValue, "/tasks/a/config")]
    [InlineData("\"retry\": {\"max_attempts\": 0}", FindingCodes.InvalidValue, "/tasks/a/retry/max_attempts")]
    [InlineData("\"retry\": {\"max_tries\": 1}", FindingCodes.UnknownField, "/tasks/a/retry/max_tries")]
    [InlineData("\"retry\": {\"backoff_factor\": 0}", FindingCodes.InvalidValue, "/tasks/a/retry/backoff_factor")]
    [InlineData("\"timeout_ms\": 0", FindingCodes.InvalidValue, "/tasks/a/timeout_ms")]
    [InlineData("\"timeout_ms\": \"soon\"", FindingCodes.UnknownField, "/tasks/a/timeout_ms")]
    [InlineData("\"dependsOn\": [\"zz\"]", FindingCodes.UnknownTask, "/tasks/a/dependsOn/0")]
    [InlineData("\"params\": {\"q\": {\"r\": \"${nope}\"}}", FindingCodes.UnknownReference, "/tasks/a/params/q/r")]
    [InlineData("\"hours\": 3", FindingCodes.UnknownField, "/tasks/a/hours")]
    public void A_mistake_is_found_where_it_was_written(string fields, string code, string pointer)
    {
        var finding = Normal.Refuse($$"""{"a": {"component": "x", "action": "act", {{fields}} } }""");

        Assert.Equal((code, pointer), (finding.Code, finding.Pointer));
    }

    [Fact]
    public void An_unknown_kind_of_error_handler_is_found_where_it_was_written()
    {
        var found = Normal.Take(
            """
            {"name": "n", "tasks": {"a": {"component": "x", "action": "act"}}, "error_handlers": [{"error_type": 7}]}
            """);

        Assert.Null(found.Definition);
        Assert.Contains(
            found.Findings,
            finding => finding is { Code: FindingCodes.WrongType, Pointer: "/error_handlers/0/error_type" });
    }
}
