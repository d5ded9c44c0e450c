using System.ComponentModel;
using Harmonia.Core.Failures;
using Harmonia.Engine.Ports;
using Microsoft.Extensions.Logging;

namespace Harmonia.Components.Commands;

/// <summary>The component <c>command</c>: calls programs that the operator declared.</summary>
public sealed partial class CommandExecutor : ITaskExecutor
{
    private static readonly TimeSpan MaxTime = TimeSpan.FromDays(30);

    private readonly Dictionary<string, CommandDeclaration> _declarations;
    private readonly CommandOptions _options;
    private readonly TimeProvider _time;
    private readonly ILogger<CommandExecutor> _logger;

    public CommandExecutor(
        IEnumerable<CommandDeclaration> declarations,
        CommandOptions options,
        TimeProvider time,
        ILogger<CommandExecutor> logger)
    {
        _declarations = declarations.ToDictionary(declaration => declaration.Name, StringComparer.Ordinal);
        (_options, _time, _logger) = (options, time, logger);
    }

    public string Component => "command";

    public bool BuiltIn => true;

    public IReadOnlyCollection<string> Actions { get; } = ["run"];

    public int? MaxConcurrent => null;

    public async ValueTask<TaskOutcome> ExecuteAsync(TaskCall call, CancellationToken cancellationToken)
    {
        if (call.Action is not "run")
        {
            return Fail(
                FailureCodes.ActionNotFound, $"The component command has no action \"{call.Action}\"; it has run.");
        }

        List<Finding> findings = [];
        if (CommandCall.Read(call, _declarations, findings) is not { } command)
        {
            return Fail(FailureCodes.InvalidInput, ObjectReader.Describe(findings));
        }

        if (Obstacle(command.Declaration) is { } obstacle)
        {
            return Fail(FailureCodes.ComponentError, obstacle);
        }

        if (command.WorkingDirectory is { } directory)
        {
            return await StartAsync(command, call, directory, cancellationToken);
        }

        var fresh = Directory.CreateTempSubdirectory("harmonia-command-"); // For its owner only.
        try
        {
            return await StartAsync(command, call, fresh.FullName, cancellationToken);
        }
        finally
        {
            Delete(fresh);
        }
    }

    private async Task<TaskOutcome> StartAsync(
        CommandCall command, TaskCall call, string workingDirectory, CancellationToken cancellationToken)
    {
        using var ownTimeout = new CancellationTokenSource(TimeFor(command, call.Deadline), _time);
        using var timeout = CancellationTokenSource.CreateLinkedTokenSource(ownTimeout.Token, cancellationToken);
        var mark = $"{Guid.CreateVersion7()}";
        CommandProcess process;
        try
        {
            process = CommandProcess.Start(command.Compose(call, _options, mark, workingDirectory), mark, _time);
        }
        catch (Win32Exception exception)
        {
            return Fail(
                FailureCodes.ComponentError,
                $"The command {command.Declaration.Name} could not be started: {exception.Message}");
        }

        using (process)
        {
            var maxOutput = command.Declaration.Limits.MaxOutputBytes;
            var end = await process.FinishAsync(command.Stdin, maxOutput, timeout.Token);
            return CommandAnswer.From(command.Declaration, end);
        }
    }

    /// <summary>Looked at before each call: an operator may install or repair a program at any time.</summary>
    private string? Obstacle(CommandDeclaration declaration)
    {
        if (!OperatingSystem.IsLinux())
        {
            return "Commands need Linux.";
        }

        if (!IsExecutable(_options.SetsidPath))
        {
            return $"Commands need setsid (util-linux), which is not at {_options.SetsidPath}.";
        }

        if (declaration.Limits.NeedPrlimit && !IsExecutable(_options.PrlimitPath))
        {
            return $"The command {declaration.Name} declares limits, which need prlimit (util-linux); it is not at "
                + $"{_options.PrlimitPath}.";
        }

        return IsExecutable(declaration.Path)
            ? null
            : $"The program {declaration.Path} of the command {declaration.Name} does not exist or is not executable.";
    }

    private static bool IsExecutable(string path)
    {
        const UnixFileMode Execute = UnixFileMode.UserExecute | UnixFileMode.GroupExecute | UnixFileMode.OtherExecute;
        return !OperatingSystem.IsWindows() && File.Exists(path) && (File.GetUnixFileMode(path) & Execute) != 0;
    }

    private TimeSpan TimeFor(CommandCall command, DateTimeOffset deadline)
    {
        var left = TimeSpan.FromTicks(Math.Clamp((deadline - _time.GetUtcNow()).Ticks, 0, MaxTime.Ticks));
        return command.Declaration.Limits.Timeout is { } declared && declared < left ? declared : left;
    }

    private void Delete(DirectoryInfo directory)
    {
        try
        {
            directory.Delete(recursive: true);
        }
        catch (Exception exception) when (exception is IOException or UnauthorizedAccessException)
        {
            LogNotDeleted(_logger, exception, directory.FullName);
        }
    }

    private static TaskOutcome.Failed Fail(string code, string message) =>
        new(new TaskFailure(code, message, Retryable: false).Bounded());

    [LoggerMessage(4101, LogLevel.Warning, "The working directory {Directory} of a command could not be deleted.")]
    private static partial void LogNotDeleted(ILogger logger, Exception exception, string directory);
}
