using System.Collections.Immutable;
using System.Text.Json;
using Harmonia.Core.Failures;
using Harmonia.Core.Schemas;

namespace Harmonia.Components.Registered;

/// <summary>Reads one action of a declaration.</summary>
internal static class ActionDeclarationReader
{
    private const int MaxNameLength = 128;
    private const int MaxParameters = 100;

    private static readonly string[] Methods = ["GET", "HEAD", "POST", "PUT", "PATCH", "DELETE", "OPTIONS"];

    private static readonly string[] Types =
        ["string", "number", "integer", "boolean", "object", "array", "null", "any"];

    public static ActionDeclaration Read(JsonElement element, string pointer, List<Finding> findings)
    {
        var fields = new ObjectReader(element, pointer, findings);
        var parameters = ReadParameters(fields, findings);
        var action = new ActionDeclaration
        {
            Name = ReadName(fields),
            Description = ComponentDeclarationReader.ReadDescription(fields),
            Path = ReadPath(fields),
            Method = ReadMethod(fields),
            Parameters = parameters,
            Input = ReadInput(fields, parameters, findings),
            ResultPath = ReadResultPath(fields),
            Headers = DeclaredHeaderReader.Read(fields),
            Timeout = fields.Seconds("timeout", ComponentDeclarationReader.MaxTimeout),
        };
        fields.RefuseUnknown();
        CheckPlaceholders(fields, action);
        return action;
    }

    /// <summary>What depends on the protocol, which is known only when all actions are read.</summary>
    public static void CheckProtocol(
        ObjectReader component, string pointer, string protocol, ActionDeclaration action)
    {
        var name = PlainText.EscapeControls(PlainText.Shorten(action.Name, 80));
        if (protocol is ProtocolNames.Http && action.Path is null)
        {
            component.ReportAt(
                FindingCodes.MissingField, $"{pointer}/path", $"The action \"{name}\" needs a path, such as \"/run\".");
        }
        else if (protocol is not ProtocolNames.Http && action.Path is not null)
        {
            component.ReportAt(
                FindingCodes.UnknownField,
                $"{pointer}/path",
                $"Protocol {protocol} has its own addresses: leave \"path\" out, or use protocol http.");
        }

        if (protocol is not ProtocolNames.Http && action.Method != HttpMethod.Post)
        {
            component.ReportAt(
                FindingCodes.UnknownField, $"{pointer}/method", $"Protocol {protocol} has its own methods.");
        }

        if (protocol is ProtocolNames.Worker && (action.Headers.Length > 0 || action.ResultPath is not null))
        {
            component.ReportAt(
                FindingCodes.UnknownField,
                pointer,
                $"The action \"{name}\" is done by workers, which take no headers and have no result_path.");
        }
    }

    private static string ReadName(ObjectReader fields)
    {
        var name = fields.Text("name", required: true);
        if (name is null || (name.Length is > 0 and <= MaxNameLength && name.All(IsNameLetter)))
        {
            return name ?? "";
        }

        fields.Report(
            FindingCodes.InvalidValue,
            "name",
            $"An action's name has 1 to {MaxNameLength} letters, digits, and _ - . / : of ASCII.");
        return name;
    }

    private static bool IsNameLetter(char letter) =>
        char.IsAsciiLetterOrDigit(letter) || letter is '_' or '-' or '.' or '/' or ':';

    private static string? ReadPath(ObjectReader fields)
    {
        var path = fields.Text("path");
        if (path is not null && PathTemplate.Problem(path) is { } problem)
        {
            fields.Report(FindingCodes.InvalidValue, "path", problem);
            return "/"; // Named, though wrongly: it says which protocol is meant.
        }

        return path;
    }

    private static HttpMethod ReadMethod(ObjectReader fields)
    {
        var method = fields.Text("method") ?? "POST";
        if (Methods.Contains(method))
        {
            return HttpMethod.Parse(method);
        }

        fields.Report(
            FindingCodes.InvalidValue, "method", $"The method has to be one of {string.Join(", ", Methods)}.");
        return HttpMethod.Post;
    }

    private static ImmutableArray<ParameterDeclaration> ReadParameters(ObjectReader fields, List<Finding> findings)
    {
        if (fields.Items("parameters") is not { } items)
        {
            return [];
        }

        if (items.Count > MaxParameters)
        {
            fields.Report(FindingCodes.TooLarge, "parameters", $"At most {MaxParameters} parameters can be declared.");
            return [];
        }

        var parameters = ImmutableArray.CreateBuilder<ParameterDeclaration>(items.Count);
        var pointer = fields.PointerTo("parameters");
        foreach (var item in items)
        {
            var parameter = ReadParameter(item, JsonPointer.Append(pointer, $"{parameters.Count}"), findings);
            if (parameters.Any(other => other.Name == parameter.Name))
            {
                fields.Report(
                    FindingCodes.DuplicateKey,
                    "parameters",
                    $"The parameter \"{PlainText.Shorten(parameter.Name, 80)}\" is declared twice.");
            }

            parameters.Add(parameter);
        }

        return parameters.ToImmutable();
    }

    private static ParameterDeclaration ReadParameter(JsonElement item, string pointer, List<Finding> findings)
    {
        var fields = new ObjectReader(item, pointer, findings);
        var name = fields.Text("name", required: true);
        if (name is { Length: 0 or > MaxNameLength })
        {
            fields.Report(
                FindingCodes.InvalidValue, "name", $"A parameter's name has 1 to {MaxNameLength} characters.");
        }

        var type = fields.Text("type") ?? "any";
        if (!Types.Contains(type))
        {
            fields.Report(
                FindingCodes.InvalidValue,
                "type",
                $"A type is one of {string.Join(", ", Types)}, not \"{PlainText.Shorten(type, 80)}\".");
            type = "any";
        }

        var parameter = new ParameterDeclaration(
            name ?? "",
            type,
            fields.Flag("required"),
            ComponentDeclarationReader.ReadDescription(fields),
            fields.Value("default")?.Clone());
        fields.RefuseUnknown();
        return parameter;
    }

    private static JsonSchema? ReadInput(
        ObjectReader fields, ImmutableArray<ParameterDeclaration> parameters, List<Finding> findings)
    {
        var hasParameters = fields.Value("parameters") is not null;
        if (fields.Value("input") is not { } schema)
        {
            return hasParameters ? ParameterSchema.Of(parameters, fields.PointerTo("parameters"), findings) : null;
        }

        if (hasParameters)
        {
            fields.Report(
                FindingCodes.InvalidValue, "input", "Either \"parameters\" or a schema in \"input\" may be given.");
        }

        return JsonSchema.Compile(
            SchemaShorthand.Expand(schema), SchemaOptions.Default, fields.PointerTo("input"), findings);
    }

    private static ResultPath? ReadResultPath(ObjectReader fields)
    {
        if (fields.Text("result_path") is not { } text)
        {
            return null;
        }

        var path = ResultPath.Parse(text, out var problem);
        if (problem is not null)
        {
            fields.Report(FindingCodes.InvalidValue, "result_path", problem);
        }

        return path;
    }

    private static void CheckPlaceholders(ObjectReader fields, ActionDeclaration action)
    {
        if (action.Path is null || action.Parameters.IsEmpty)
        {
            return;
        }

        foreach (var name in PathTemplate.Names(action.Path).Distinct(StringComparer.Ordinal))
        {
            if (action.Parameters.All(parameter => parameter.Name != name))
            {
                fields.Report(
                    FindingCodes.UnknownReference,
                    "path",
                    $"The parameter \"{name}\" of the path is not among \"parameters\".");
            }
        }
    }
}
