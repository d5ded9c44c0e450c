using Harmonia.Core.Failures;

namespace Harmonia.Core.Tests.Definitions.Checking;

public sealed class ReferenceTests
{
    private static string With(string input, string more = "") =>
        $$"""
        name: n
        input: {type: object, properties: {customer: {type: string}, list: {type: array} } }
        tasks:
          first: {component: harmonia, action: noop}
          second: {component: harmonia, action: noop, depends_on: first}
          aside: {component: harmonia, action: noop, output: {type: object, properties: {total: {type: number} } } }
          last: {component: http, action: request, depends_on: second, input: {x: "{{input}}" }{{more}} }
        """;

    [Theory]
    [InlineData("${input.customer}")]
    [InlineData("${input}")]
    [InlineData("${input.list.length + input.length}")]
    [InlineData("${input?.oops ?? 1}")]
    [InlineData("${tasks.first.output.anything[0].there} and ${tasks.second.status}")]
    [InlineData("${tasks['first'].output}")]
    [InlineData("${context.tasks.first.output.x + context.input.customer}")]
    [InlineData("${workflow.input.customer} ${workflow.name} ${execution.id} ${context.state.x}")]
    [InlineData("${param.a} ${params.b} ${parameters.c} ${env.HOME} ${state.x.y}")]
    [InlineData("${expr.len(input.list) > 5}")]
    [InlineData("${input.list.map(x => x.y)}")]
    public void What_will_be_there_may_be_referred_to(string input) => Compile.Accept(With(input));

    [Theory]
    [InlineData("${customer}", FindingCodes.UnknownReference, null)]
    [InlineData("${inputs.customer}", FindingCodes.UnknownReference, "input")]
    [InlineData("${first.output}", FindingCodes.UnknownReference, "tasks.first")]
    [InlineData("${item.x}", FindingCodes.UnknownReference, null)]
    [InlineData("${response.x}", FindingCodes.UnknownReference, null)]
    [InlineData("${tasks.frst.output}", FindingCodes.UnknownTask, "first")]
    [InlineData("${context.tasks.frst.output}", FindingCodes.UnknownTask, "first")]
    [InlineData("${tasks.frst?.output}", FindingCodes.UnknownTask, "first")]
    [InlineData("${tasks.aside.output.total}", FindingCodes.NotUpstream, "depends_on: [aside]")]
    [InlineData("${tasks.aside?.output ?? 1}", FindingCodes.NotUpstream, "depends_on: [aside]")]
    [InlineData("${tasks.last.output}", FindingCodes.NotUpstream, null)]
    public void What_will_not_be_there_is_refused(string input, string code, string? suggestion) =>
        Compile.Refuse(With(input), code, "/tasks/last/input/x", suggestion);

    [Fact]
    public void Conditions_and_results_are_checked_too()
    {
        Compile.Refuse(With("", ", condition: 'tasks.aside.status'"), FindingCodes.NotUpstream,
            "/tasks/last/condition", "depends_on: [aside]");
        Compile.Refuse(
            With("", ", condition: {eq: ['${customer}', 1]}"), FindingCodes.UnknownReference,
                "/tasks/last/condition/eq/0");
        Compile.Refuse(With("", ", result: '${responce.x}'"), FindingCodes.UnknownReference, "/tasks/last/result",
            "response");
        Compile.Accept(With("", ", result: '${response.x}'"));
    }

    [Fact]
    public void The_result_of_a_workflow_sees_every_task_and_no_response()
    {
        Compile.Accept(With("") + "\nresult: ['${tasks.aside.output.total}', '${tasks.last.output}']");
        Compile.Refuse(With("") + "\nresult: '${response}'", FindingCodes.UnknownReference, "/result");
        Compile.Refuse(With("") + "\nresult: {y: '${tasks.lost}'}", FindingCodes.UnknownTask, "/result/y", "last");
    }

    [Fact]
    public void The_result_of_an_expression_task_sees_no_response() => Compile.Refuse(
        "{name: n, tasks: {a: {type: expression, result: '${response.x}'}}}",
        FindingCodes.UnknownReference,
        "/tasks/a/result");

    [Fact]
    public void An_input_that_is_not_declared_is_a_warning_unless_the_schema_is_closed()
    {
        Compile.Warn(With("${input.custmer}"), FindingCodes.UnknownReference, "/tasks/last/input/x", "customer");
        var closed = With("${input.custmer}").Replace(
            "input: {type: object,", "input: {type: object, additionalProperties: false,", StringComparison.Ordinal);
        Compile.Refuse(closed, FindingCodes.UnknownReference, "/tasks/last/input/x", "customer");
    }

    [Theory]
    [InlineData("input: {type: object}")]
    [InlineData("input: true")]
    [InlineData("input: {type: object, properties: {a: {}}, additionalProperties: {type: string}}")]
    [InlineData("input: {type: object, properties: {a: {}}, patternProperties: {'^x': {}}}")]
    [InlineData("input: {properties: {a: {}}, allOf: [{properties: {x: {}}}]}")]
    [InlineData("description: no input")]
    public void An_open_input_says_nothing_about_names(string input) => Compile.Accept(
        $"name: n\n{input}\ntasks: {{a: {{component: harmonia, action: noop, input: '${{input.x}}'}}}}");

    [Fact]
    public void An_output_that_is_not_declared_is_found_likewise()
    {
        var text = With("") + "\nresult: '${tasks.aside.output.totl}'";

        Compile.Warn(text, FindingCodes.UnknownReference, "/result", "total");
        Compile.Refuse(
            text.Replace("output: {type: object,", "output: {type: object, additionalProperties: false,",
                StringComparison.Ordinal),
            FindingCodes.UnknownReference,
            "/result",
            "total");
    }

    [Fact]
    public void Many_references_to_many_tasks_are_answered()
    {
        var tasks = Enumerable.Range(0, 200).Select(index =>
            $"  t{index}: {{component: harmonia, action: noop, depends_on: [{(index == 0 ? "" : $"t{index - 1}")}], "
            + $"input: '${{tasks.t{Math.Max(0, index - 2)}.status + tasks.t{Math.Min(199, index + 100)}.status}}'}}");
        var (_, findings) = Compile.Yaml($"name: n\ntasks:\n{string.Join('\n', tasks)}");

        // The first refers to itself as well; the last hundred refer to the last, which is itself only for that one.
        Assert.Equal(100, findings.Length);
        Assert.All(findings, finding => Assert.Equal(FindingCodes.NotUpstream, finding.Code));
    }
}
