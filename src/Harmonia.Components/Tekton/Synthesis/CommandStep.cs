using System.Text.Json;
using Harmonia.Components.Tekton.Calling;
using Harmonia.Core.Executions;
using Harmonia.Core.Failures;
using Harmonia.Engine.Ports;

namespace Harmonia.Components.Tekton.Synthesis;

/// <summary>A command on Synthesis' machine.</summary>
internal static class CommandStep
{
    public const string Type = "command";

    private const int MaxShown = 4 * 1024;

    public static (string Type, JsonElement Parameters) Read(CallInput input) => (Type, RunStep.Parameters(
        input,
        Field.Need("command", "cmd"),
        Field.May("cwd", "working_directory"),
        Field.May("env", "environment"),
        Field.May("timeout")));

    /// <summary>What the command wrote; one that ended badly fails the task.</summary>
    public static TaskOutcome Outcome(SynthesisEnd.Ended ended)
    {
        if (ended.LastData is not { } data || AnswerText.At(data, "return_code") is not { } code)
        {
            return ended.Succeeded
                ? AnswerFailures.ComponentError("synthesis told no return code of the command.", ended.Results)
                : ended.Fail();
        }

        var (stdout, stderr) = (AnswerText.TextAt(data, "stdout") ?? "", AnswerText.TextAt(data, "stderr") ?? "");
        if (ended.Succeeded)
        {
            return ended.Describe()
                .Set("stdout", stdout)
                .Set("stderr", stderr)
                .Set("return_code", code)
                .Set("exit_code", code)
                .Set("output", stdout.Trim())
                .Set("status", "success")
                .Set("executed_by", SynthesisComponent.Name)
                .Complete(JsonText.Of(stdout.Trim()));
        }

        return new TaskOutcome.Failed(new(
            FailureCodes.CommandFailed, $"The command ended at synthesis with exit code {code.GetRawText()}.", true)
        {
            Details = JsonValue.Object(writer =>
            {
                writer.WriteString("execution_id", ended.Id);
                writer.WritePropertyName("exit_code");
                code.WriteTo(writer);
                writer.WriteString("stdout", PlainText.Tail(stdout, MaxShown));
                writer.WriteString("stderr", PlainText.Tail(stderr, MaxShown));
            }),
        });
    }
}
