namespace Harmonia.Core.Tests.Definitions.Dialects;

public sealed class TransitionTests
{
    [Fact]
    public void Activities_of_a_graph_with_transitions_lose_their_other_names_and_nothing_else() => Normal.Same(
        """
        {"name": "n", "steps": [
            {"id": "start", "type": "start", "transitions": [{"to": "work", "condition": "true"}]},
            {"id": "work", "type": "action", "component": "ergon", "action": "act",
                "input": {"results": ["${state.a.result ?? \"state.a.result\"}"],
                    "file": "${input.txt ?? \"input.txt\"}", "text": "Of ${state.a}", "plain": "state of the art"},
                "retry_policy": {"max_retries": 2, "initial_delay": 5},
                "transitions": [{"to": "end", "condition": "state.work.success == true", "automatic": true}]},
            {"id": "mail", "type": "action", "component": "builtin", "action": "pass_through",
                "input": {"type": "notification", "config": {"to": "${parameters.to}"}}, "timeout": 2},
            {"id": "hold", "type": "wait", "wait_for": {"state_change": "task.status", "timeout_hours": 24}},
            {"id": "end", "type": "end"}]}
        """,
        Normal.Form(
            """
            {"name": "n", "steps": [
                {"id": "start", "type": "start", "transitions": [{"to": "work", "condition": "true"}]},
                {"id": "work", "type": "action", "component": "ergon", "action": "act",
                    "parameters": {"results": ["state.a.result"], "file": "input.txt", "text": "Of ${state.a}",
                        "plain": "state of the art"},
                    "retry": {"max_attempts": 3, "delay_seconds": 5},
                    "transitions": [{"to": "end", "condition": "state.work.success == true", "automatic": true}]},
                {"id": "mail", "type": "notification", "config": {"to": "${parameters.to}"}, "timeout_ms": 2000},
                {"id": "hold", "type": "wait", "wait_for": {"state_change": "task.status", "timeout_hours": 24}},
                {"id": "end", "type": "end"}]}
            """));

    [Fact]
    public void A_bare_path_is_a_text_in_tasks() => Normal.Untouched(
        """{"name": "n", "tasks": {"a": {"component": "x", "action": "act", "input": {"p": "state.a.result"}}}}""");
}
