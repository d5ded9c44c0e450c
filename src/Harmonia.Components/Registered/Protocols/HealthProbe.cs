using System.Text.Json;

namespace Harmonia.Components.Registered.Protocols;

/// <summary>Asks a component over HTTP whether it is there.</summary>
internal static class HealthProbe
{
    private static readonly string[] BadWords = ["unhealthy", "down", "error"];

    public static async ValueTask<ProbeAnswer> AskAsync(
        ComponentDeclaration component, ComponentHttp http, CancellationToken cancellationToken)
    {
        var health = component.Health;
        switch (await http.AskAsync(health.Path, wantsBody: health.IsDeclared, cancellationToken))
        {
            case OwnAnswer.Nobody { Message: var message }:
                return new ProbeAnswer(false, message);
            case OwnAnswer.Answered answer when !health.IsDeclared:
                return new ProbeAnswer(true, $"It answered with status {answer.Status}.");
            case OwnAnswer.Answered { IsSuccess: true } answer when WordOf(answer.Json) is { } word:
                return new ProbeAnswer(false, $"GET {health.Path} answered that it is {word}.");
            case OwnAnswer.Answered answer:
                return new ProbeAnswer(answer.IsSuccess, $"GET {health.Path} answered with status {answer.Status}.");
            case var other:
                throw new System.Diagnostics.UnreachableException($"{other.GetType().Name} is unknown.");
        }
    }

    /// <summary>Some answer with a success and say in the body that they are not well.</summary>
    private static string? WordOf(JsonElement? json) =>
        json is { ValueKind: JsonValueKind.Object } value && value.TryGetProperty("status", out var status)
            && status.ValueKind is JsonValueKind.String
                ? BadWords.FirstOrDefault(word => word.Equals(status.GetString(), StringComparison.OrdinalIgnoreCase))
                : null;
}
