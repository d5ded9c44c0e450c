using System.Collections.Immutable;
using Harmonia.Core.Definitions;
using Harmonia.Core.Failures;
using Harmonia.Core.Templates;

namespace Harmonia.Core.Tests.Templates;

public sealed class CheckerTests
{
    [Fact]
    public void A_parameter_that_is_not_declared_is_an_error_even_when_values_are_made_up()
    {
        var finding = Assert.Single(Check(
            """
            name: t
            parameters: {name: {type: string, required: true}}
            tasks: {x: {component: harmonia, action: echo, input: '${param.nam} ${input.y}'}}
            """));

        Assert.Equal(
            (FindingCodes.UnknownParameter, "/workflow_definition/tasks/x/input", "name", true),
            (finding.Code, finding.Pointer, finding.Suggestion, finding.IsError));
    }

    [Fact]
    public void Without_required_parameters_the_workflow_has_to_compile()
    {
        var finding = Assert.Single(
            Check("name: t\ntasks: {x: {component: harmonia, action: echo, depends_on: [y]}}\n"));

        Assert.Equal((FindingCodes.UnknownTask, true), (finding.Code, finding.IsError));
    }

    [Fact]
    public void What_made_up_values_may_have_caused_is_a_warning()
    {
        var finding = Assert.Single(Check(
            """
            name: t
            parameters: {after: {type: string, required: true}}
            tasks: {x: {component: harmonia, action: noop, depends_on: ['${param.after}']}}
            """));

        Assert.Equal((FindingCodes.UnknownTask, false), (finding.Code, finding.IsError));
    }

    [Fact]
    public void Made_up_values_fit_their_types()
    {
        Assert.Empty(Check(
            """
            name: t
            parameters:
              text: {type: string, required: true}
              choice: {type: string, enum: [http], required: true}
              number: {type: integer, minimum: 7, required: true}
              list: {type: array, required: true}
              object: {type: object, required: true}
              flag: {type: boolean, required: true}
            tasks:
              x: {component: '${param.choice}', action: request, timeout: '${param.number}', condition: param.flag,
                input: {a: '${param.list.length}', b: '${param.object}', c: '${param.text.toUpperCase()}'}}
            """));
    }

    private static ImmutableArray<Finding> Check(string yaml) => TemplateChecker.Check(
        Template.Content(yaml),
        "/workflow_definition",
        definition => WorkflowCompiler.Compile(
            definition, Definitions.Checking.Compile.Catalog, DefinitionLimits.Default),
        TemplateLimits.Default);
}
