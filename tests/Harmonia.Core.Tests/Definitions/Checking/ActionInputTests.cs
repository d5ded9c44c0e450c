using System.Text.Json;
using Harmonia.Core.Definitions;
using Harmonia.Core.Failures;
using Harmonia.Core.Schemas;

namespace Harmonia.Core.Tests.Definitions.Checking;

public sealed class ActionInputTests
{
    private const string Forecast =
        """
        {
          "type": "object",
          "properties": {
            "city": {"type": "string", "minLength": 2},
            "days": {"type": "integer", "maximum": 14},
            "units": {"enum": ["metric", "imperial"]},
            "places": {"type": "array", "minItems": 2, "items": {"type": "object", "required": ["id"]}}
          },
          "required": ["city"],
          "additionalProperties": false
        }
        """;

    [Theory]
    [InlineData("{city: Poznań}")]
    [InlineData("{city: '${input.city}', days: '${input.days}', units: '${input.units}'}")]
    [InlineData("{city: 'N${input.rest}', places: [{id: 1}, '${input.place}']}")]
    [InlineData("{city: 'x${input.x}', places: '${input.places}'}")]
    [InlineData("'${input}'")]
    public void An_input_that_may_fit_is_accepted(string input) => Assert.Empty(Check(Forecast, $"input: {input}"));

    [Theory]
    [InlineData("input: {}", "/tasks/a/input")]
    [InlineData("retry: 0", "/tasks/a")]
    [InlineData("input: {days: '${input.days}'}", "/tasks/a/input")]
    [InlineData("input: {city: 5}", "/tasks/a/input/city")]
    [InlineData("input: {city: x}", "/tasks/a/input/city")]
    [InlineData("input: {city: '${input.c}', days: many}", "/tasks/a/input/days")]
    [InlineData("input: {city: '${input.c}', days: 15}", "/tasks/a/input/days")]
    [InlineData("input: {city: '${input.c}', units: kelvin}", "/tasks/a/input/units")]
    [InlineData("input: {city: '${input.c}', dais: '${input.d}'}", "/tasks/a/input/dais")]
    [InlineData("input: {city: '${input.c}', places: ['${input.p}']}", "/tasks/a/input/places")]
    [InlineData("input: {city: '${input.c}', places: [{id: 1}, {x: '${input.p}'}]}", "/tasks/a/input/places/1")]
    [InlineData("input: [1]", "/tasks/a/input")]
    public void An_input_that_cannot_fit_is_an_error_at_its_place(string fields, string pointer)
    {
        var finding = Assert.Single(Check(Forecast, fields));

        Assert.Equal(
            (FindingCodes.InvalidInput, pointer, true), (finding.Code, finding.Pointer, finding.IsError));
        Assert.Contains("weather.forecast", finding.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Everything_that_is_wrong_is_said_at_once() => Assert.Equal(
        ["/tasks/a/input", "/tasks/a/input/days", "/tasks/a/input/x~1y"],
        Check(Forecast, "input: {days: '2', x/y: 1}").Select(finding => finding.Pointer).Order(StringComparer.Ordinal));

    [Theory]
    [InlineData("{mode: '${input.mode}', n: text}", 0)]
    [InlineData("{mode: b, n: text}", 1)]
    [InlineData("{mode: a, n: text}", 0)]
    public void What_depends_on_a_computed_value_is_left_to_the_call(string input, int findings)
    {
        const string Conditional =
            """{"if": {"properties": {"mode": {"const": "a"}}}, "else": {"properties": {"n": {"type": "integer"}}}}""";

        Assert.Equal(findings, Check(Conditional, $"input: {input}").Length);
    }

    [Fact]
    public void The_call_that_undoes_a_task_is_checked_too()
    {
        var finding = Assert.Single(Check(
            Forecast,
            "input: {city: Oslo}, compensate: {component: weather, action: forecast, input: {city: 1}}"));

        Assert.Equal("/tasks/a/compensate/input/city", finding.Pointer);
    }

    [Fact]
    public void A_task_within_a_map_is_checked_where_it_stands()
    {
        var finding = Assert.Single(Compiled(
            Forecast,
            "name: n\ntasks: {m: {type: map, items: [1], task: {component: weather, action: forecast, "
                + "input: {city: '${item}', days: x}}}}"));

        Assert.Equal("/tasks/m/task/input/days", finding.Pointer);
    }

    private static Finding[] Check(string schema, string fields) => Compiled(
        schema, $"{{name: n, tasks: {{a: {{component: weather, action: forecast, {fields}}}}}}}");

    private static Finding[] Compiled(string schema, string yaml)
    {
        List<Finding> problems = [];
        var compiled = JsonSchema.Compile(JsonElement.Parse(schema), SchemaOptions.Default, "", problems);
        Assert.Empty(problems);
        return
        [
            .. WorkflowCompiler.Compile(
                Reading.Reader.Accept(yaml, DocumentFormat.Yaml).Root,
                new OneComponent(compiled!),
                DefinitionLimits.Default).Findings,
        ];
    }

    private sealed class OneComponent(JsonSchema input) : IActionCatalog
    {
        public IEnumerable<string> Components => ["weather"];

        public ComponentActions? Find(string component) => component == "weather"
            ? new ComponentActions(BuiltIn: false, ["forecast"]) { InputOf = _ => input }
            : null;
    }
}
