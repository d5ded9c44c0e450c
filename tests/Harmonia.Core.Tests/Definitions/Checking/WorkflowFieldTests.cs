using Harmonia.Core.Definitions;
using Harmonia.Core.Failures;

namespace Harmonia.Core.Tests.Definitions.Checking;

public sealed class WorkflowFieldTests
{
    private const string Tasks = "tasks: {a: {component: harmonia, action: noop}}";

    [Fact]
    public void Every_field_arrives()
    {
        var workflow = Compile.Accept(
            """
            id: 3fa85f64-5717-4562-b3fc-2c963f66afa6
            name: Release notes
            version: "1.2.0"
            description: Collects and writes.
            input_schema: {type: object, properties: {since: {type: string}}}
            output: {notes: string}
            result: {notes: "${tasks.write.output.text}"}
            timeout: 3600.5
            metadata: {author: ann}
            tags: [notes]
            created_at: null
            tasks:
            - {id: collect, component: harmonia, action: noop}
            - {task_id: write, name: Write them, component: rhetor, action: generate_text, depends_on: collect}
            """);

        Assert.Equal(("Release notes", "1.2.0", "Collects and writes."), (
            workflow.Name, workflow.Version, workflow.Description));
        Assert.Equal(TimeSpan.FromSeconds(3600.5), workflow.Timeout);
        Assert.NotNull(workflow.Input);
        Assert.NotNull(workflow.Output);
        Assert.NotNull(workflow.Root.Result);
        Assert.Equal(["collect", "Write them"], workflow.Tasks.Select(task => task.Name));
        Assert.Equal((0, 1, -1), (workflow.IndexOf("collect"), workflow.IndexOf("write"), workflow.IndexOf("x")));
        Assert.Equal([new Dependency(1, TaskEnds.Completed)], workflow.Tasks[0].Dependants);
        Assert.Equal([new Dependency(0, TaskEnds.Completed)], workflow.Tasks[1].DependsOn);
    }

    [Fact]
    public void What_is_left_open_has_defaults()
    {
        var workflow = Compile.Accept($"name: n\n{Tasks}");
        var task = Assert.Single(workflow.Tasks);

        Assert.Equal("1.0.0", workflow.Version);
        Assert.Null(workflow.Timeout);
        Assert.Null(workflow.Root.Result);
        Assert.Null(task.Timeout);
        Assert.Null(task.QueueTimeout);
        Assert.Null(task.TotalTimeout);
        Assert.Equal(RetryPolicy.None, task.Retry);
        Assert.Equal("{}", task.Input.Source.GetRawText());
        Assert.Equal(new JoinRule(JoinKind.AllSuccess), task.Join);
    }

    [Theory]
    [InlineData("name: n\nbudget: {}", FindingCodes.MissingField, "/budget", null)]
    [InlineData("name: n\nbudget: {tokens: 0}", FindingCodes.InvalidValue, "/budget/tokens", null)]
    [InlineData("name: n\nbudget: {cost_usd: free}", FindingCodes.WrongType, "/budget/cost_usd", null)]
    [InlineData("name: n\nbudget: {cals: 1}", FindingCodes.UnknownField, "/budget/cals", "calls")]
    [InlineData("name: n\nbudget: {calls: 1, on_exceeded: paus}", FindingCodes.InvalidValue,
        "/budget/on_exceeded", "pause")]
    [InlineData("version: '1'", FindingCodes.MissingField, "", null)]
    [InlineData("name: 5", FindingCodes.WrongType, "/name", "\"5\"")]
    [InlineData("name: ''", FindingCodes.InvalidValue, "/name", null)]
    [InlineData("name: \"a\\nb\"", FindingCodes.InvalidValue, "/name", null)]
    [InlineData("name: n\nversion: 1.20", FindingCodes.WrongType, "/version", "\"1.20\"")]
    [InlineData("name: n\ndescripton: x", FindingCodes.UnknownField, "/descripton", "description")]
    [InlineData("name: n\nxyzzy: x", FindingCodes.UnknownField, "/xyzzy", null)]

