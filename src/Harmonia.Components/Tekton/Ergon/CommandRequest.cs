using System.Collections.Immutable;
using System.Text.Json;
using Harmonia.Components.Tekton.Calling;
using Harmonia.Core.Failures;

namespace Harmonia.Components.Tekton.Ergon;

/// <summary>A command that a task wants to have run, wherever that will be.</summary>
/// <param name="Text">As a line for a shell.</param>
internal sealed record CommandRequest(string Text)
{
    private const int MaxVariables = 100;
    private const double MaxTimeout = 30 * 24 * 3600;

    /// <summary>The name that a declared command would have; <see langword="null"/> when it cannot be one.</summary>
    public string? Name { get; init; }

    /// <summary>The arguments, when it was given as a list.</summary>
    public IReadOnlyList<string>? Argv { get; init; }

    /// <summary>Of a declared command.</summary>
    public JsonElement? Args { get; init; }

    public string? Directory { get; init; }

    public double? Timeout { get; init; }

    public ImmutableSortedDictionary<string, string> Environment { get; init; } =
        ImmutableSortedDictionary.Create<string, string>(StringComparer.Ordinal);

    public JsonElement? Sandbox { get; init; }

    public static CommandRequest Read(CallInput input)
    {
        var command = input.Any(["command", "cmd"], required: true);
        var argv = command is { ValueKind: JsonValueKind.Array } list ? ReadArgv(input, list) : null;
        var text = command is { ValueKind: JsonValueKind.String } line ? line.GetString()! : null;
        if (command is not null && argv is null && text is null)
        {
            input.Report(FindingCodes.WrongType, "command", "A text, or a list of texts, is expected here.");
        }

        var request = new CommandRequest(text ?? string.Join(' ', (argv ?? []).Select(Quote)))
        {
            Name = text?.Trim() ?? (argv is [var only] ? only : null),
            Argv = argv,
            Args = input.Value("args"),
            Directory = input.Text(["cwd", "working_directory"]),
            Timeout = input.Number("timeout", MaxTimeout),
            Environment = ReadEnvironment(input),
            Sandbox = input.Value("sandbox_id"),
        };
        input.RefuseRest();
        return request;
    }

    private static List<string>? ReadArgv(CallInput input, JsonElement list)
    {
        if (list.GetArrayLength() > 0 && list.EnumerateArray().All(item => item.ValueKind is JsonValueKind.String))
        {
            return [.. list.EnumerateArray().Select(item => item.GetString()!)];
        }

        input.Report(FindingCodes.WrongType, "command", "Each item of this list has to be a text.");
        return [];
    }

    /// <summary>One word for a shell, whatever it holds.</summary>
    private static string Quote(string word) =>
        word.Length > 0 && word.All(letter => char.IsAsciiLetterOrDigit(letter) || "-_./=:,@%+".Contains(letter))
            ? word
            : $"'{word.Replace("'", "'\\''", StringComparison.Ordinal)}'";

    private static ImmutableSortedDictionary<string, string> ReadEnvironment(CallInput input)
    {
        var variables = ImmutableSortedDictionary.CreateBuilder<string, string>(StringComparer.Ordinal);
        if (input.Value("env", "environment") is not { } given)
        {
            return variables.ToImmutable();
        }

        if (given.ValueKind is not JsonValueKind.Object || given.EnumerateObject().Count() > MaxVariables
            || !given.EnumerateObject().All(IsVariable))
        {
            input.Report(
                FindingCodes.InvalidValue,
                "env",
                $"An object of at most {MaxVariables} texts is expected here. Names are letters, digits and "
                    + "underscores, and do not begin with HARMONIA_.");
            return variables.ToImmutable();
        }

        foreach (var variable in given.EnumerateObject())
        {
            variables[variable.Name] = variable.Value.GetString()!;
        }

        return variables.ToImmutable();
    }

    private static bool IsVariable(JsonProperty variable) =>
        variable.Value.ValueKind is JsonValueKind.String
        && !variable.Value.GetString()!.Contains('\0', StringComparison.Ordinal)
        && variable.Name.Length > 0 && !char.IsAsciiDigit(variable.Name[0])
        && variable.Name.All(letter => char.IsAsciiLetterOrDigit(letter) || letter is '_')
        && !variable.Name.StartsWith("HARMONIA_", StringComparison.Ordinal);
}
