using System.Collections.Immutable;
using System.Text.Json;
using System.Text.RegularExpressions;
using Harmonia.Core.Definitions;
using Harmonia.Core.Definitions.Checking;
using Harmonia.Core.Executions;
using Harmonia.Core.Failures;
using Harmonia.Core.Schemas;
using Harmonia.Core.Schemas.Compilation;

namespace Harmonia.Core.Templates;

/// <summary>Reads <c>parameters</c>, a map by name or a list with names, in any spelling of the family.</summary>
internal static partial class ParameterReader
{
    /// <summary>Other spellings of keywords.</summary>
    private static readonly Dictionary<string, string> Spellings = new(StringComparer.Ordinal)
    {
        ["parameter_type"] = "type",
        ["default_value"] = "default",
        ["options"] = "enum",
        ["min"] = "minimum",
        ["min_value"] = "minimum",
        ["max"] = "maximum",
        ["max_value"] = "maximum",
        ["min_length"] = "minLength",
        ["max_length"] = "maxLength",
    };

    private static readonly string[] Types =
        ["string", "number", "integer", "boolean", "array", "object", "text", "select", "any"];

    /// <summary>The parameters as one map in one spelling, ready to be compiled.</summary>
    public static JsonElement Normalize(JsonElement source, string pointer, FindingList findings)
    {
        if (source.ValueKind is not (JsonValueKind.Object or JsonValueKind.Array))
        {
            findings.Error(
                FindingCodes.WrongType, pointer, "Parameters are a map of names to declarations, or a list of them.");
            return JsonText.EmptyObject;
        }

        HashSet<string> names = new(StringComparer.Ordinal);
        return TemplateJson.Write(writer =>
        {
            writer.WriteStartObject();
            foreach (var (name, declaration, at) in Entries(source, pointer, findings))
            {
                if (IsNew(name, names, at, findings))
                {
                    writer.WritePropertyName(name);
                    WriteDeclaration(writer, name, declaration, at, findings);
                }
            }

            writer.WriteEndObject();
        });
    }

    /// <summary>Checks and compiles parameters that are a map in one spelling.</summary>
    /// <param name="parameters">The map.</param>
    /// <param name="pointer">Where it stands.</param>
    /// <param name="limits">How many there may be.</param>
    /// <param name="findings">Get what is wrong.</param>
    public static ImmutableArray<TemplateParameter> Compile(
        JsonElement parameters, string pointer, TemplateLimits limits, FindingList findings)
    {
        if (parameters.GetPropertyCount() > limits.MaxParameters)
        {
            findings.Error(
                FindingCodes.InvalidValue,
                pointer,
                $"There are {parameters.GetPropertyCount()} parameters; at most {limits.MaxParameters} are taken.");
            return [];
        }

        return
        [
            .. parameters.EnumerateObject()
                .Select(member => Compile(member, JsonPointer.Append(pointer, member.Name), findings))
                .OfType<TemplateParameter>(),
        ];
    }

    private static IEnumerable<(string Name, JsonElement Declaration, string Pointer)> Entries(
        JsonElement source, string pointer, FindingList findings)
    {
        if (source.ValueKind == JsonValueKind.Object)
        {
            foreach (var member in source.EnumerateObject())
            {
                yield return (member.Name, member.Value, JsonPointer.Append(pointer, member.Name));
            }

            yield break;
        }

        var index = 0;
        foreach (var item in source.EnumerateArray())
        {
            var at = JsonPointer.Append(pointer, index++);
            if (FieldReader.Of(item, at, findings) is { } fields)
            {
                fields.Require("name");
                yield return (fields.Text("name") ?? "", item, at);
            }
        }
    }

    private static bool IsNew(string name, HashSet<string> names, string pointer, FindingList findings)
    {
        if (!NamePattern().IsMatch(name))
        {
            findings.Error(
                FindingCodes.InvalidValue,
                pointer,
                $"The parameter's name '{Shown.Text(name)}' must be a letter or '_' and up to 63 letters, digits, "
                    + "'_' or '-'.");
            return false;
        }

        if (names.Add(name))
        {
            return true;
        }

        findings.Error(FindingCodes.DuplicateKey, pointer, $"There is a parameter '{name}' already. Rename one.");
        return false;
    }

