using Harmonia.Core.Definitions;
using Harmonia.Core.Failures;
using Harmonia.Core.Templates;

namespace Harmonia.Core.Tests.Templates;

public sealed class CompositionTests
{
    private const string Base =
        """
        name: base
        parameters: {who: {type: string, required: true}, times: {type: integer, default: 1}}
        result: 1
        timeout: 60
        tasks:
          fetch: {component: http, action: request, timeout: 5, input: {url: 'https://${param.who}'}}
          check-it: {component: harmonia, action: noop, depends_on: [fetch], condition: tasks.fetch.output.ok}
          tell: {component: harmonia, action: echo, depends_on: [{task: check-it, on: [skipped]}],
            input: '${tasks.fetch.output} ${context.tasks["fetch"].status} ${"${tasks.fetch.output}"} fetch'}
        """;

    private readonly Dictionary<string, LinkedTemplate> _saved = [];
    private int _lastId;

    public CompositionTests() => Save("base", Base);

    [Fact]
    public void A_template_that_extends_another_overrides_tasks_and_parameters_field_by_field()
    {
        var content = Compose(
            """
            name: derived
            extends: base
            parameters: {times: {default: 3}, more: string}
            timeout: null
            tasks:
              fetch: {timeout: 9, input: {url: 'http://example.org'}}
              tell: null
              last: {component: harmonia, action: noop, depends_on: [fetch]}
            """);

        var tasks = content.Definition.GetProperty("tasks");
        Assert.Equal(["fetch", "check-it", "last"], tasks.EnumerateObject().Select(task => task.Name));
        Assert.Equal(
            """{"component":"http","action":"request","timeout":9,"input":{"url":"http://example.org"}}""",
            tasks.GetProperty("fetch").GetRawText());
        Assert.False(content.Definition.TryGetProperty("timeout", out _));
        Assert.Equal(1, content.Definition.GetProperty("result").GetInt32());
        Assert.Equal(
            """{"who":{"type":"string","required":true},"times":{"type":"integer","default":3},"""
                + """ "more":{"type":"string"}}""".TrimStart(),
            content.Parameters.GetRawText());
        Assert.Equal(2, content.Depth);
        Assert.Equal([_saved["base"].Id], content.Ancestors);
        Assert.Equal(new TemplateOrigin(_saved["base"].Id, "1.0.0", null), Assert.Single(content.Origins));
    }

    [Fact]
    public void Included_tasks_get_a_prefix_wherever_they_are_named()
    {
        var content = Compose(
            """
            name: two
            includes: [{template: base, prefix: a_}]
            parameters: {who: {type: string, default: me}}
            tasks: {fetch: {component: harmonia, action: noop, depends_on: [a_tell]}}
            """);

        var tasks = content.Definition.GetProperty("tasks");
        Assert.Equal(["fetch", "a_fetch", "a_check-it", "a_tell"], tasks.EnumerateObject().Select(task => task.Name));
        Assert.Equal("""["a_fetch"]""", tasks.GetProperty("a_check-it").GetProperty("depends_on").GetRawText());
        Assert.Equal("tasks.a_fetch.output.ok", tasks.GetProperty("a_check-it").GetProperty("condition").GetString());
        var waits = tasks.GetProperty("a_tell").GetProperty("depends_on")[0];
        Assert.Equal("a_check-it", waits.GetProperty("task").GetString());
        Assert.Equal(
            """${tasks.a_fetch.output} ${context.tasks["a_fetch"].status} ${"${tasks.a_fetch.output}"} fetch""",
            tasks.GetProperty("a_tell").GetProperty("input").GetString());
        Assert.Equal("me", content.Parameters.GetProperty("who").GetProperty("default").GetString());
        Assert.False(content.Definition.TryGetProperty("result", out _));
        Compiles(content);
    }

    [Fact]
    public void Tasks_inside_of_a_task_keep_their_ids_and_hide_others()
    {
        Save(
            "loops",
            """
            name: loops
            tasks:
              first: {component: harmonia, action: noop}
              turn:
                type: loop
                count: 2
                depends_on: [first]
                tasks:
                  first: {component: harmonia, action: echo, input: '${iteration}'}
                  next: {component: harmonia, action: echo, input: '${tasks.first.output}', depends_on: [first]}
            """);

        var content = Compose("name: t\nincludes: [{template: loops, prefix: a_}]\n");

        var turn = content.Definition.GetProperty("tasks").GetProperty("a_turn");
        var next = turn.GetProperty("tasks").GetProperty("next");
        Assert.Equal("a_first", turn.GetProperty("depends_on")[0].GetString());
        Assert.Equal("first", next.GetProperty("depends_on")[0].GetString());
        Assert.Equal("${tasks.first.output}", next.GetProperty("input").GetString());
        Compiles(content);
    }

