using System.Collections;
using System.Diagnostics;
using System.Globalization;
using System.Text;
using Harmonia.Core.Failures;
using Harmonia.Engine.Ports;

namespace Harmonia.Components.Commands;

/// <summary>A command with checked values.</summary>
internal sealed record CommandCall(CommandDeclaration Declaration, IReadOnlyDictionary<string, string> Values)
{
    /// <returns><see langword="null"/> when there are findings.</returns>
    public static CommandCall? Read(
        TaskCall call, IReadOnlyDictionary<string, CommandDeclaration> declarations, ICollection<Finding> findings)
    {
        var input = new ObjectReader(call.Input, "", findings);
        var name = input.Text("command", required: true);
        var args = input.Value("args") ?? JsonValue.EmptyObject;
        input.RefuseUnknown();
        if (name is null)
        {
            return null;
        }

        if (!declarations.TryGetValue(name, out var declaration))
        {
            var known = declarations.Count > 0
                ? string.Join(", ", declarations.Keys.Order(StringComparer.Ordinal))
                : "none";
            input.Report(
                FindingCodes.InvalidValue,
                "command",
                $"The operator has not declared a command \"{PlainText.Shorten(name, 80)}\". Declared are: {known}.");
            return null;
        }

        var values = CommandArguments.Read(declaration, new ObjectReader(args, input.PointerTo("args"), findings));
        return findings.Count is 0 ? new(declaration, values) : null;
    }

    public byte[]? Stdin => Declaration.Stdin?.Render(Values) is { } text ? Encoding.UTF8.GetBytes(text) : null;

    /// <summary>
    /// <see langword="null"/> when none is declared, or its parameter has no value: then a fresh one is made.
    /// </summary>
    public string? WorkingDirectory => Declaration.WorkingDirectory?.Render(Values);

    /// <summary>Never a shell: each value is one element of the argument list.</summary>
    public ProcessStartInfo Compose(TaskCall call, CommandOptions options, string callMark, string workingDirectory)
    {
        var start = new ProcessStartInfo(options.SetsidPath)
        {
            UseShellExecute = false,
            WorkingDirectory = workingDirectory,
            RedirectStandardInput = true,
            RedirectStandardOutput = true,
            RedirectStandardError = true,
        };
        foreach (var argument in LimitArguments(options).Append(Declaration.Path).Concat(Arguments()))
        {
            start.ArgumentList.Add(argument);
        }

        SetEnvironment(start, call, options, callMark);
        return start;
    }

    private IEnumerable<string> Arguments() => Declaration.Args.Select(arg => arg.Render(Values)).OfType<string>();

    private List<string> LimitArguments(CommandOptions options)
    {
        var limits = Declaration.Limits;
        if (!limits.NeedPrlimit)
        {
            return [];
        }

        List<string> arguments = [options.PrlimitPath];
        AddLimit("as", limits.MaxMemoryBytes);
        AddLimit("cpu", limits.MaxCpuSeconds);
        AddLimit("nproc", limits.MaxProcesses);
        arguments.Add("--");
        return arguments;

        void AddLimit(string name, long? value)
        {
            if (value is { } limit)
            {
                arguments.Add(string.Create(CultureInfo.InvariantCulture, $"--{name}={limit}"));
            }
        }
    }

    private void SetEnvironment(ProcessStartInfo start, TaskCall call, CommandOptions options, string callMark)
    {
        start.Environment.Clear();
        foreach (DictionaryEntry variable in Environment.GetEnvironmentVariables())
        {
            if (Declaration.PassedEnvironment.Contains((string)variable.Key))
            {
                start.Environment[(string)variable.Key] = (string?)variable.Value;
            }
        }

        foreach (var (name, value) in Declaration.Environment)
        {
            start.Environment[name] = value;
        }

        start.Environment["HARMONIA_IDEMPOTENCY_KEY"] = call.IdempotencyKey;
        start.Environment["HARMONIA_EXECUTION"] = $"{call.ExecutionId}";
        start.Environment["HARMONIA_TASK"] = call.Task;
        start.Environment["HARMONIA_ATTEMPT"] = $"{call.Attempt}";
        start.Environment[CommandMarks.Engine] = options.Marker;
        start.Environment[CommandMarks.Call] = callMark;
    }
}
