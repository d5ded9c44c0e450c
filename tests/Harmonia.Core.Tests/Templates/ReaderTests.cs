using Harmonia.Core.Failures;
using Harmonia.Core.Templates;

namespace Harmonia.Core.Tests.Templates;

public sealed class ReaderTests
{
    [Theory]
    [InlineData(
        "name: t\ntasks: {a: {component: x, action: y}}\ndescription: d\n",
        "",
        """{"description":"d","tasks":{"a":{"component":"x","action":"y"}}}""")]
    [InlineData("name: t\nsteps: [{id: a}]\n", "", """{"steps":[{"id":"a"}]}""")]
    [InlineData("name: t\ntemplate: {steps: []}\n", "/template", """{"steps":[]}""")]
    [InlineData("name: t\nworkflow_definition: {tasks: {}}\n", "/workflow_definition", """{"tasks":{}}""")]
    [InlineData("name: t\ndefinition: {tasks: {}}\n", "/definition", """{"tasks":{}}""")]
    public void The_workflow_stands_in_one_of_several_places(string yaml, string pointer, string definition)
    {
        var document = Template.Document(yaml);

        Assert.Equal((pointer, definition), (document.DefinitionPointer, document.Definition!.Value.GetRawText()));
    }

    [Theory]
    [InlineData("workflow_definition_id")]
    [InlineData("workflow_id")]
    public void A_saved_workflow_may_be_named(string field)
    {
        var document = Template.Document($"name: t\n{field}: orders\n");

        Assert.Equal("orders", document.WorkflowReference);
        Assert.Null(document.Definition);
    }

    [Fact]
    public void Everything_else_is_read()
    {
        var document = Template.Document(
            """
            id: approval_process
            description: d
            version: '1.0'
            changes: First.
            created_by: ada
            is_public: false
            tags: [a, b, a]
            category_ids: [c]
            metadata: {author: ada}
            extends: {template: base, version: '2'}
            includes: [one, {template: two, prefix: p_}]
            usage_count: 7
            """);

        Assert.Equal(
            ("approval_process", "d", "1.0", "First.", "ada", false),
            (document.Name, document.Description, document.Version, document.Changes, document.CreatedBy,
                document.IsPublic));
        Assert.Equal(["a", "b"], document.Tags);
        Assert.Equal(["c"], document.Categories);
        Assert.Equal(new TemplateLink("base", "2", "", "/extends"), document.Extends);
        Assert.Equal(
            [new TemplateLink("one", null, "", "/includes/0"), new TemplateLink("two", null, "p_", "/includes/1")],
            document.Includes);
        Assert.Equal("""{"author":"ada"}""", document.Metadata!.Value.GetRawText());
    }

    [Theory]
    [InlineData("tasks: {}\n", FindingCodes.MissingField, "")]
    [InlineData("name: t\n", FindingCodes.MissingField, "")]
    [InlineData("name: t\nworkflow_id: a\ntasks: {}\n", FindingCodes.UnknownField, "/tasks")]
    [InlineData("name: t\nworkflow_id: a\ntemplate: {}\n", FindingCodes.InvalidValue, "/template")]
    [InlineData("name: t\ntemplate: []\n", FindingCodes.WrongType, "/template")]
    [InlineData("name: t\ntemplate: {}\nis_public: 1\n", FindingCodes.WrongType, "/is_public")]
    [InlineData("name: t\nextends: {templat: b}\n", FindingCodes.UnknownField, "/extends/templat")]
    [InlineData("name: t\nincludes: [{template: b, prefix: a-b}]\n", FindingCodes.InvalidValue, "/includes/0/prefix")]
    [InlineData("name: t\nincludes: b\n", FindingCodes.WrongType, "/includes")]
    [InlineData("[]", FindingCodes.WrongType, "")]
    public void What_is_no_template_is_refused(string yaml, string code, string pointer)
    {
        var (document, findings) = TemplateReader.Read(Template.Yaml(yaml), TemplateLimits.Default);

        Assert.Null(document);
        Assert.Contains((code, pointer), findings.Select(finding => (finding.Code, finding.Pointer)));
    }

    [Theory]
    [InlineData("Bug Fix", "bug-fix")]
    [InlineData("bug_fix", "bug-fix")]
    [InlineData("  Ärger -- 2! ", "ärger-2")]
    [InlineData("!", "")]
    public void A_short_name_is_made_of_letters_and_digits(string name, string slug) =>
        Assert.Equal(slug, TemplateSlug.Of(name));
}
