using Harmonia.Core.Definitions.Dialects;
using Harmonia.Core.Failures;

namespace Harmonia.Core.Tests.Definitions.Dialects;

public sealed class TemplateTaskTests
{
    [Fact]
    public void A_template_of_the_family_becomes_canonical() => Normal.Same(
        """
        {"name": "Mend", "input": {"report": {"type": "string"}, "level": {"type": "string"}}, "tasks": {
            "look": {"name": "Look into it", "component": "numa", "depends_on": [],
                "input": {"report": "${param.report}", "level": "${input.level}"}, "timeout": 1800, "action": "look"},
            "mend": {"name": "Mend it", "component": "numa", "depends_on": ["look", "look"],
                "input": {"cause": "${tasks.look.output.cause}", "goal": "${param.coverage ?? 80}",
                    "text": "Of ${tasks.look.output} and ${input.level}"},
                "action": "mend", "metadata": {"hours": 3, "status": "open"}}},
         "result": {"done": "${tasks.mend.output}"}}
        """,
        Normal.Form(
            """
            {"name": "Mend", "input": {"report": {"type": "string"}, "level": {"type": "string"}}, "tasks": {
                "look": {"name": "Look into it", "component": "numa", "dependencies": [],
                    "parameters": {"report": "{{ report }}", "level": "{{ level }}"}, "timeout": 1800},
                "mend": {"name": "Mend it", "component": "numa", "dependencies": ["look", "Look into it"],
                    "parameters": {"cause": "{{ look.output.cause }}", "goal": "{{ coverage | default(80) }}",
                        "text": "Of {{look.output}} and {{ input.level }}"},
                    "hours": 3, "status": "open"}},
             "result": {"done": "{{ mend.output }}"}}
            """,
            "report"));

    [Fact]
    public void An_action_and_notes_that_are_there_stay() => Normal.Task(
        """{"component": "x", "action": "act", "dependencies": [], "hours": 2, "metadata": {"team": "b"}}""",
        """{"component": "x", "action": "act", "depends_on": [], "metadata": {"team": "b", "hours": 2}}""");

    [Fact]
    public void Without_dependencies_nothing_of_it_is_read() => Normal.Untouched(
        """{"name": "n", "tasks": {"a": {"component": "x", "action": "act", "input": {"text": "{{ mustache }}"}}}}""");

    [Theory]
    [InlineData("{% if x %}y{% endif %}")]
    [InlineData("{{ x | upper }}")]
    [InlineData("{{ x")]
    [InlineData("{{ }}")]
    [InlineData("{{ a + b }}")]
    public void Other_jinja_is_refused_where_it_stands(string text)
    {
        var finding = Normal.Refuse(
            $$$"""
            {"a": {"component": "x", "action": "act", "dependencies": [], "parameters": {"p": ["{{{text}}}"]} } }
            """);

        Assert.Equal((FindingCodes.InvalidExpression, "/tasks/a/parameters/p/0"), (finding.Code, finding.Pointer));
    }

    [Theory]
    [InlineData("{{ x }}", "${param.x}")]
    [InlineData("{{x}}", "${param.x}")]
    [InlineData("{{ x.y[0].z }}", "${param.x.y[0].z}")]
    [InlineData("{{ x['a b'] }}", "${param.x['a b']}")]
    [InlineData("{{ x | default('none') }}", "${param.x ?? \"none\"}")]
    [InlineData("{{ x|d(true) }}", "${param.x ?? true}")]
    [InlineData("{{ x | default(None) | default(-1.5) }}", "${param.x ?? null ?? -1.5}")]
    [InlineData("""{{ x | default("a }} \"b\" ${c} \\") }}""", """${param.x ?? "a }} \"b\" $${c} \\"}""")]
    [InlineData("a {{ x }} b {{ y }} c", "a ${param.x} b ${param.y} c")]
    [InlineData("no more than ${input.x}", null)]
    public void Jinja_becomes_an_expression(string jinja, string? expected) =>
        Assert.Equal(expected, new JinjaTranslator(root => $"param.{root}").Translate(jinja));
}
