using System.Text.Json;
using Harmonia.Core.Definitions;
using Harmonia.Core.Definitions.Checking;
using Harmonia.Core.Executions;
using Harmonia.Core.Failures;
using Harmonia.Core.Schemas;

namespace Harmonia.Core.Templates;

/// <summary>Checks the values that somebody gives to a template's parameters.</summary>
internal static class ParameterValues
{
    /// <summary>A value for each parameter: what was given, its default, or null.</summary>
    /// <param name="given">What was given; null counts as not given.</param>
    /// <param name="parameters">What there is.</param>
    /// <param name="pointer">Where the values stand in what was sent.</param>
    /// <param name="findings">Get everything that is wrong.</param>
    public static JsonElement Complete(
        JsonElement given, IReadOnlyList<TemplateParameter> parameters, string pointer, FindingList findings)
    {
        if (FieldReader.Of(given, pointer, findings) is not { } fields)
        {
            return JsonText.EmptyObject;
        }

        RefuseUnknown(given, parameters, pointer, findings);
        var values = parameters
            .Select(parameter => (parameter.Name, Value: Complete(fields, parameter, findings)))
            .ToList();
        return findings.HasErrors ? JsonText.EmptyObject : TemplateJson.Write(writer =>
        {
            writer.WriteStartObject();
            foreach (var (name, value) in values)
            {
                writer.WritePropertyName(name);
                (value ?? JsonText.Null).WriteTo(writer);
            }

            writer.WriteEndObject();
        });
    }

    public static void Validate(JsonSchema schema, JsonElement value, string pointer, FindingList findings)
    {
        if (!IsUnicode(value))
        {
            findings.Error(FindingCodes.InvalidEncoding, pointer, "The value holds text that is not valid Unicode.");
            return;
        }

        foreach (var violation in schema.Validate(value))
        {
            findings.Error(FindingCodes.SchemaViolation, pointer + violation.Pointer, violation.Message);
        }
    }

    private static void RefuseUnknown(
        JsonElement given, IReadOnlyList<TemplateParameter> parameters, string pointer, FindingList findings)
    {
        foreach (var member in given.EnumerateObject())
        {
            if (!parameters.Any(parameter => parameter.Name == member.Name))
            {
                var names = parameters.Select(parameter => parameter.Name);
                findings.Error(
                    FindingCodes.UnknownParameter,
                    JsonPointer.Append(pointer, member.Name),
                    $"The template has no parameter '{Shown.Text(member.Name)}'. Correct its name or leave it out.",
                    () => NearestName.Find(member.Name, names));
            }
        }
    }

    private static JsonElement? Complete(FieldReader fields, TemplateParameter parameter, FindingList findings)
    {
        if (fields.Find(parameter.Name) is { } value)
        {
            Validate(parameter.Schema, value, fields.At(parameter.Name), findings);
            return value;
        }

        if (parameter.Required)
        {
            findings.Error(
                FindingCodes.MissingField,
                fields.At(parameter.Name),
                $"The parameter '{parameter.Name}' needs a value. Give one.");
        }

        return parameter.Default;
    }

    /// <summary>JSON may hold half characters, which no text of ours can.</summary>
    private static bool IsUnicode(JsonElement value)
    {
        try
        {
            return value.ValueKind switch
            {
                JsonValueKind.String => value.GetString() is not null,
                JsonValueKind.Array => value.EnumerateArray().All(IsUnicode),
                JsonValueKind.Object => value.EnumerateObject().All(
                    member => member.Name is not null && IsUnicode(member.Value)),
                _ => true,
            };
        }
        catch (InvalidOperationException)
        {
            return false;
        }
    }
}
