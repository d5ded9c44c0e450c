using System.Text.Json;

namespace Harmonia.Engine.Ports;

/// <summary>Takes what an attempt brings before it is done.</summary>
/// <remarks>
/// <para>An attempt that is made again brings the same again from the beginning, in the same order: what an earlier one
/// brought is known by its place and worked on once.</para>
/// <para>May be called from several threads; partial results are taken one after the other.</para>
/// </remarks>
public interface IPartialResults
{
    /// <summary>Whether the task has somebody who works on them; otherwise they are dropped.</summary>
    bool AreWanted { get; }

    /// <summary>
    /// Brings the next partial result. Done when it is on stable storage and not too many of them wait to be worked on.
    /// </summary>
    /// <param name="data">Self-contained JSON.</param>
    /// <param name="cancellationToken">That of the attempt.</param>
    /// <exception cref="InvalidOperationException">It is refused, as it is too large or one too many.</exception>
    ValueTask ReportAsync(JsonElement data, CancellationToken cancellationToken);
}

/// <summary>Of a task that does not stream.</summary>
public sealed class NoPartialResults : IPartialResults
{
    private NoPartialResults()
    {
    }

    /// <summary>The only one.</summary>
    public static NoPartialResults Instance { get; } = new();

    /// <inheritdoc/>
    public bool AreWanted => false;

    /// <inheritdoc/>
    public ValueTask ReportAsync(JsonElement data, CancellationToken cancellationToken) => default;
}
