using System.Collections.Immutable;
using System.Text.Json;
using Harmonia.Core.Definitions;
using Harmonia.Core.Definitions.Checking;
using Harmonia.Core.Definitions.Dialects;
using Harmonia.Core.Executions;
using Harmonia.Core.Failures;
using Harmonia.Core.Templates.Binding;

namespace Harmonia.Core.Templates;

/// <summary>Checks a template before it is saved, by making a workflow of it.</summary>
public static class TemplateChecker
{
    /// <param name="content">The template.</param>
    /// <param name="pointer">Where its definition stands in what was sent.</param>
    /// <param name="compile">Compiles a workflow.</param>
    /// <param name="limits">What may come out.</param>
    /// <param name="own">How the definition relates to what was sent.</param>
    /// <returns>
    /// What is wrong. When no value has to be given, all of it counts; otherwise the workflow is tried with made-up
    /// values, and what these may have caused is only a warning.
    /// </returns>
    public static ImmutableArray<Finding> Check(
        TemplateContent content,
        string pointer,
        Func<JsonElement, CompileResult> compile,
        TemplateLimits limits,
        NormalizedDefinition? own = null)
    {
        var findings = new FindingList(limits.MaxFindings);
        var parameters = ParameterReader.Compile(content.Parameters, "/parameters", limits, findings);
        var isComplete = parameters.All(parameter => !parameter.Required);
        var values = Values(parameters);
        var bound = DefinitionBinder.Bind(content.Definition, values, limits.MaxBytes, findings);
        var found = findings.HasErrors
            ? [.. findings]
            : compile(Named(bound)).Findings;
        return
        [
            .. found.Select(finding => own?.ToOriginal(finding) ?? finding).Select(finding => finding with
            {
                Pointer = pointer + finding.Pointer,
                Severity = isComplete || finding.Code == FindingCodes.UnknownParameter
                    ? finding.Severity
                    : FindingSeverity.Warning,
            }),
        ];
    }

    private static JsonElement Values(ImmutableArray<TemplateParameter> parameters) => TemplateJson.Write(writer =>
    {
        writer.WriteStartObject();
        foreach (var parameter in parameters)
        {
            writer.WritePropertyName(parameter.Name);
            (parameter.Default ?? (parameter.Required ? Sample(parameter.Source) : JsonText.Null)).WriteTo(writer);
        }

        writer.WriteEndObject();
    });

    private static JsonElement Sample(JsonElement declaration)
    {
        if (declaration.TryGetProperty("enum", out var choices) && choices.GetArrayLength() > 0)
        {
            return choices[0];
        }

        if (declaration.TryGetProperty("const", out var only))
        {
            return only;
        }

        var type = declaration.TryGetProperty("type", out var word) && word.ValueKind == JsonValueKind.String
            ? word.GetString()
            : "string";
        return type switch
        {
            "number" or "integer" => declaration.TryGetProperty("minimum", out var least) ? least : Json("1"),
            "boolean" => Json("true"),
            "array" => Json("[]"),
            "object" => JsonText.EmptyObject,
            _ => JsonText.Of("sample"),
        };
    }

    private static JsonElement Json(string text) => JsonElement.Parse(text);

    private static JsonElement Named(JsonElement definition) => TemplateJson.Write(writer =>
    {
        writer.WriteStartObject();
        writer.WriteString("name", "sample");
        foreach (var member in definition.EnumerateObject().Where(member => member.Name != "name"))
        {
            member.WriteTo(writer);
        }

        writer.WriteEndObject();
    });
}
