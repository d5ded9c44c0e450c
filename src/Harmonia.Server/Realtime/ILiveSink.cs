using Harmonia.Engine.Feeds;

namespace Harmonia.Server.Realtime;

/// <summary>One subscriber's connection; its methods are called one at a time.</summary>
/// <remarks>
/// Each gives up, with <see cref="OperationCanceledException"/>, when the other side takes nothing for too long.
/// </remarks>
internal interface ILiveSink
{
    ValueTask WriteAsync(LiveItem item, CancellationToken cancellationToken);

    /// <summary>A piece of a text: it has no place in the history, so no cursor moves.</summary>
    ValueTask WriteAsync(TextPiece piece, CancellationToken cancellationToken);

    /// <summary>Nothing more is to be told now: what was written has to go out.</summary>
    ValueTask FlushAsync(CancellationToken cancellationToken);

    /// <summary>Nothing was told for a while.</summary>
    ValueTask KeepAliveAsync(CancellationToken cancellationToken);
}
