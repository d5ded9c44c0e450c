using System.Text;
using System.Text.Json;
using Harmonia.Components.Tekton.Calling;
using Harmonia.Core.Executions;
using Harmonia.Core.Failures;
using Harmonia.Engine.Ports;

namespace Harmonia.Components.Tekton.Ergon;

/// <summary>Runs a command in a sandbox of Ergon, which tells its lines as they come.</summary>
internal static class SandboxRun
{
    private const int MaxShown = 4 * 1024;

    public static async Task<TaskOutcome> ExecuteAsync(
        FamilyCall call, JsonElement sandbox, CommandRequest command, CancellationToken cancellationToken)
    {
        var argv = command.Argv ?? ["/bin/sh", "-c", command.Text];
        var request = FamilyRequest.Post(
            ErgonComponent.Name,
            "/api/ergon/sandbox/execute",
            ("sandbox_id", sandbox),
            ("command", JsonText.List(argv.Select(JsonText.Of))));
        var answer = await call.SendAsync(request, cancellationToken);
        if (AnswerFailures.Of(request, answer) is { } failed)
        {
            return failed;
        }

        var (stdout, stderr, done) = Read(((FamilyAnswer.Answered)answer).Body);
        if (!done)
        {
            return new TaskOutcome.Failed(new(
                FailureCodes.ConnectionError,
                "ergon's sandbox stopped telling lines before the end.",
                Retryable: true));
        }

        var code = await ExitCodeAsync(call, sandbox, cancellationToken);
        return stderr.Length > 0 || code is > 0 or < 0
            ? Fail(stdout, stderr, code)
            : FamilyOutput.New()
                .Set("sandbox_id", sandbox)
                .Set("stdout", stdout)
                .Set("stderr", stderr)
                .Set("output", stdout.Trim())
                .Set("exit_code", code is { } known ? JsonText.Of(known) : JsonText.Null)
                .Set("executed_by", "ergon_sandbox")
                .Complete(JsonText.Of(stdout.Trim()));
    }

    /// <summary>The frames of the stream: <c>{line}</c>, <c>{error}</c>, and <c>{done:true}</c> last.</summary>
    private static (string Stdout, string Stderr, bool Done) Read(JsonElement body)
    {
        var (stdout, stderr, done) = (new StringBuilder(), new StringBuilder(), false);
        foreach (var line in (CallInput.AsText(body).GetString() ?? "").Split('\n'))
        {
            if (!line.StartsWith("data:", StringComparison.Ordinal)
                || ForeignJson.Parse(Encoding.UTF8.GetBytes(line[5..].Trim())) is not { } frame)
            {
                continue;
            }

            Append(stdout, AnswerText.TextAt(frame, "line"));
            Append(stderr, AnswerText.TextAt(frame, "error"));
            done |= AnswerText.At(frame, "done") is { ValueKind: JsonValueKind.True };
        }

        return (stdout.ToString(), stderr.ToString(), done);
    }

    private static void Append(StringBuilder text, string? line)
    {
        if (line is not null)
        {
            text.Append(line.TrimEnd('\n')).Append('\n');
        }
    }

    /// <returns><see langword="null"/> when Ergon does not tell one.</returns>
    private static async Task<long?> ExitCodeAsync(
        FamilyCall call, JsonElement sandbox, CancellationToken cancellationToken)
    {
        var id = Uri.EscapeDataString(CallInput.AsText(sandbox).GetString()!);
        var answer = await call.SendAsync(
            FamilyRequest.Get(ErgonComponent.Name, $"/api/ergon/sandbox/results/{id}"), cancellationToken);
        return answer is FamilyAnswer.Answered { IsSuccess: true, Body: var body }
            && AnswerText.At(body, "exit_code") is { ValueKind: JsonValueKind.Number } number
            && number.TryGetInt64(out var code)
                ? code
                : null;
    }

    private static TaskOutcome.Failed Fail(string stdout, string stderr, long? code) => new(new(
        FailureCodes.CommandFailed,
        code is { } known
            ? $"The command ended in ergon's sandbox with exit code {known}."
            : "The command failed in ergon's sandbox.",
        Retryable: true)
    {
        Details = JsonValue.Object(writer =>
        {
            if (code is { } number)
            {
                writer.WriteNumber("exit_code", number);
            }

            writer.WriteString("stdout", PlainText.Tail(stdout, MaxShown));
            writer.WriteString("stderr", PlainText.Tail(stderr, MaxShown));
        }),
    });
}
