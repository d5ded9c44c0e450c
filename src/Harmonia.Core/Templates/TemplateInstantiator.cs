using System.Collections.Immutable;
using System.Text.Json;
using Harmonia.Core.Definitions;
using Harmonia.Core.Definitions.Checking;
using Harmonia.Core.Executions;
using Harmonia.Core.Failures;
using Harmonia.Core.Templates.Binding;

namespace Harmonia.Core.Templates;

/// <summary>What somebody asks of a template.</summary>
/// <param name="Template">Which.</param>
/// <param name="Version">And which of its versions.</param>
/// <param name="Name">What the workflow is to be called.</param>
/// <param name="Values">Values of parameters by name.</param>
public sealed record TemplateOrder(TemplateId Template, string Version, string Name, JsonElement Values)
{
    /// <summary>Where <see cref="Values"/> stands in what was sent.</summary>
    public string ValuesPointer { get; init; } = "/parameter_values";

    /// <summary>Said of the workflow instead of what the template says of it.</summary>
    public string? Description { get; init; }

    /// <summary>Laid over the metadata that the template has for its workflows.</summary>
    public JsonElement? Metadata { get; init; }
}

/// <summary>Makes workflows out of templates. Pure: it calls and looks up nothing.</summary>
public static class TemplateInstantiator
{
    /// <summary>Where findings about the workflow that is made begin.</summary>
    public const string Made = "/workflow_definition";

    /// <param name="content">The version of the template.</param>
    /// <param name="order">What is wanted.</param>
    /// <param name="limits">What may come out.</param>
    /// <returns>The definition, which still has to be compiled; <see langword="null"/> exactly when there is an error
    /// among the findings. Those about values point at them, others at <see cref="Made"/>.</returns>
    public static (JsonElement? Definition, ImmutableArray<Finding> Findings) Instantiate(
        TemplateContent content, TemplateOrder order, TemplateLimits limits)
    {
        var findings = new FindingList(limits.MaxFindings);
        var parameters = ParameterReader.Compile(content.Parameters, "/parameters", limits, findings);
        var values = ParameterValues.Complete(order.Values, parameters, order.ValuesPointer, findings);
        if (findings.HasErrors)
        {
            return (null, [.. findings]);
        }

        var bound = DefinitionBinder.Bind(content.Definition, values, limits.MaxBytes, findings);
        var signed = findings.HasErrors ? bound : Signed(bound, order, values);
        CheckSize(signed, limits, findings);
        return (
            findings.HasErrors ? null : signed,
            [.. findings.Select(finding => finding with { Pointer = Made + finding.Pointer })]);
    }

    /// <summary>The values stand in the definition once more, in its metadata.</summary>
    private static void CheckSize(JsonElement definition, TemplateLimits limits, FindingList findings)
    {
        if (JsonText.Size(definition) > limits.MaxBytes)
        {
            findings.Error(
                FindingCodes.TooLarge, "", $"The workflow would have more than {limits.MaxBytes} bytes. Pass less.");
        }

        if (TemplateJson.Depth(definition) is var depth && depth > DocumentLimits.Default.MaxDepth)
        {
            findings.Error(
                FindingCodes.TooDeep,
                "",
                $"The workflow would nest by {depth} levels; at most {DocumentLimits.Default.MaxDepth} can be kept. "
                    + "Pass flatter values.");
        }
    }

    /// <summary>The definition under its own name, with what it was made of and with in its metadata.</summary>
    private static JsonElement Signed(JsonElement bound, TemplateOrder order, JsonElement values) =>
        TemplateJson.Write(writer =>
        {
            writer.WriteStartObject();
            writer.WriteString("name", order.Name);
            if (order.Description is { } description)
            {
                writer.WriteString("description", description);
            }

            foreach (var member in bound.EnumerateObject())
            {
                var isOwn = member.Name is "id" or "name" or "metadata" or "created_at" or "updated_at" or "revision"
                    or "definition_hash";
                if (!isOwn && (member.Name != "description" || order.Description is null))
                {
                    member.WriteTo(writer);
                }
            }

            writer.WritePropertyName("metadata");
            WriteMetadata(writer, bound, order, values);
            writer.WriteEndObject();
        });

    private static void WriteMetadata(Utf8JsonWriter writer, JsonElement bound, TemplateOrder order, JsonElement values)
    {
        var own = bound.TryGetProperty("metadata", out var metadata) && metadata.ValueKind == JsonValueKind.Object
            ? metadata
            : JsonText.EmptyObject;
        var all = order.Metadata is { } more ? TemplateComposer.OverlayMembers(own, more) : own;
        writer.WriteStartObject();
        foreach (var member in all.EnumerateObject().Where(member => member.Name != "template"))
        {
            member.WriteTo(writer);
        }

        writer.WriteStartObject("template");
        writer.WriteString("id", order.Template.Value);
        writer.WriteString("version", order.Version);
        writer.WriteStartObject("parameter_values");
        foreach (var member in values.EnumerateObject().Where(value => value.Value.ValueKind != JsonValueKind.Null))
        {
            member.WriteTo(writer);
        }

        writer.WriteEndObject();
        writer.WriteEndObject();
        writer.WriteEndObject();
    }
}
