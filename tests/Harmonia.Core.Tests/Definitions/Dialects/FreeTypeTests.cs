using Harmonia.Core.Failures;

namespace Harmonia.Core.Tests.Definitions.Dialects;

public sealed class FreeTypeTests
{
    [Fact]
    public void A_request_is_done_by_the_http_component() => Normal.Task(
        """
        {"type": "api_request", "config": {"url": "http://x/y", "method": "post", "params": {"q": 1}, "data": {"a": 1}}}
        """,
        """
        {"type": "standard", "component": "http", "action": "request",
         "input": {"url": "http://x/y", "method": "POST", "query": {"q": 1}, "json": {"a": 1}}}
        """);

    [Fact]
    public void The_body_of_a_request_that_is_a_text_is_sent_as_text() => Normal.Task(
        """{"type": "http_request", "config": {"url": "http://x/y", "body": "plain"}}""",
        """
        {"type": "standard", "component": "http", "action": "request", "input": {"url": "http://x/y", "text": "plain"}}
        """);

    [Fact]
    public void Data_goes_from_task_to_task() => Normal.Tasks(
        """
        [{"id": "get", "type": "setup", "config": {"a": 1}, "next": ["sort", "re-port"]},
         {"id": "sort", "type": "data_transform", "config": {"operations": []}, "next": "re-port"},
         {"id": "re-port", "type": "report_generation"}]
        """,
        """
        [{"id": "get", "type": "standard", "component": "builtin", "action": "pass_through",
            "input": {"type": "setup", "config": {"a": 1}}},
         {"id": "sort", "type": "standard", "component": "builtin", "action": "data_transform", "depends_on": ["get"],
            "input": {"config": {"operations": []}, "previous": {"get": "${tasks[\"get\"].output}"}}},
         {"id": "re-port", "type": "standard", "component": "builtin", "action": "report_generation",
            "depends_on": ["get", "sort"], "input": {"previous": {
                "get": "${tasks[\"get\"].output}", "sort": "${tasks[\"sort\"].output}"}}}]
        """);

    [Fact]
    public void Tasks_within_a_task_have_their_own_chain() => Normal.Task(
        """
        {"type": "group", "tasks": [{"id": "b", "type": "setup", "next": "c"}, {"id": "c", "type": "data_output"}]}
        """,
        """
        {"type": "group", "tasks": [
            {"id": "b", "type": "standard", "component": "builtin", "action": "pass_through",
                "input": {"type": "setup"}},
            {"id": "c", "type": "standard", "component": "builtin", "action": "pass_through", "depends_on": ["b"],
                "input": {"type": "data_output", "previous": {"b": "${tasks[\"b\"].output}"}}}]}
        """);

    [Fact]
    public void A_component_or_an_action_says_more_than_a_type() => Normal.Untouched(
        """
        {"name": "n", "tasks": {"a": {"type": "setup", "component": "x"}, "b": {"type": "setup", "action": "act"}}}
        """);

    [Fact]
    public void A_word_of_no_document_passes_through_in_a_chain_and_is_told()
    {
        var (definition, findings, _) = Normal.Take(
            """{"name": "n", "tasks": [{"id": "a", "type": "setups", "next": "b"}, {"id": "b", "type": "setup"}]}""");

        var finding = Assert.Single(findings);
        Assert.Equal(
            (FindingCodes.UnknownAction, "/tasks/0/type", "setup", false),
            (finding.Code, finding.Pointer, finding.Suggestion, finding.IsError));
        Assert.Equal("pass_through", definition!.Tasks[0].Action);
    }

    [Fact]
    public void A_word_of_no_document_is_refused_outside_of_a_chain()
    {
        var finding = Normal.Refuse("""{"a": {"type": "standart"}}""");

        Assert.Equal(
            (FindingCodes.InvalidValue, "/tasks/a/type", "standard"),
            (finding.Code, finding.Pointer, finding.Suggestion));
    }

    [Fact]
    public void A_mistake_in_a_configuration_is_found_where_it_was_written()
    {
        var finding = Normal.Refuse(
            """[{"id": "a", "type": "data_analysis", "config": {"metrics": ["${tasks.b.output}"]}}]""");

        Assert.Equal((FindingCodes.UnknownTask, "/tasks/0/config/metrics/0"), (finding.Code, finding.Pointer));
    }
}
