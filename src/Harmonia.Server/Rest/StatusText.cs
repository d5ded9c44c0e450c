using Harmonia.Core.Executions;

namespace Harmonia.Server.Rest;

/// <summary>The words for an execution's status, as people write them.</summary>
internal static class StatusText
{
    private static readonly Dictionary<string, ExecutionStatus> ByWord =
        Enum.GetValues<ExecutionStatus>().ToDictionary(status => status.Word, StringComparer.OrdinalIgnoreCase);

    /// <summary>Any case, and the other spelling of canceled; several are joined by commas.</summary>
    public static IReadOnlyList<ExecutionStatus> Parse(string text) =>
        [.. text.Split(',').Select(word => ByWord.TryGetValue(Normal(word), out var status)
            ? status
            : throw RequestQuery.Wrong("status", $"it must be one of {string.Join(", ", ByWord.Keys)}."))];

    /// <summary>The word of a status that there is, for a filter.</summary>
    public static string Known(string word) => ByWord.TryGetValue(Normal(word), out var status)
        ? status.Word
        : throw RequestQuery.Wrong(
            "filter", $"'{Wire.Shorten(word)}' is no status; there are: {string.Join(", ", ByWord.Keys)}.");

    public static string Normal(string word)
    {
        var lower = word.Trim().ToLowerInvariant();
        return lower == "cancelled" ? ExecutionStatus.Canceled.Word : lower;
    }
}
