using Harmonia.Components.Tekton.Calling;
using Harmonia.Core.Executions;
using Harmonia.Core.Failures;
using Harmonia.Engine.Ports;
using Microsoft.Extensions.Logging;

namespace Harmonia.Components.Tekton.Ergon;

/// <summary><c>log_outcome</c> and <c>log_error</c>: a line in Harmonia's log; the output is the input.</summary>
internal sealed partial class LogLine(string name, LogLevel level, ILogger logger) : IFamilyAction
{
    private const int MaxLineLength = 8 * 1024;

    public IReadOnlyList<string> Names { get; } = [name];

    public Reach Reach => Reach.Nobody;

    public Task<TaskOutcome> ExecuteAsync(FamilyCall call, CancellationToken cancellationToken)
    {
        if (call.Task.Input.ValueKind is not System.Text.Json.JsonValueKind.Object)
        {
            call.Input.Report(FindingCodes.MissingField, "message", "Say what is to be logged.");
            return Task.FromResult<TaskOutcome>(call.WrongInput());
        }

        var text = call.Input.Value("message", "error", "outcome") ?? call.Task.Input;
        var line = CallInput.AsText(text).GetString()!;
        var printable = Printable(line);
        Log(logger, level, call.Task.ExecutionId, call.Task.Task, printable);
        return Task.FromResult(FamilyOutput.Of(call.Task.Input)
            .Set("logged", true)
            .Set("status", "success")
            .Set("success", true)
            .Complete(text));
    }

    /// <summary>Cut before escaping as well, so that escaping is bounded too.</summary>
    internal static string Printable(string text) =>
        PlainText.Shorten(PlainText.EscapeControls(PlainText.Shorten(text, MaxLineLength)), MaxLineLength);

    [LoggerMessage(EventId = 4301, Message = "Execution {Execution}, task {Task} says: {Text}")]
    private static partial void Log(ILogger logger, LogLevel level, ExecutionId execution, string task, string text);
}
