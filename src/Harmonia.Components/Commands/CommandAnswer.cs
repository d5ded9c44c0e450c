using System.Text;
using System.Text.Json;
using Harmonia.Core.Failures;
using Harmonia.Engine.Ports;

namespace Harmonia.Components.Commands;

/// <summary>What the end of a process means for the task.</summary>
internal static class CommandAnswer
{
    /// <summary>Of standard error, the last of it goes into a failure.</summary>
    private const int MaxErrorLength = 4 * 1024;

    public static TaskOutcome From(CommandDeclaration declaration, CommandEnd end) => end switch
    {
        CommandEnd.Exited exited when declaration.SuccessExitCodes.Contains(exited.ExitCode) =>
            Succeed(declaration, exited),
        CommandEnd.Exited exited => Fail(
            FailureCodes.CommandFailed,
            $"The command {declaration.Name} ended with exit code {exited.ExitCode}.",
            retryable: true,
            end,
            exited.ExitCode),
        CommandEnd.TimedOut => Fail(
            FailureCodes.Timeout, $"The command {declaration.Name} did not end in time.", retryable: true, end),
        CommandEnd.SaidTooMuch => Fail(
            FailureCodes.OutputTooLarge,
            $"The command {declaration.Name} wrote more than {declaration.Limits.MaxOutputBytes} bytes and was ended.",
            retryable: false,
            end),
        _ => throw new System.Diagnostics.UnreachableException($"No rule for {end.GetType().Name}."),
    };

    private static TaskOutcome Succeed(CommandDeclaration declaration, CommandEnd.Exited end)
    {
        var json = declaration.Parse is CommandOutputFormat.Json ? ForeignJson.Parse(end.Stdout) : null;
        if (declaration.Parse is CommandOutputFormat.Json && json is null)
        {
            return Fail(
                FailureCodes.InvalidOutput,
                $"The command {declaration.Name} is declared to write JSON, but its output is not valid JSON.",
                retryable: false,
                end,
                end.ExitCode);
        }

        return new TaskOutcome.Completed(JsonValue.Object(writer =>
        {
            writer.WriteNumber("exit_code", end.ExitCode);
            WriteOutput(writer, declaration.Parse, end.Stdout, json);
            writer.WriteString("stderr", Encoding.UTF8.GetString(end.Stderr));
            writer.WriteBoolean("truncated", end.Truncated);
        }));
    }

    private static void WriteOutput(Utf8JsonWriter writer, CommandOutputFormat format, byte[] stdout, JsonElement? json)
    {
        switch (format)
        {
            case CommandOutputFormat.Text:
                writer.WriteString("stdout", Encoding.UTF8.GetString(stdout));
                break;
            case CommandOutputFormat.Json:
                writer.WritePropertyName("result");
                json!.Value.WriteTo(writer);
                break;
            case CommandOutputFormat.Lines:
                writer.WriteStartArray("result");
                foreach (var line in Lines(Encoding.UTF8.GetString(stdout)))
                {
                    writer.WriteStringValue(line);
                }

                writer.WriteEndArray();
                break;
            default:
                throw new System.Diagnostics.UnreachableException($"No rule for {format}.");
        }
    }

    /// <summary>A line break ends a line, so the last one begins no other.</summary>
    private static IEnumerable<string> Lines(string text)
    {
        var lines = text.Split('\n');
        return lines.Take(lines[^1].Length is 0 ? lines.Length - 1 : lines.Length).Select(line => line.TrimEnd('\r'));
    }

    private static TaskOutcome.Failed Fail(
        string code, string message, bool retryable, CommandEnd end, int? exitCode = null) =>
        new(new TaskFailure(code, message, retryable)
        {
            Details = JsonValue.Object(writer =>
            {
                if (exitCode is { } number)
                {
                    writer.WriteNumber("exit_code", number);
                }

                writer.WriteString("stderr", PlainText.Tail(Encoding.UTF8.GetString(end.Stderr), MaxErrorLength));
            }),
        });
}
