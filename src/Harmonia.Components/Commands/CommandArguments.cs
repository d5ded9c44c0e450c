using System.Globalization;
using System.Text.Json;
using Harmonia.Core.Failures;

namespace Harmonia.Components.Commands;

/// <summary>Checks the values that a task gives, against the parameters that the operator declared.</summary>
internal static class CommandArguments
{
    /// <returns>The values by parameter, without those that are absent.</returns>
    public static Dictionary<string, string> Read(
        CommandDeclaration declaration, ObjectReader args)
    {
        var asArgument = declaration.Args.SelectMany(arg => arg.Parameters).ToHashSet(StringComparer.Ordinal);
        var values = new Dictionary<string, string>(StringComparer.Ordinal);
        foreach (var parameter in declaration.Parameters)
        {
            if (ReadValue(parameter, args) is not { } value)
            {
                continue;
            }

            if (Problem(parameter, value, asArgument.Contains(parameter.Name)) is { } problem)
            {
                args.Report(FindingCodes.InvalidValue, parameter.Name, $"The value {problem}.");
            }
            else if (parameter.Type is not CommandParameterType.Directory)
            {
                values[parameter.Name] = value;
            }
            else if (CommandDirectory.Resolve(parameter, value, out var directory) is { } trouble)
            {
                args.Report(FindingCodes.InvalidValue, parameter.Name, trouble);
            }
            else
            {
                values[parameter.Name] = directory;
            }
        }

        args.RefuseUnknown();
        return values;
    }

    /// <returns>A scalar as a command sees it; <see langword="null"/> for anything else.</returns>
    public static string? ScalarText(JsonElement value) => value.ValueKind switch
    {
        JsonValueKind.String => value.GetString(),
        JsonValueKind.Number => value.GetRawText(),
        JsonValueKind.True => "true",
        JsonValueKind.False => "false",
        _ => null,
    };

    /// <returns>The end of a sentence that begins with "The value".</returns>
    public static string? Problem(CommandParameter parameter, string value, bool asArgument)
    {
        if (value.Contains('\0', StringComparison.Ordinal))
        {
            return "holds a NUL character";
        }

        if (value.Length > parameter.MaxLength)
        {
            return $"has {value.Length} characters; at most {parameter.MaxLength} are allowed";
        }

        if (asArgument && !parameter.AllowLeadingDash && value.StartsWith('-'))
        {
            return "begins with a dash, which a program takes for an option; the operator allows it with "
                + "allow_leading_dash";
        }

        if (!IsOfType(parameter.Type, value))
        {
            return $"has to be of type {JsonNamingPolicy.SnakeCaseLower.ConvertName($"{parameter.Type}")}";
        }

        if (parameter.Enum.Length > 0 && !parameter.Enum.Contains(value))
        {
            return $"has to be one of {string.Join(", ", parameter.Enum)}";
        }

        return parameter.Pattern is { } pattern && !pattern.IsMatch(value)
            ? "does not match the pattern of the parameter"
            : null;
    }

    private static string? ReadValue(CommandParameter parameter, ObjectReader args)
    {
        if (args.Value(parameter.Name) is not { } given)
        {
            if (parameter.Required && parameter.Default is null)
            {
                args.Report(FindingCodes.MissingField, parameter.Name, "This argument is required.");
            }

            return parameter.Default;
        }

        // Texts are taken for text and directory parameters only, so that "1" and 1 stay apart.
        var wantsText = parameter.Type is CommandParameterType.String or CommandParameterType.Directory;
        if (ScalarText(given) is { } text && (!wantsText || given.ValueKind is JsonValueKind.String)
            && (wantsText || given.ValueKind is not JsonValueKind.String))
        {
            return text;
        }

        var type = JsonNamingPolicy.SnakeCaseLower.ConvertName($"{parameter.Type}");
        args.Report(
            FindingCodes.WrongType,
            parameter.Name,
            $"The value has to be of type {type}, not {ObjectReader.Kind(given)}.");
        return null;
    }

    private static bool IsOfType(CommandParameterType type, string value) => type switch
    {
        CommandParameterType.Integer => long.TryParse(
            value, NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture, out _),
        CommandParameterType.Number => double.TryParse(
            value, NumberStyles.Float, CultureInfo.InvariantCulture, out var number) && double.IsFinite(number),
        CommandParameterType.Boolean => value is "true" or "false",
        _ => true,
    };
}
