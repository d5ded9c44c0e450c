using Harmonia.Components.Tekton.Calling;
using Harmonia.Core.Executions;
using Harmonia.Engine.Ports;
using Microsoft.Extensions.Logging;

namespace Harmonia.Components.Tekton.Ergon;

/// <summary>
/// Tells people something: in Harmonia's log, and on a channel of Hermes where there is one. Nobody is known to have
/// read it.
/// </summary>
internal sealed partial class SendNotification(ILogger logger) : IFamilyAction
{
    private const string Channel = "harmonia.notifications";

    public IReadOnlyList<string> Names { get; } = ["send_notification"];

    public Reach Reach => Reach.Nobody;

    public async Task<TaskOutcome> ExecuteAsync(FamilyCall call, CancellationToken cancellationToken)
    {
        var message = call.Input.Any(["message", "subject", "text"], required: true) ?? JsonText.Null;
        var channel = call.Input.Text("channel") ?? Channel;
        if (call.Input.IsWrong)
        {
            return call.WrongInput();
        }

        var printable = LogLine.Printable(CallInput.AsText(message).GetString()!);
        Log(logger, call.Task.ExecutionId, call.Task.Task, printable);
        List<string> delivered = ["log"];
        if (call.Caller.Knows(HermesTasks.Hermes)
            && await HermesTasks.PublishAsync(call, channel, call.Task.Input, cancellationToken))
        {
            delivered.Add($"hermes:{channel}");
        }

        return FamilyOutput.Of(call.Task.Input)
            .Set("channel", channel)
            .Set("delivered", JsonText.List(delivered.Select(JsonText.Of)))
            .Set("status", "success")
            .Set("success", true)
            .Complete(message);
    }

    [LoggerMessage(4302, LogLevel.Information, "Execution {Execution}, task {Task} notifies: {Text}")]
    private static partial void Log(ILogger logger, ExecutionId execution, string task, string text);
}
