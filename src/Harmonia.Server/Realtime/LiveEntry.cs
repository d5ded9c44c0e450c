using Harmonia.Engine.Feeds;

namespace Harmonia.Server.Realtime;

/// <summary>What a subscriber is told next: a stored event, or a piece of a text that is never stored.</summary>
internal abstract record LiveEntry
{
    private LiveEntry()
    {
    }

    public sealed record Stored(LiveItem Item) : LiveEntry;

    public sealed record Piece(TextPiece Text) : LiveEntry;
}
