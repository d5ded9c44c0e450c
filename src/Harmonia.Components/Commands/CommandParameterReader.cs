using System.Collections.Immutable;
using System.Text.Json;
using System.Text.RegularExpressions;
using Harmonia.Core.Failures;

namespace Harmonia.Components.Commands;

/// <summary>Reads one parameter of a declaration.</summary>
internal static class CommandParameterReader
{
    /// <summary>Together with the others of a call this has to pass as arguments or standard input.</summary>
    private const int MaxMaxLength = 16 * 1024 * 1024;

    public static CommandParameter Read(JsonProperty member, string pointer, ICollection<Finding> findings)
    {
        if (!CommandText.IsName(member.Name))
        {
            findings.Add(new(
                FindingCodes.InvalidValue,
                pointer,
                "A parameter's name has up to 64 letters, digits, hyphens, underscores."));
        }

        var fields = new ObjectReader(member.Value, pointer, findings);
        var type = ReadType(fields);
        var parameter = new CommandParameter
        {
            Name = member.Name,
            Type = type,
            Pattern = ReadPattern(fields),
            MaxLength = (int)(fields.Integer("max_length", 1, MaxMaxLength) ?? CommandParameter.DefaultMaxLength),
            Enum = [.. fields.Texts("enum") ?? []],
            Default = ReadDefault(fields),
            Required = fields.Flag("required"),
            AllowLeadingDash = fields.Flag("allow_leading_dash"),
            Within = ReadWithin(fields, type),
        };
        fields.RefuseUnknown();
        CheckDefault(fields, parameter, findings.Count is 0);
        return parameter;
    }

    private static CommandParameterType ReadType(ObjectReader fields)
    {
        switch (fields.Text("type"))
        {
            case null or "string":
                return CommandParameterType.String;
            case "integer":
                return CommandParameterType.Integer;
            case "number":
                return CommandParameterType.Number;
            case "boolean":
                return CommandParameterType.Boolean;
            case "directory":
                return CommandParameterType.Directory;
            default:
                fields.Report(
                    FindingCodes.InvalidValue, "type", "A type is string, integer, number, boolean or directory.");
                return CommandParameterType.String;
        }
    }

    private static Regex? ReadPattern(ObjectReader fields)
    {
        if (fields.Text("pattern") is not { } pattern)
        {
            return null;
        }

        try
        {
            return new Regex(
                $@"\A(?:{pattern})\z",
                RegexOptions.NonBacktracking | RegexOptions.CultureInvariant,
                TimeSpan.FromSeconds(1));
        }
        catch (Exception exception) when (exception is ArgumentException or NotSupportedException)
        {
            fields.Report(FindingCodes.InvalidValue, "pattern", $"The pattern cannot be used: {exception.Message}");
            return null;
        }
    }

    private static string? ReadDefault(ObjectReader fields)
    {
        if (fields.Value("default") is not { } value)
        {
            return null;
        }

        if (CommandArguments.ScalarText(value) is { } text)
        {
            return text;
        }

        fields.Report(FindingCodes.WrongType, "default", "A default is a text, a number, true or false.");
        return null;
    }

    private static ImmutableArray<string> ReadWithin(ObjectReader fields, CommandParameterType type)
    {
        var roots = fields.Texts("within") ?? [];
        if (roots.Count > 0 && (type is not CommandParameterType.Directory || !roots.All(Path.IsPathFullyQualified)))
        {
            fields.Report(
                FindingCodes.InvalidValue, "within", "Only a directory lies within others, which are absolute paths.");
        }

        return [.. roots];
    }

    /// <summary>A default keeps the rules that values keep. Whether a directory exists is seen at the call.</summary>
    private static void CheckDefault(ObjectReader fields, CommandParameter parameter, bool sound)
    {
        if (!sound || parameter.Default is not { } value || parameter.Type is CommandParameterType.Directory)
        {
            return;
        }

        if (CommandArguments.Problem(parameter, value, asArgument: false) is { } problem)
        {
            fields.Report(FindingCodes.InvalidValue, "default", $"The default {problem}.");
        }
    }
}
