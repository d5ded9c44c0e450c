using System.Collections.Frozen;
using System.Collections.Immutable;
using System.Text.Json;
using System.Text.RegularExpressions;
using Harmonia.Core.Definitions;
using Harmonia.Core.Definitions.Checking;
using Harmonia.Core.Executions;
using Harmonia.Core.Failures;

namespace Harmonia.Core.Templates;

/// <summary>Takes templates apart, in each of the forms of the family.</summary>
public static partial class TemplateReader
{
    private const int MaxNameLength = 200;
    private const int MaxVersionLength = 64;

    private static readonly FrozenSet<string> Own = new[]
    {
        "id", "template_id", "name", "description", "version", "current_version", "changes", "parameters", "extends",
        "includes", "tags", "category_ids", "is_public", "metadata", "created_by", "created_at", "updated_at",
        "usage_count", "built_in", "workflow_definition_id", "workflow_id", "workflow_definition", "definition",
        "template",
    }.ToFrozenSet(StringComparer.Ordinal);

    private static readonly string[] Wrappers =
        ["workflow_definition_id", "workflow_id", "workflow_definition", "definition", "template"];

    /// <returns><see langword="null"/> exactly when there is an error among the findings.</returns>
    public static (TemplateDocument? Document, ImmutableArray<Finding> Findings) Read(
        JsonElement source, TemplateLimits limits)
    {
        var findings = new FindingList(limits.MaxFindings);
        if (FieldReader.Of(source, "", findings) is not { } fields)
        {
            return (null, [.. findings]);
        }

        var document = Read(source, fields, limits, findings);
        return (findings.HasErrors ? null : document, DocumentOrder.Sort(findings, source, limits.MaxFindings));
    }

    private static TemplateDocument Read(
        JsonElement source, FieldReader fields, TemplateLimits limits, FindingList findings)
    {
        fields.RefuseBoth("workflow_definition_id", "workflow_id");
        fields.RefuseBoth("version", "current_version");
        var (definition, pointer) = ReadDefinition(source, fields, findings);
        var document = new TemplateDocument
        {
            Name = ReadName(fields),
            Description = fields.Text("description"),
            Version = fields.Label("version", MaxVersionLength) ?? fields.Label("current_version", MaxVersionLength),
            Changes = fields.Text("changes"),
            CreatedBy = fields.Label("created_by", MaxNameLength),
            IsPublic = ReadFlag(fields, "is_public") ?? true,
            WorkflowReference = fields.Text("workflow_definition_id") ?? fields.Text("workflow_id"),
            Definition = definition,
            DefinitionPointer = pointer,
            Parameters = fields.Find("parameters") is { } parameters
                ? ParameterReader.Normalize(parameters, fields.At("parameters"), findings)
                : JsonText.EmptyObject,
            Extends = fields.Find("extends") is { } extends
                ? ReadLink(extends, fields.At("extends"), mayHavePrefix: false, findings)
                : null,
            Includes = ReadIncludes(fields, limits, findings),
            Tags = ReadLabels(fields, "tags", limits, findings),
            Categories = ReadLabels(fields, "category_ids", limits, findings),
            Metadata = fields.Object("metadata"),
        };
        return document;
    }

    /// <summary>Some documents call a template by an id that is a name.</summary>
    private static string ReadName(FieldReader fields)
    {
        if (fields.Find("name") is null && fields.Find("id") is not null)
        {
            return fields.Label("id", MaxNameLength) ?? "";
        }

        fields.Require("name");
        return fields.Label("name", MaxNameLength) ?? "";
    }

    /// <summary>
    /// The definition inside of a wrapper, or else what the document says beside the template's own fields.
    /// </summary>
    private static (JsonElement? Definition, string Pointer) ReadDefinition(
        JsonElement source, FieldReader fields, FindingList findings)
    {
        var given = Wrappers.Where(name => fields.Find(name) is not null).ToList();
        var others = source.EnumerateObject().Where(member => !Own.Contains(member.Name)).ToList();
        if (given.Count > 1)
        {
            findings.Error(
                FindingCodes.InvalidValue,
                fields.At(given[1]),
                $"The workflow comes from '{given[0]}' and from '{given[1]}'. Give one of them.");
        }

        if (given is [])
        {
            return others is [] ? NoDefinition(fields, findings) : (Definition(source, others), "");
        }

        foreach (var other in others)
        {
            findings.Error(
                FindingCodes.UnknownField,
                fields.At(other.Name),
                $"There is no field '{Shown.Text(other.Name)}' beside '{given[0]}'. Correct it, or put it in there.",
                () => NearestName.Find(other.Name, Own));
        }

        return given[0] is "workflow_definition_id" or "workflow_id"
            ? (null, "")
            : (fields.Object(given[0]), fields.At(given[0]));
    }