    private static void WriteDeclaration(
        Utf8JsonWriter writer, string name, JsonElement declaration, string pointer, FindingList findings)
    {
        writer.WriteStartObject();
        if (declaration.ValueKind == JsonValueKind.String)
        {
            WriteType(writer, declaration, pointer, findings); // The short form: a type's name alone.
        }
        else if (FieldReader.Of(declaration, pointer, findings) is not null)
        {
            HashSet<string> written = new(StringComparer.Ordinal);
            foreach (var member in declaration.EnumerateObject())
            {
                WriteMember(writer, (name, member), written, pointer, findings);
            }
        }

        writer.WriteEndObject();
    }

    private static void WriteMember(
        Utf8JsonWriter writer,
        (string Parameter, JsonProperty Member) declared,
        HashSet<string> written,
        string pointer,
        FindingList findings)
    {
        var member = declared.Member;
        var at = JsonPointer.Append(pointer, member.Name);
        var name = Spellings.GetValueOrDefault(member.Name, member.Name);
        if (name == "name")
        {
            if (member.Value.ValueKind != JsonValueKind.String || !member.Value.ValueEquals(declared.Parameter))
            {
                findings.Error(FindingCodes.InvalidValue, at, "The name is not the parameter's key. Leave it out.");
            }
        }
        else if (!SchemaKeywords.Shapes.ContainsKey(name))
        {
            findings.Error(
                FindingCodes.UnknownField,
                at,
                $"There is no field '{Shown.Text(member.Name)}' in a parameter. Use keywords of JSON Schema.",
                () => NearestName.Find(member.Name, [.. Spellings.Keys, .. SchemaKeywords.Shapes.Keys]));
        }
        else if (member.Value.ValueKind == JsonValueKind.Null && name != "default")
        {
            return; // Clients write null for what they leave open.
        }
        else if (!written.Add(name))
        {
            findings.Error(FindingCodes.InvalidValue, at, $"'{name}' is said twice, in two spellings. Give one.");
        }
        else if (name == "type")
        {
            WriteType(writer, member.Value, at, findings);
        }
        else
        {
            writer.WritePropertyName(name);
            member.Value.WriteTo(writer);
        }
    }

    private static void WriteType(Utf8JsonWriter writer, JsonElement type, string pointer, FindingList findings)
    {
        var word = type.ValueKind == JsonValueKind.String ? type.GetString()! : null;
        if (word is not null && !Types.Contains(word))
        {
            findings.Error(
                FindingCodes.InvalidValue,
                pointer,
                $"There is no type '{Shown.Text(word)}'. There are: {string.Join(", ", Types)}.",
                () => NearestName.Find(word, Types));
        }
        else if (word is "text" or "select")
        {
            writer.WriteString("type", "string");
        }
        else if (word != "any")
        {
            writer.WritePropertyName("type");
            type.WriteTo(writer);
        }
    }

    private static TemplateParameter? Compile(JsonProperty parameter, string pointer, FindingList findings)
    {
        var source = parameter.Value;
        var isFlag = source.TryGetProperty("required", out var flag)
            && flag.ValueKind is JsonValueKind.True or JsonValueKind.False;
        var schema = TemplateJson.Write(writer =>
        {
            writer.WriteStartObject();
            foreach (var member in source.EnumerateObject().Where(member => member.Name != "required" || !isFlag))
            {
                member.WriteTo(writer);
            }

            writer.WriteEndObject();
        });
        if (JsonSchema.Compile(schema, SchemaOptions.Default, pointer, findings) is not { } compiled)
        {
            return null;
        }

        JsonElement? usual = source.TryGetProperty("default", out var value) && value.ValueKind != JsonValueKind.Null
            ? value
            : null;
        if (usual is { } given)
        {
            ParameterValues.Validate(compiled, given, JsonPointer.Append(pointer, "default"), findings);
        }

        var required = isFlag && flag.ValueKind == JsonValueKind.True && usual is null;
        return new TemplateParameter(parameter.Name, source, compiled, required, usual);
    }

    [GeneratedRegex(@"^[A-Za-z_][A-Za-z0-9_-]{0,63}\z", RegexOptions.CultureInvariant)]
    private static partial Regex NamePattern();
}
