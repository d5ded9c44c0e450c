using Harmonia.Core.Definitions;
using Harmonia.Core.Failures;

namespace Harmonia.Core.Tests.Definitions.Checking;

public sealed class MapFieldTests
{
    [Fact]
    public void The_fields_of_a_map_are_read()
    {
        var map = Compile.Task(
            """
            tasks:
              a:
                type: map
                items: [1]
                max_concurrency: 7
                batch_size: 3
                tolerated_failures: 2.5%
                min_completed: 4
                complete_when: "${completed > 1}"
                rest: consume
                open: true
                timeout: 60
                task: {component: harmonia, action: noop, completes: [a]}
            """,
            "a");
        var settings = map.Map!;
        Assert.Equal((7, 3, 4), (settings.MaxConcurrency, settings.BatchSize, settings.MinCompleted));
        Assert.Equal(new MapTolerance(0, 2.5), settings.Tolerance);
        Assert.Equal((MapRest.Consume, true, false), (settings.Rest, settings.IsOpen, settings.SeesOutputs));
        Assert.Equal(TimeSpan.FromMinutes(1), map.Timeout);
        Assert.True(map.Body!.IsInline);
        Assert.Equal(["a"], map.Body.Tasks[0].Completes);
    }

    [Theory]
    [InlineData("task: {component: harmonia, action: noop}", FindingCodes.MissingField, "/tasks/a")]
    [InlineData("items: 5, task: {component: harmonia, action: noop}", FindingCodes.WrongType, "/tasks/a/items")]
    [InlineData("items: []", FindingCodes.MissingField, "/tasks/a")]
    [InlineData("items: [], task: {type: expression}", FindingCodes.MissingField, "/tasks/a/task")]
    [InlineData(
        "items: [], tasks: {b: {type: expression, result: 1}}, task: {type: expression, result: 1}",
        FindingCodes.InvalidValue,
        "/tasks/a/tasks")]
    [InlineData(
        "items: [], task: {type: expression, result: 1}, result: 1", FindingCodes.InvalidValue, "/tasks/a/result")]
    [InlineData(
        "items: [], task: {type: expression, result: 1}, input: {}", FindingCodes.InvalidValue, "/tasks/a/input")]
    [InlineData(
        "items: [], task: {type: expression, result: 1}, retry: 2", FindingCodes.InvalidValue, "/tasks/a/retry")]
    [InlineData(
        "items: [], task: {type: expression, result: 1}, tolerated_failures: 101%",
        FindingCodes.InvalidValue,
        "/tasks/a/tolerated_failures")]
    [InlineData(
        "items: [], task: {type: expression, result: 1}, rest: keep", FindingCodes.InvalidValue, "/tasks/a/rest")]
    [InlineData(
        "items: [], task: {type: expression, result: 1}, open: 1", FindingCodes.WrongType, "/tasks/a/open")]
    [InlineData(
        "items: [], task: {type: expression, result: '${iteration}'}",
        FindingCodes.UnknownReference,
        "/tasks/a/task/result")]
    [InlineData(
        "items: ['${item}'], task: {type: expression, result: 1}",
        FindingCodes.UnknownReference,
        "/tasks/a/items/0")]
    [InlineData(
        "items: [], task: {type: expression, result: 1}, complete_when: '${item}'",
        FindingCodes.UnknownReference,
        "/tasks/a/complete_when")]
    [InlineData(
        "items: [], tasks: {a: {type: expression, result: 1}}", FindingCodes.DuplicateTask, "/tasks/a/tasks/a")]
    [InlineData(
        "items: [], task: {type: expression, result: 1}, completes: [other]",
        FindingCodes.UnknownTask,
        "/tasks/a/completes/0")]
    public void What_is_wrong_with_a_map_is_said(string fields, string code, string pointer) =>
        Compile.Refuse($"{{name: n, tasks: {{a: {{type: map, {fields}}}}}}}", code, pointer);

    [Fact]
    public void Only_maps_can_be_completed_by_others() => Compile.Refuse(
        "{name: n, tasks: {a: {type: expression, result: 1}, b: {type: expression, result: 1, completes: [a]}}}",
        FindingCodes.InvalidValue,
        "/tasks/b/completes/0",
        words: "not a map");
}
