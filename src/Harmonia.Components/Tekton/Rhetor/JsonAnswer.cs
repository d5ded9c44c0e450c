using System.Text;
using System.Text.Json;
using Harmonia.Core.Failures;

namespace Harmonia.Components.Tekton.Rhetor;

/// <summary>Finds the JSON in what a model answers, which may put words or a fence around it.</summary>
internal static class JsonAnswer
{
    private const int MaxShown = 500;

    public static JsonElement? Find(string response)
    {
        var start = response.IndexOf('{', StringComparison.Ordinal);
        var end = response.LastIndexOf('}');
        return start < 0 || end < start
            ? null
            : ForeignJson.Parse(Encoding.UTF8.GetBytes(response[start..(end + 1)]));
    }

    /// <summary>Asking again may well help.</summary>
    public static TaskFailure Unusable(string wanted, string response) => new(
        FailureCodes.InvalidOutput,
        $"The model was asked for {wanted}, and answered: "
            + PlainText.EscapeControls(PlainText.Shorten(response, MaxShown)),
        Retryable: true);
}
