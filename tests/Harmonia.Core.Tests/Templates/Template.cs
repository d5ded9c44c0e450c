using System.Text.Json;
using Harmonia.Core.Definitions;
using Harmonia.Core.Executions;
using Harmonia.Core.Failures;
using Harmonia.Core.Templates;
using Harmonia.Core.Tests.Definitions.Checking;

namespace Harmonia.Core.Tests.Templates;

/// <summary>Reads templates and makes workflows of them for tests.</summary>
internal static class Template
{
    public static TemplateId Id { get; } = new(Guid.Parse("0198f7a0-0000-7000-8000-000000000001"));

    public static TemplateDocument Document(string yaml)
    {
        var (document, findings) = TemplateReader.Read(Yaml(yaml), TemplateLimits.Default);
        Assert.Empty(findings);
        return document!;
    }

    /// <summary>The only finding of a document.</summary>
    public static Finding RefuseDocument(string yaml)
    {
        var (document, findings) = TemplateReader.Read(Yaml(yaml), TemplateLimits.Default);
        Assert.Null(document);
        return Assert.Single(findings);
    }

    public static TemplateContent Content(string yaml) =>
        TemplateComposer.Compose(
            Document(yaml), Id, null, new Dictionary<TemplateLink, LinkedTemplate>(), TemplateLimits.Default).Content!;

    public static (JsonElement? Definition, IReadOnlyList<Finding> Findings) Make(
        string yaml, string values = "{}", TemplateLimits? limits = null) =>
        TemplateInstantiator.Instantiate(
            Content(yaml),
            new TemplateOrder(Id, "1.0.0", "made", JsonElement.Parse(values)),
            limits ?? TemplateLimits.Default);

    /// <summary>A workflow that compiles without an error.</summary>
    public static JsonElement Accept(string yaml, string values = "{}")
    {
        var (definition, findings) = Make(yaml, values);
        Assert.Empty(findings);
        var compiled = WorkflowCompiler.Compile(definition!.Value, Compile.Catalog, DefinitionLimits.Default);
        Assert.DoesNotContain(compiled.Findings, finding => finding.IsError);
        return definition.Value;
    }

    /// <summary>The only finding of a workflow that cannot be made.</summary>
    public static Finding Refuse(string yaml, string values, TemplateLimits? limits = null)
    {
        var (definition, findings) = Make(yaml, values, limits);
        Assert.Null(definition);
        return Assert.Single(findings);
    }

    /// <summary>What an echo task is given at the start of an execution of the workflow that is made.</summary>
    public static string Input(string text, string values) => Task(text, values).GetProperty("input").GetRawText();

    /// <summary>The only task of a workflow whose input is the given YAML; parameters <c>a</c> and <c>b</c> take
    /// anything.</summary>
    public static JsonElement Task(string input, string values) => Accept(
        "name: t\nparameters: {a: any, b: any}\ntasks:\n"
            + $"  x: {{component: harmonia, action: echo, input: {input}}}\n",
        values).GetProperty("tasks").GetProperty("x");

    public static JsonElement Yaml(string text) =>
        Definitions.Reading.Reader.Accept(text, DocumentFormat.Yaml).Root;

    public static string Json(string text) => JsonText.Of(text).GetRawText();
}
