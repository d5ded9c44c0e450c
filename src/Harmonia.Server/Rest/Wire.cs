using Harmonia.Client;
using Harmonia.Core.Failures;

namespace Harmonia.Server.Rest;

/// <summary>Small things of the core as they are told.</summary>
internal static class Wire
{
    private const int MaxEcho = 80;

    public static WireFinding Of(Finding finding) => new(
        finding.Code, finding.IsError ? "error" : "warning", finding.Pointer, finding.Message)
    {
        Suggestion = finding.Suggestion,
        Line = finding.Position?.Line,
        Column = finding.Position?.Column,
    };

    /// <returns><see langword="null"/> for none, so that the field is left out.</returns>
    public static IReadOnlyList<WireFinding>? Warnings(IEnumerable<Finding> findings)
    {
        WireFinding[] warnings = [.. findings.Where(finding => !finding.IsError).Select(Of)];
        return warnings.Length == 0 ? null : warnings;
    }

    public static FailureDetail? Of(TaskFailure? failure, string? task = null) =>
        failure is null
            ? null
            : new FailureDetail(failure.Code, failure.Message) { Task = task, Details = failure.Details };

    /// <summary>What somebody sent, short enough to be repeated in a message.</summary>
    public static string Shorten(string text) => text.Length <= MaxEcho ? text : text[..MaxEcho] + "…";
}
