using System.Collections.Immutable;
using System.Text.Json;
using Harmonia.Components.Commands;
using Harmonia.Components.Tekton.Calling;
using Harmonia.Core.Executions;
using Harmonia.Engine.Ports;
using Microsoft.Extensions.Logging;

namespace Harmonia.Components.Tekton.Ergon;

/// <summary>
/// Runs commands on this machine: those that the operator declared, and any at all by a shell where the operator
/// allowed that.
/// </summary>
public sealed class LocalCommands
{
    private const string Shell = "shell";
    private const int MaxCommandLength = 64 * 1024;
    private const double MaxTimeoutSeconds = 30 * 24 * 3600;

    private static readonly string[] Passed = ["PATH", "HOME", "USER", "LANG", "LC_ALL", "TZ", "TMPDIR"];

    private readonly ImmutableArray<CommandDeclaration> _declarations;
    private readonly CommandOptions _options;
    private readonly TimeProvider _time;
    private readonly ILogger<CommandExecutor> _logger;

    /// <param name="declarations">What the operator declared.</param>
    /// <param name="allowShell">Whether the operator allowed whatever a workflow says.</param>
    /// <param name="options">What commands need to know of this host.</param>
    /// <param name="time">The clock.</param>
    /// <param name="logger">For what commands log.</param>
    public LocalCommands(
        ImmutableArray<CommandDeclaration> declarations,
        bool allowShell,
        CommandOptions options,
        TimeProvider time,
        ILogger<CommandExecutor> logger)
    {
        (_declarations, AllowsShell) = (declarations, allowShell);
        (_options, _time, _logger) = (options, time, logger);
    }

    /// <summary>Whether the operator allowed whatever a workflow says.</summary>
    public bool AllowsShell { get; }

    /// <summary>Whether anything can be run here.</summary>
    public bool CanRun => AllowsShell || !_declarations.IsDefaultOrEmpty;

    /// <summary>Whether the operator declared a command of this name.</summary>
    internal bool Declares(string? name) =>
        _declarations.Any(declaration => string.Equals(declaration.Name, name, StringComparison.Ordinal));

    /// <summary>Runs a declared command with the values of its parameters.</summary>
    internal async Task<TaskOutcome> RunDeclaredAsync(
        FamilyCall call, string name, JsonElement? values, CancellationToken cancellationToken)
    {
        var input = JsonValue.Object(writer =>
        {
            writer.WriteString("command", name);
            writer.WritePropertyName("args");
            (values ?? JsonText.EmptyObject).WriteTo(writer);
        });
        return await RunAsync(_declarations, call, input, "command", cancellationToken);
    }

    /// <summary>Runs whatever the text says.</summary>
    internal async Task<TaskOutcome> RunShellAsync(
        FamilyCall call, CommandRequest request, CancellationToken cancellationToken)
    {
        var input = JsonValue.Object(writer =>
        {
            writer.WriteString("command", Shell);
            writer.WriteStartObject("args");
            writer.WriteString("text", request.Text);
            if (request.Directory is { } directory)
            {
                writer.WriteString("cwd", directory);
            }

            writer.WriteEndObject();
        });
        return await RunAsync([ShellFor(request)], call, input, "shell", cancellationToken);
    }

    private static CommandDeclaration ShellFor(CommandRequest request) => new()
    {
        Name = Shell,
        Path = "/bin/sh",
        Args = [CommandText.Parse("-c")!, CommandText.Parse("--")!, CommandText.Parse("{text}")!],
        Parameters =
        [
            new CommandParameter
            {
                Name = "text", Required = true, AllowLeadingDash = true, MaxLength = MaxCommandLength,
            },
            new CommandParameter { Name = "cwd", Type = CommandParameterType.Directory },
        ],
        WorkingDirectory = CommandText.Parse("{cwd}"),
        PassedEnvironment = [.. Passed],
        Environment = request.Environment,
        Limits = new CommandLimits
        {
            Timeout = request.Timeout is { } seconds
                ? TimeSpan.FromSeconds(Math.Min(seconds, MaxTimeoutSeconds))
                : null,
        },
    };

    private async Task<TaskOutcome> RunAsync(
        ImmutableArray<CommandDeclaration> declarations,
        FamilyCall call,
        JsonElement input,
        string by,
        CancellationToken cancellationToken)
    {
        var executor = new CommandExecutor(declarations, _options, _time, _logger);
        var outcome = await executor.ExecuteAsync(
            call.Task with { Action = "run", Input = input }, cancellationToken);
        return outcome is TaskOutcome.Completed { Output: var said } ? Describe(said, by) : outcome;
    }

    private static TaskOutcome Describe(JsonElement said, string by)
    {
        var stdout = AnswerText.TextAt(said, "stdout");
        var result = AnswerText.At(said, "result") ?? JsonText.Of((stdout ?? "").Trim());
        return FamilyOutput.Of(said)
            .Set("result", result)
            .Set("output", result)
            .Add("stdout", JsonText.Of(stdout ?? (result.ValueKind is JsonValueKind.String
                ? result.GetString()
                : result.GetRawText())))
            .Set("executed_by", by)
            .Complete(result);
    }
}
