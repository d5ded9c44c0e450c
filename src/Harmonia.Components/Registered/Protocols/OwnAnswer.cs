using System.Text.Json;

namespace Harmonia.Components.Registered.Protocols;

/// <summary>What came of asking a component something on our own behalf.</summary>
internal abstract record OwnAnswer
{
    private OwnAnswer()
    {
    }

    /// <summary>It answered.</summary>
    public sealed record Answered(int Status, JsonElement? Json) : OwnAnswer
    {
        public bool IsSuccess => Status is >= 200 and <= 299;
    }

    /// <summary>It did not.</summary>
    public sealed record Nobody(string Message) : OwnAnswer
    {
        /// <summary>Whether somebody took the connection.</summary>
        public required bool WasReached { get; init; }
    }
}
