using System.Text.Json;
using Harmonia.Components.Tekton.Calling;

namespace Harmonia.Components.Tekton.Engram;

/// <summary>What ESR stores.</summary>
/// <param name="Content">A text.</param>
/// <param name="Type">Such as <c>MEMORY</c>.</param>
internal sealed record Thought(JsonElement Content, JsonElement Type)
{
    public JsonElement? Context { get; init; }

    public JsonElement? Associations { get; init; }

    public JsonElement? Confidence { get; init; }

    /// <summary>Whose memory it is.</summary>
    public JsonElement? Owner { get; init; }

    /// <summary>The namespace that the task named.</summary>
    public JsonElement? Space { get; init; }

    public JsonElement? Metadata { get; init; }

    public FamilyRequest Compose() => FamilyRequest.Post(
        EngramComponent.Name,
        "/api/esr/store",
        ("content", Content),
        ("thought_type", Type),
        ("context", Context),
        ("associations", Associations),
        ("confidence", Confidence),
        ("ci_id", Owner));
}