    [InlineData("name: n\nfinally: [b]", FindingCodes.UnknownTask, "/finally", "a")]
    [InlineData("name: n\nerror_handlers: [{run: b}]", FindingCodes.UnknownTask, "/error_handlers/0/run", "a")]
    [InlineData("name: n\nerror_handlers: [{on: timeout}]", FindingCodes.MissingField, "/error_handlers/0", null)]
    [InlineData("name: n\ntimeout: 0", FindingCodes.InvalidValue, "/timeout", null)]
    [InlineData("name: n\ntimeout: 1e12", FindingCodes.InvalidValue, "/timeout", null)]
    [InlineData("name: n\ntimeout: 30s", FindingCodes.WrongType, "/timeout", "30")]
    [InlineData("name: n\ntags: [a, 1]", FindingCodes.WrongType, "/tags/1", null)]
    [InlineData("name: n\nmetadata: []", FindingCodes.WrongType, "/metadata", null)]
    [InlineData("name: n\ninput: {}\ninput_schema: {}", FindingCodes.InvalidValue, "/input_schema", null)]
    [InlineData("name: n\noutput: 5", FindingCodes.WrongType, "/output", null)]
    [InlineData("name: n\ninput: {type: object, minProperties: -1}", FindingCodes.InvalidSchema,
        "/input/minProperties", null)]
    [InlineData("name: n\nresult: '${1 +}'", FindingCodes.InvalidExpression, "/result", null)]
    [InlineData("name: n\ndefaults: {on_error: {goto: a}}", FindingCodes.InvalidValue, "/defaults/on_error", null)]
    [InlineData("name: n\ndefaults: {retry: 3}", FindingCodes.UnknownField, "/defaults/retry", null)]
    public void A_wrong_field_is_named(string yaml, string code, string pointer, string? suggestion) =>
        Compile.Refuse($"{yaml}\n{Tasks}", code, pointer, suggestion);

    [Theory]
    [InlineData("{}", FindingCodes.InvalidValue)]
    [InlineData("[]", FindingCodes.InvalidValue)]
    [InlineData("5", FindingCodes.WrongType)]
    public void Tasks_are_a_map_or_a_list_with_something_in_it(string tasks, string code) =>
        Compile.Refuse($"name: n\ntasks: {tasks}", code, "/tasks");

    [Fact]
    public void Tasks_are_required() => Compile.Refuse("name: n", FindingCodes.MissingField, "", words: "'tasks'");

    [Fact]
    public void A_definition_is_an_object() => Compile.Refuse("[]", FindingCodes.WrongType, "");

    [Fact]
    public void Too_many_tasks_are_one_finding()
    {
        var tasks = string.Join("\n", Enumerable.Range(0, 11).Select(index => $"- {{id: t{index}}}"));
        var (definition, findings) = Compile.Yaml($"name: n\ntasks:\n{tasks}", new DefinitionLimits { MaxTasks = 10 });

        Assert.Null(definition);
        Assert.Equal((FindingCodes.TooManyTasks, "/tasks"), (Assert.Single(findings).Code, findings[0].Pointer));
    }

    [Fact]
    public void Everything_is_reported_at_once_errors_first_and_in_document_order()
    {
        var (_, findings) = Compile.Yaml(
            """
            tasks:
              b: {component: nobody, action: x, timeout: -1}
              a: {component: nobody, depends_on: [c], retri: 3}
            name: 1
            """);

        Assert.Equal(
            [
                "/tasks/b/timeout", "/tasks/a", "/tasks/a/depends_on/0", "/tasks/a/retri", "/name",
                "/tasks/b/component", "/tasks/a/component",
            ],
            findings.Select(finding => finding.Pointer));
        Assert.Equal([true, true, true, true, true, false, false], findings.Select(finding => finding.IsError));
    }

    [Fact]
    public void Findings_are_bounded_and_errors_win()
    {
        var warnings = string.Join("\n", Enumerable.Range(0, 200).Select(
            index => $"- {{id: w{index}, component: x, action: x}}"));
        var (definition, findings) = Compile.Yaml($"name: n\ntasks:\n{warnings}\n- {{id: e, component: x}}");

        Assert.Null(definition);
        Assert.Equal(100, findings.Length);
        Assert.Equal("/tasks/200", findings[0].Pointer);
    }
}
