using Harmonia.Core.Failures;

namespace Harmonia.Core.Definitions.Dialects;

/// <summary>The documents' words for kinds of errors, as our error classes.</summary>
internal static class ErrorWords
{
    /// <returns>Patterns of error classes: those that the word means, or the word itself in lower case.</returns>
    public static string[] Classes(string word) => word switch
    {
        "TIMEOUT" => [FailureCodes.Timeout, FailureCodes.QueueTimeout, FailureCodes.TotalTimeout],
        "SERVER_ERROR" => [FailureCodes.ServerError, "http_5*"],
        "VALIDATION_ERROR" => ["validation_error", FailureCodes.InvalidInput, FailureCodes.InvalidOutput],
        _ => [word.ToLowerInvariant()],
    };
}
