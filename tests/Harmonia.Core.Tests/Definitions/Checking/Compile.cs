using System.Globalization;
using System.Text;
using Harmonia.Core.Definitions;
using Harmonia.Core.Failures;

namespace Harmonia.Core.Tests.Definitions.Checking;

/// <summary>Compiles definitions for tests.</summary>
internal static class Compile
{
    public static IActionCatalog Catalog { get; } = new FixedCatalog();

    public static CompileResult Yaml(string text, DefinitionLimits? limits = null) =>
        WorkflowCompiler.Compile(
            Reading.Reader.Accept(text, DocumentFormat.Yaml).Root, Catalog, limits ?? DefinitionLimits.Default);

    /// <summary>A definition without any finding.</summary>
    public static WorkflowDefinition Accept(string yaml)
    {
        var (definition, findings) = Yaml(yaml);
        Assert.Empty(findings);
        Assert.NotNull(definition);
        return definition;
    }

    /// <summary>Tasks of a workflow without any finding; <paramref name="yaml"/> is what follows its name.</summary>
    public static TaskDefinition Task(string yaml, string id)
    {
        var definition = Accept($"name: test\n{yaml}");
        return definition.Tasks[definition.IndexOf(id)];
    }

    /// <summary>The only finding of a workflow, which is an error.</summary>
    public static Finding Refuse(string yaml)
    {
        var (definition, findings) = Yaml(yaml);
        var finding = Assert.Single(findings);
        Assert.True(finding.IsError, finding.Message);
        Assert.Null(definition);
        return finding;
    }

    public static void Refuse(string yaml, string code, string pointer, string? suggestion = null, string words = "")
    {
        var finding = Refuse(yaml);
        Assert.Equal((code, pointer, suggestion), (finding.Code, finding.Pointer, finding.Suggestion));
        Assert.Contains(words, finding.Message, StringComparison.Ordinal);
    }

    /// <summary>The only finding of a workflow, which is a warning.</summary>
    public static void Warn(string yaml, string code, string pointer, string? suggestion = null)
    {
        var (definition, findings) = Yaml(yaml);
        var finding = Assert.Single(findings);
        Assert.NotNull(definition);
        Assert.Equal(FindingSeverity.Warning, finding.Severity);
        Assert.Equal((code, pointer, suggestion), (finding.Code, finding.Pointer, finding.Suggestion));
    }

    /// <summary>A workflow of one task with the given fields, in YAML's flow style.</summary>
    public static string OneTask(string fields) =>
        $"{{name: test, tasks: {{a: {{component: harmonia, action: noop, {fields}}}}}}}";

    /// <summary>A chain of tasks, each of which refers to the one before it and to the first.</summary>
    public static string Chain(int length)
    {
        var text = new StringBuilder("name: chain\ntasks:\n  t0: {type: expression, result: 1}\n");
        for (var task = 1; task < length; task++)
        {
            text.Append(CultureInfo.InvariantCulture, $"  t{task}: {{type: expression, depends_on: t{task - 1}, ")
                .Append(CultureInfo.InvariantCulture, $"result: '${{tasks.t{task - 1}.output + tasks.t0.output}}'}}\n");
        }

        return text.ToString();
    }

    private sealed class FixedCatalog : IActionCatalog
    {
        public IEnumerable<string> Components => ["http", "rhetor"];

        public ComponentActions? Find(string component) => component switch
        {
            "http" => new ComponentActions(BuiltIn: true, ["request"]),
            "rhetor" => new ComponentActions(BuiltIn: false, ["generate_text"]),
            _ => null,
        };
    }
}