    private static (JsonElement?, string) NoDefinition(FieldReader fields, FindingList findings)
    {
        if (fields.Find("extends") is null && fields.Find("includes") is null)
        {
            findings.Error(
                FindingCodes.MissingField,
                fields.Pointer,
                "A template needs a workflow: 'tasks', 'workflow_definition', or the 'workflow_definition_id' of a "
                    + "saved one.");
        }

        return (null, "");
    }

    /// <summary>What is said of the template is said of its workflows too, unless they say it themselves.</summary>
    private static JsonElement Definition(JsonElement source, List<JsonProperty> others) => TemplateJson.Write(writer =>
    {
        writer.WriteStartObject();
        if (source.TryGetProperty("description", out var description))
        {
            writer.WritePropertyName("description");
            description.WriteTo(writer);
        }

        foreach (var member in others)
        {
            member.WriteTo(writer);
        }

        writer.WriteEndObject();
    });

    private static bool? ReadFlag(FieldReader fields, string name)
    {
        if (fields.Find(name) is not { } value || value.ValueKind is JsonValueKind.True or JsonValueKind.False)
        {
            return fields.Find(name)?.GetBoolean();
        }

        fields.WrongType(name, "true or false", value);
        return null;
    }

    private static ImmutableArray<string> ReadLabels(
        FieldReader fields, string name, TemplateLimits limits, FindingList findings)
    {
        var labels = fields.Texts(name) ?? [];
        if (labels.Length > limits.MaxTags || labels.Any(label => label.Length > MaxNameLength))
        {
            findings.Error(
                FindingCodes.InvalidValue,
                fields.At(name),
                $"'{name}' may have {limits.MaxTags} texts of {MaxNameLength} characters each.");
        }

        return [.. labels.Distinct(StringComparer.Ordinal)];
    }

    private static ImmutableArray<TemplateLink> ReadIncludes(
        FieldReader fields, TemplateLimits limits, FindingList findings)
    {
        if (fields.Find("includes") is not { } source)
        {
            return [];
        }

        if (source.ValueKind != JsonValueKind.Array || source.GetArrayLength() > limits.MaxIncludes)
        {
            fields.WrongType("includes", $"a list of at most {limits.MaxIncludes} templates", source);
            return [];
        }

        var pointer = fields.At("includes");
        return
        [
            .. source.EnumerateArray()
                .Select((item, index) =>
                    ReadLink(item, JsonPointer.Append(pointer, index), mayHavePrefix: true, findings))
                .OfType<TemplateLink>(),
        ];
    }

    /// <summary>A template's id or name, or an object that says more.</summary>
    private static TemplateLink? ReadLink(
        JsonElement source, string pointer, bool mayHavePrefix, FindingList findings)
    {
        if (source.ValueKind == JsonValueKind.String && source.GetString() is { Length: > 0 } name)
        {
            return new TemplateLink(name, null, "", pointer);
        }

        if (FieldReader.Of(source, pointer, findings) is not { } fields)
        {
            return null;
        }

        fields.AcceptOnly(mayHavePrefix
            ? FieldNames.Only("template", "template_id", "version", "prefix")
            : FieldNames.Only("template", "template_id", "version"));
        fields.RefuseBoth("template", "template_id");
        var reference = fields.Label("template", MaxNameLength) ?? fields.Label("template_id", MaxNameLength);
        if (reference is null)
        {
            fields.Require("template");
            return null;
        }

        var prefix = fields.Text("prefix") ?? "";
        if (!PrefixPattern().IsMatch(prefix))
        {
            findings.Error(
                FindingCodes.InvalidValue,
                fields.At("prefix"),
                "A prefix is a letter or '_' and up to 31 letters, digits or '_'.");
        }

        return new TemplateLink(reference, fields.Label("version", MaxVersionLength), prefix, pointer);
    }

    [GeneratedRegex(@"^([A-Za-z_][A-Za-z0-9_]{0,31})?\z", RegexOptions.CultureInvariant)]
    private static partial Regex PrefixPattern();
}
