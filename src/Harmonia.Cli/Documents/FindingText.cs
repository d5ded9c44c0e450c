using System.Text.Json;
using Harmonia.Cli.Output;
using Harmonia.Core.Failures;

namespace Harmonia.Cli.Documents;

/// <summary>Findings as compilers print them, so that editors can jump to them.</summary>
internal static class FindingText
{
    /// <summary><c>file:line:column: error code: message (did you mean …?)</c>.</summary>
    public static string Of(string file, Finding finding)
    {
        var place = finding.Position is { } position ? $"{file}:{position}" : file;
        var pointer = finding.Position is null && finding.Pointer.Length > 0 ? $" (at {finding.Pointer})" : "";
        var severity = finding.IsError ? "error" : "warning";
        return Printable.Line($"{place}: {severity} {finding.Code}: {finding.Message}{Hint(finding)}{pointer}");
    }

    public static void Write(Utf8JsonWriter writer, string file, Finding finding)
    {
        writer.WriteStartObject();
        writer.WriteString("file", file);
        writer.WriteString("severity", finding.IsError ? "error" : "warning");
        writer.WriteString("code", finding.Code);
        writer.WriteString("pointer", finding.Pointer);
        writer.WriteString("message", finding.Message);
        if (finding.Suggestion is { } suggestion)
        {
            writer.WriteString("suggestion", suggestion);
        }

        if (finding.Position is { } position)
        {
            writer.WriteNumber("line", position.Line);
            writer.WriteNumber("column", position.Column);
        }

        writer.WriteEndObject();
    }

    private static string Hint(Finding finding) =>
        finding.Suggestion is null || finding.Message.Contains("did you mean", StringComparison.OrdinalIgnoreCase)
            ? ""
            : $" (did you mean {finding.Suggestion}?)";
}