    [Fact]
    public void One_template_may_be_included_twice_under_two_prefixes()
    {
        var content = Compose(
            "name: t\nincludes: [{template: base, prefix: a_}, {template: base, prefix: b_}, {template: base}]\n");

        Assert.Equal(9, content.Definition.GetProperty("tasks").GetPropertyCount());
        Compiles(content);
    }

    [Theory]
    [InlineData("extends: bas", FindingCodes.UnknownTemplate, "/extends")]
    [InlineData("extends: {template: base, version: '9'}", FindingCodes.UnknownTemplate, "/extends")]
    [InlineData("includes: [base, base]", FindingCodes.DuplicateTask, "/includes/1")]
    [InlineData("includes: [base, other]", FindingCodes.InvalidValue, "/includes/1")]
    [InlineData("extends: base\nsteps: []", FindingCodes.InvalidValue, "/steps")]
    [InlineData("includes: [base]\nsteps: []", FindingCodes.InvalidValue, "/includes/0")]
    public void What_does_not_fit_together_is_refused(string yaml, string code, string pointer)
    {
        Save("other", "name: other\nparameters: {who: integer}\ntasks: {o: {component: harmonia, action: noop}}\n");

        var findings = Try($"name: t\n{yaml}\n").Findings;

        Assert.Contains((code, pointer), findings.Select(finding => (finding.Code, finding.Pointer)));
    }

    [Fact]
    public void A_template_cannot_build_on_itself_however_far_down()
    {
        Save("middle", "name: middle\nextends: base\n");
        Save("top", "name: top\nincludes: [{template: middle, prefix: m_}]\n");

        foreach (var yaml in (string[])["extends: top", "includes: [{template: middle, prefix: x_}]", "extends: base"])
        {
            var finding = Assert.Single(Try($"name: base\n{yaml}\n", _saved["base"].Id).Findings);
            Assert.Equal(FindingCodes.TemplateCycle, finding.Code);
        }
    }

    [Fact]
    public void Depth_is_bounded()
    {
        for (var level = 2; level <= TemplateLimits.Default.MaxDepth; level++)
        {
            Save("base", "name: base\nextends: base\n");
        }

        Assert.Equal(FindingCodes.TooDeep, Assert.Single(Try("name: t\nextends: base\n").Findings).Code);
    }

    [Fact]
    public void A_version_is_stored_and_read_whole()
    {
        var content = Compose("name: t\nextends: base\nincludes: [{template: base, prefix: p_}]\n");

        var read = TemplateContent.Read(content.ToText().Utf8);

        Assert.Equal(content.ToText().Hash, read.ToText().Hash);
        Assert.Equal(content.Origins, read.Origins);
        Assert.Equal(content.Ancestors, read.Ancestors);
    }

    private static void Compiles(TemplateContent content) => Assert.DoesNotContain(
        TemplateChecker.Check(
            content,
            "",
            definition => WorkflowCompiler.Compile(
                definition, Definitions.Checking.Compile.Catalog, DefinitionLimits.Default),
            TemplateLimits.Default),
        finding => finding.Code != FindingCodes.UnknownComponent);

    private void Save(string name, string yaml)
    {
        var id = new TemplateId(new Guid(++_lastId, 0, 0, new byte[8]));
        _saved[name] = new LinkedTemplate(id, name, "1.0.0", Try(yaml, id).Content!);
    }

    private TemplateContent Compose(string yaml)
    {
        var (content, findings) = Try(yaml);
        Assert.Empty(findings);
        return content!;
    }

    private (TemplateContent? Content, IReadOnlyList<Finding> Findings) Try(string yaml, TemplateId? self = null)
    {
        var document = Template.Document(yaml);
        var linked = document.Links
            .Where(link => _saved.ContainsKey(link.Reference) && link.Version is null or "1.0.0")
            .ToDictionary(link => link, link => _saved[link.Reference]);
        var (content, findings) = TemplateComposer.Compose(
            document, self ?? Template.Id, null, linked, TemplateLimits.Default);
        return (content, findings);
    }
}
