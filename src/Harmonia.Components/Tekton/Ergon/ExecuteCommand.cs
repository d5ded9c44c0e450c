using Harmonia.Components.Tekton.Calling;
using Harmonia.Components.Tekton.Synthesis;
using Harmonia.Core.Executions;
using Harmonia.Core.Failures;
using Harmonia.Engine.Ports;

namespace Harmonia.Components.Tekton.Ergon;

/// <summary>
/// Runs a command, which Ergon itself cannot: in its sandbox when one is named, else as a step of Synthesis, else as a
/// command that the operator declared, else by a shell here when the operator allowed that.
/// </summary>
internal sealed class ExecuteCommand(LocalCommands local) : IFamilyAction
{
    public IReadOnlyList<string> Names { get; } = ["execute_command", "run_command"];

    public Reach Reach => Reach.Anybody;

    public async Task<TaskOutcome> ExecuteAsync(FamilyCall call, CancellationToken cancellationToken)
    {
        var request = CommandRequest.Read(call.Input);
        if (call.Input.IsWrong)
        {
            return call.WrongInput();
        }

        if (request.Sandbox is { } sandbox)
        {
            return await SandboxRun.ExecuteAsync(call, sandbox, request, cancellationToken);
        }

        var atSynthesis = call.Caller.Knows(SynthesisComponent.Name)
            ? await RunStepAsync(call, request, cancellationToken)
            : null;
        if (atSynthesis is not null and not SynthesisEnd.Ended { DidNothing: true })
        {
            return atSynthesis switch
            {
                SynthesisEnd.Ended ended => CommandStep.Outcome(ended),
                SynthesisEnd.NotRun { Outcome: var outcome } => outcome,
                _ => throw new System.Diagnostics.UnreachableException($"No rule for {atSynthesis.GetType().Name}."),
            };
        }

        // Nothing has been run so far, so it may be run here.
        return local.Declares(request.Name)
            ? await local.RunDeclaredAsync(call, request.Name!, request.Args, cancellationToken)
            : local.AllowsShell
                ? await local.RunShellAsync(call, request, cancellationToken)
                : Refuse(atSynthesis);
    }

    private static Task<SynthesisEnd> RunStepAsync(
        FamilyCall call, CommandRequest request, CancellationToken cancellationToken)
    {
        var parameters = JsonText.Write(writer =>
        {
            writer.WriteStartObject();
            writer.WriteString("command", request.Text);
            if (request.Directory is { } directory)
            {
                writer.WriteString("cwd", directory);
            }

            if (request.Environment.Count > 0)
            {
                writer.WriteStartObject("env");
                foreach (var (name, value) in request.Environment)
                {
                    writer.WriteString(name, value);
                }

                writer.WriteEndObject();
            }

            if (request.Timeout is { } timeout)
            {
                writer.WriteNumber("timeout", timeout);
            }

            writer.WriteEndObject();
        });
        var plan = SynthesisComponent.Plan("execute_command", RunStep.Step(CommandStep.Type, parameters));
        return SynthesisRun.ExecuteAsync(call, plan, null, cancellationToken);
    }

    private static TaskOutcome.Failed Refuse(SynthesisEnd? atSynthesis)
    {
        var tried = atSynthesis is SynthesisEnd.Ended ended
            ? ended.Fail().Failure.Message
            : "No synthesis is known, and the operator has declared no command of this name.";
        return new TaskOutcome.Failed(new TaskFailure(
            FailureCodes.ShellNotAllowed,
            $"Ergon has no way to run a command. {tried} Harmonia runs it itself only when the operator declares it "
                + "under 'commands', or allows every command with --allow-shell.",
            Retryable: false).Bounded());
    }
}
