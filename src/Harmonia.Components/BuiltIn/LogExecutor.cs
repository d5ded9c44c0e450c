using System.Diagnostics;
using Harmonia.Core.Executions;
using Harmonia.Core.Failures;
using Harmonia.Engine.Ports;
using Microsoft.Extensions.Logging;

namespace Harmonia.Components.BuiltIn;

/// <summary>The component <c>harmonia</c>: of its actions only <c>log</c> has an effect outside the engine.</summary>
public sealed partial class LogExecutor(ILogger<LogExecutor> logger) : ITaskExecutor
{
    /// <summary>A line of the log takes at most this many characters from the author.</summary>
    internal const int MaxLineLength = 8 * 1024;

    private static readonly Dictionary<string, LogLevel> Levels = new(StringComparer.Ordinal)
    {
        ["debug"] = LogLevel.Debug,
        ["info"] = LogLevel.Information,
        ["warning"] = LogLevel.Warning,
        ["error"] = LogLevel.Error,
    };

    public string Component => "harmonia";

    public bool BuiltIn => true;

    public IReadOnlyCollection<string> Actions { get; } = ["noop", "echo", "fail", "transform", "sleep", "log"];

    public int? MaxConcurrent => null;

    public ValueTask<TaskOutcome> ExecuteAsync(TaskCall call, CancellationToken cancellationToken)
    {
        if (call.Action is not "log")
        {
            throw new UnreachableException($"The engine does harmonia/{call.Action} itself and calls nobody for it.");
        }

        return ValueTask.FromResult(Write(call));
    }

    private TaskOutcome Write(TaskCall call)
    {
        List<Finding> findings = [];
        var input = new ObjectReader(call.Input, "", findings);
        var level = input.Text("level") ?? "info";
        var message = input.Text("message", required: true);
        var data = input.Value("data");
        input.RefuseUnknown();
        if (!Levels.ContainsKey(level))
        {
            input.Report(
                FindingCodes.InvalidValue, "level", $"The level has to be one of {string.Join(", ", Levels.Keys)}.");
        }

        if (findings.Count > 0)
        {
            var failure = new TaskFailure(
                FailureCodes.InvalidInput, ObjectReader.Describe(findings), Retryable: false);
            return new TaskOutcome.Failed(failure.Bounded());
        }

        // Message and data share one limit: what the message leaves is for the data.
        var text = Printable(message!, MaxLineLength);
        var rest = Math.Max(MaxLineLength - text.Length, PlainText.CutMark.Length + 1);
        var more = data is { } value ? Printable(value.GetRawText(), rest) : "";
        LogFromWorkflow(logger, Levels[level], call.ExecutionId, call.Task, call.Attempt, text, more);
        return new TaskOutcome.Completed(JsonValue.EmptyObject);
    }

    /// <summary>Cut before escaping as well, so that escaping is bounded too.</summary>
    private static string Printable(string text, int maxLength) =>
        PlainText.Shorten(PlainText.EscapeControls(PlainText.Shorten(text, maxLength)), maxLength);

    [LoggerMessage(
        EventId = 4001, Message = "Execution {Execution}, task {Task}, attempt {Attempt} says: {Text} {Data}")]
    private static partial void LogFromWorkflow(
        ILogger logger, LogLevel level, ExecutionId execution, string task, int attempt, string text, string data);
}
