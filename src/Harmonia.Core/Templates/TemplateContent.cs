using System.Collections.Immutable;
using System.Text.Json;
using Harmonia.Core.Definitions;
using Harmonia.Core.Executions;

namespace Harmonia.Core.Templates;

/// <summary>A template that another was built on when that was saved.</summary>
/// <param name="Template">Which.</param>
/// <param name="Version">And which of its versions.</param>
/// <param name="Prefix">What the ids of included tasks begin with; <see langword="null"/> for <c>extends</c>.</param>
public sealed record TemplateOrigin(TemplateId Template, string Version, string? Prefix);

/// <summary>What a version of a template holds: complete in itself, so that it never changes.</summary>
/// <param name="Parameters">A map of names to declarations.</param>
/// <param name="Definition">With references to the parameters; whatever it was built on is part of it.</param>
public sealed record TemplateContent(JsonElement Parameters, JsonElement Definition)
{
    /// <summary>The saved workflow that it was made of.</summary>
    public WorkflowId? Workflow { get; init; }

    /// <summary>The revision of <see cref="Workflow"/> that was current then.</summary>
    public int? WorkflowRevision { get; init; }

    /// <summary>The templates that it was built on directly.</summary>
    public ImmutableArray<TemplateOrigin> Origins { get; init; } = [];

    /// <summary>All templates that it was built on, directly or not.</summary>
    public ImmutableArray<TemplateId> Ancestors { get; init; } = [];

    /// <summary>Templates on the longest way down, itself included.</summary>
    public int Depth { get; init; } = 1;

    /// <summary>Reads what <see cref="ToText"/> wrote.</summary>
    public static TemplateContent Read(ReadOnlyMemory<byte> text)
    {
        var root = TemplateJson.Parse(text);
        return new TemplateContent(root.GetProperty("parameters"), root.GetProperty("workflow_definition"))
        {
            Workflow = root.TryGetProperty("workflow_id", out var id) ? new WorkflowId(id.GetGuid()) : null,
            WorkflowRevision = root.TryGetProperty("workflow_revision", out var revision) ? revision.GetInt32() : null,
            Origins = [.. root.GetProperty("origins").EnumerateArray().Select(ReadOrigin)],
            Ancestors =
            [
                .. root.GetProperty("ancestors").EnumerateArray().Select(item => new TemplateId(item.GetGuid())),
            ],
            Depth = root.GetProperty("depth").GetInt32(),
        };
    }

    /// <summary>Its text as it is stored, and the hash of that.</summary>
    public DefinitionText ToText() => DefinitionText.Of(TemplateJson.Write(writer =>
    {
        writer.WriteStartObject();
        writer.WritePropertyName("parameters");
        Parameters.WriteTo(writer);
        if (Workflow is { } workflow)
        {
            writer.WriteString("workflow_id", workflow.Value);
            writer.WriteNumber("workflow_revision", WorkflowRevision ?? 1);
        }

        writer.WriteStartArray("origins");
        foreach (var origin in Origins)
        {
            WriteOrigin(writer, origin);
        }

        writer.WriteEndArray();
        writer.WriteStartArray("ancestors");
        foreach (var ancestor in Ancestors)
        {
            writer.WriteStringValue(ancestor.Value);
        }

        writer.WriteEndArray();
        writer.WriteNumber("depth", Depth);
        writer.WritePropertyName("workflow_definition");
        Definition.WriteTo(writer);
        writer.WriteEndObject();
    }));

    private static TemplateOrigin ReadOrigin(JsonElement source) => new(
        new TemplateId(source.GetProperty("template_id").GetGuid()),
        source.GetProperty("version").GetString()!,
        source.TryGetProperty("prefix", out var prefix) ? prefix.GetString() : null);

    private static void WriteOrigin(Utf8JsonWriter writer, TemplateOrigin origin)
    {
        writer.WriteStartObject();
        writer.WriteString("template_id", origin.Template.Value);
        writer.WriteString("version", origin.Version);
        if (origin.Prefix is { } prefix)
        {
            writer.WriteString("prefix", prefix);
        }

        writer.WriteEndObject();
    }
}
