using Harmonia.Core.Failures;

namespace Harmonia.Core.Tests.Definitions.Dialects;

public sealed class ChainTests
{
    private const string Does = "\"component\": \"x\", \"action\": \"act\"";

    [Fact]
    public void The_next_task_waits_for_the_one_that_names_it() => Normal.Tasks(
        $$"""[{"id": "a", {{Does}}, "next": "b"}, {"id": "b", {{Does}}}]""",
        $$"""[{"id": "a", {{Does}}}, {"id": "b", {{Does}}, "depends_on": ["a"]}]""");

    [Fact]
    public void A_list_of_next_tasks_forks_and_a_list_of_joins_waits_for_all_once() => Normal.Tasks(
        $$"""
        {"a": { {{Does}}, "next": ["b", "c"]}, "b": { {{Does}}, "next": "d"}, "c": { {{Does}}, "next": "d"},
         "d": { {{Does}}, "join": ["b", "c"]} }
        """,
        $$"""
        {"a": { {{Does}}}, "b": { {{Does}}, "depends_on": ["a"]}, "c": { {{Does}}, "depends_on": ["a"]},
         "d": { {{Does}}, "depends_on": ["b", "c"]} }
        """);

    [Fact]
    public void What_a_task_waits_for_already_stays() => Normal.Tasks(
        $$"""
        [{"id": "a", {{Does}}, "next": ["c", "d"]}, {"id": "b", {{Does}}},
         {"id": "c", {{Does}}, "depends_on": "b"},
         {"id": "d", {{Does}}, "depends_on": [{"task": "b", "on": ["failed"]}, "a"]}]
        """,
        $$"""
        [{"id": "a", {{Does}}}, {"id": "b", {{Does}}},
         {"id": "c", {{Does}}, "depends_on": ["b", "a"]},
         {"id": "d", {{Does}}, "depends_on": [{"task": "b", "on": ["failed"]}, "a"]}]
        """);

    [Fact]
    public void A_null_says_nothing() => Normal.Tasks(
        $$"""[{"id": "a", {{Does}}, "next": null, "config": null}]""", $$"""[{"id": "a", {{Does}}}]""");

    [Fact]
    public void A_join_that_is_a_rule_is_canonical() => Normal.Untouched(
        """
        {"name": "n", "tasks": {"a": {"component": "x", "action": "act"},
            "b": {"component": "x", "action": "act", "depends_on": "a", "join": "all_done"}}}
        """);

    [Theory]
    [InlineData("""[{"id": "a", DOES, "next": "bb"}, {"id": "ba", DOES}]""",
        FindingCodes.UnknownTask, "/tasks/0/next", "ba")]
    [InlineData("""[{"id": "a", DOES, "next": ["a2", 7]}, {"id": "a2", DOES}]""",
        FindingCodes.WrongType, "/tasks/0/next/1", null)]
    [InlineData("""[{"id": "a", DOES, "next": {"to": "b"}}]""", FindingCodes.WrongType, "/tasks/0/next", null)]
    [InlineData("""[{"id": "a", DOES, "join": ["other"]}]""", FindingCodes.UnknownTask, "/tasks/0/join/0", null)]
    [InlineData("""{"a": {DOES, "next": "b"}, "b": {DOES, "next": "a"}}""", FindingCodes.Cycle, "/tasks/b/next", null)]
    public void A_wrong_link_is_found_where_it_was_written(
        string tasks, string code, string pointer, string? suggestion)
    {
        var finding = Normal.Refuse(tasks.Replace("DOES", Does, StringComparison.Ordinal));

        Assert.Equal((code, pointer, suggestion), (finding.Code, finding.Pointer, finding.Suggestion));
    }
}
