using System.Collections.Immutable;
using System.Text.Json;
using Harmonia.Core.Failures;

namespace Harmonia.Components.Commands;

/// <summary>Reads the operator's declarations: an object of name and declaration.</summary>
public static class CommandDeclarationReader
{
    private const int MaxCommands = 1000;
    private const int MaxArgs = 256;
    private static readonly TimeSpan MaxTimeout = TimeSpan.FromDays(7);

    /// <returns>The declarations without findings; use none of them when there is an error.</returns>
    public static IReadOnlyList<CommandDeclaration> Read(
        JsonElement commands, string pointer, ICollection<Finding> findings)
    {
        if (commands.ValueKind is not JsonValueKind.Object || commands.GetPropertyCount() > MaxCommands)
        {
            findings.Add(new(
                FindingCodes.WrongType,
                pointer,
                $"An object of at most {MaxCommands} names and declarations is expected."));
            return [];
        }

        var declarations = new List<CommandDeclaration>();
        foreach (var command in commands.EnumerateObject())
        {
            List<Finding> own = [];
            var declaration = ReadOne(command, JsonPointer.Append(pointer, command.Name), own);
            if (declarations.Exists(other => other.Name == command.Name))
            {
                own.Add(new(FindingCodes.DuplicateKey, pointer, $"The command \"{command.Name}\" is declared twice."));
            }

            if (own.Count is 0)
            {
                declarations.Add(declaration);
            }

            own.ForEach(findings.Add);
        }

        return declarations;
    }

    private static CommandDeclaration ReadOne(JsonProperty command, string pointer, List<Finding> findings)
    {
        if (!CommandText.IsName(command.Name))
        {
            findings.Add(new(
                FindingCodes.InvalidValue,
                pointer,
                "A command's name has up to 64 letters, digits, hyphens, underscores."));
        }

        var fields = new ObjectReader(command.Value, pointer, findings);
        var path = fields.Text("path", required: true) ?? "";
        if (path.Length > 0 && !Path.IsPathFullyQualified(path))
        {
            fields.Report(FindingCodes.InvalidValue, "path", $"The path \"{path}\" has to be absolute.");
        }

        var (passed, set) = ProgramEnvironment.Read(fields, findings);
        var declaration = new CommandDeclaration
        {
            Name = command.Name,
            Path = path,
            Args = ReadArgs(fields),
            Parameters = ReadParameters(fields, findings),
            WorkingDirectory = ReadText(fields, "cwd"),
            PassedEnvironment = passed,
            Environment = set,
            Stdin = ReadText(fields, "stdin"),
            Limits = ReadLimits(fields),
            SuccessExitCodes = ReadExitCodes(fields),
            Parse = ReadFormat(fields),
        };
        fields.RefuseUnknown();
        CheckPlaceholders(declaration, fields);
        return declaration;
    }

    private static ImmutableArray<CommandText> ReadArgs(ObjectReader fields)
    {
        var texts = fields.Texts("args") ?? [];
        if (texts.Count > MaxArgs)
        {
            fields.Report(FindingCodes.TooLarge, "args", $"At most {MaxArgs} arguments can be declared.");
        }

        return [.. texts.Select(text => ParseText(fields, "args", text)).OfType<CommandText>()];
    }

    private static CommandText? ReadText(ObjectReader fields, string field) =>
        fields.Text(field) is { } text ? ParseText(fields, field, text) : null;

    private static CommandText? ParseText(ObjectReader fields, string field, string text)
    {
        if (text.Contains('\0', StringComparison.Ordinal) || CommandText.Parse(text) is not { } parsed)
        {
            fields.Report(
                FindingCodes.InvalidValue,
                field,
                $"In \"{PlainText.EscapeControls(PlainText.Shorten(text, 80))}\" a placeholder is wrong. Write "
                + "{name} for a parameter and two braces for one.");
            return null;
        }

        return parsed;
    }

    private static ImmutableArray<CommandParameter> ReadParameters(
        ObjectReader fields, ICollection<Finding> findings)
    {
        var pointer = fields.PointerTo("parameters");
        return
        [
            .. fields.Members("parameters").Select(member =>
                CommandParameterReader.Read(member, JsonPointer.Append(pointer, member.Name), findings)),
        ];
    }

    private static CommandLimits ReadLimits(ObjectReader fields) => new()
    {
        Timeout = fields.Seconds("timeout", MaxTimeout),
        MaxOutputBytes = (int)(fields.Integer("max_output_bytes", 1, 64 * 1024 * 1024)
            ?? CommandDeclaration.DefaultMaxOutputBytes),
        MaxMemoryBytes = fields.Integer("max_memory_bytes", 1024 * 1024, long.MaxValue),
        MaxCpuSeconds = fields.Integer("max_cpu_seconds", 1, 7 * 24 * 3600),
        MaxProcesses = fields.Integer("max_processes", 1, 1_000_000),
    };

    private static ImmutableArray<int> ReadExitCodes(ObjectReader fields)
    {
        if (fields.Items("success_exit_codes") is not { } items)
        {
            return [0];
        }

        if (items.Count > 0 && items.All(item =>
            item.ValueKind is JsonValueKind.Number && item.TryGetInt32(out var code) && code is >= 0 and <= 255))
        {
            return [.. items.Select(item => item.GetInt32())];
        }

        fields.Report(FindingCodes.InvalidValue, "success_exit_codes", "A list of numbers from 0 to 255 is expected.");
        return [0];
    }

    private static CommandOutputFormat ReadFormat(ObjectReader fields)
    {
        switch (fields.Text("parse"))
        {
            case null or "text":
                return CommandOutputFormat.Text;
            case "json":
                return CommandOutputFormat.Json;
            case "lines":
                return CommandOutputFormat.Lines;
            default:
                fields.Report(FindingCodes.InvalidValue, "parse", "Output is parsed as text, json or lines.");
                return CommandOutputFormat.Text;
        }
    }

    private static void CheckPlaceholders(CommandDeclaration declaration, ObjectReader fields)
    {
        CheckNames(declaration, fields, "args", declaration.Args.SelectMany(arg => arg.Parameters));
        CheckNames(declaration, fields, "stdin", declaration.Stdin?.Parameters ?? []);
        if (declaration.WorkingDirectory is not { } cwd)
        {
            return;
        }

        CheckNames(declaration, fields, "cwd", cwd.Parameters);
        var isDirectory = cwd.SoleParameter is { } name
            && declaration.FindParameter(name) is null or { Type: CommandParameterType.Directory };
        var isFixed = !cwd.Parameters.Any() && Path.IsPathFullyQualified(cwd.Render(EmptyValues)!);
        if (!isDirectory && !isFixed)
        {
            fields.Report(
                FindingCodes.InvalidValue,
                "cwd",
                "The directory is an absolute path or one parameter of type directory.");
        }
    }

    private static ImmutableDictionary<string, string> EmptyValues => ImmutableDictionary<string, string>.Empty;

    private static void CheckNames(
        CommandDeclaration declaration, ObjectReader fields, string field, IEnumerable<string> names)
    {
        foreach (var name in names.Distinct().Where(name => declaration.FindParameter(name) is null))
        {
            fields.Report(FindingCodes.UnknownReference, field, $"The parameter \"{name}\" is not declared.");
        }
    }
}
