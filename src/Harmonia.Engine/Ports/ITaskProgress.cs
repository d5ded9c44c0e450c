using System.Text.Json;

namespace Harmonia.Engine.Ports;

/// <summary>Takes how far an attempt is.</summary>
/// <remarks>
/// May be called from several threads, as often as one likes; never waits and never fails. What is reported after the
/// attempt has ended is dropped.
/// </remarks>
public interface ITaskProgress
{
    /// <summary>Characters of a message that are kept.</summary>
    const int MaxMessageLength = 1_024;

    /// <summary>Bytes of JSON of details that are kept.</summary>
    const int MaxDetailsBytes = 64 * 1024;

    /// <summary>
    /// Says that the attempt is alive, and how far it is. The latest report is stored as <c>task_progress</c> at
    /// intervals that grow with the attempt; others are dropped.
    /// </summary>
    /// <param name="fraction">From 0 to 1; <see langword="null"/> when nobody can say.</param>
    /// <param name="message">For people; cut to 1,024 characters.</param>
    /// <param name="details">
    /// Self-contained JSON that the next attempt gets as <see cref="TaskCall.LastDetails"/>; dropped above 64 KiB.
    /// </param>
    void Report(double? fraction, string? message, JsonElement? details);

    /// <summary>
    /// Brings the next piece of a text that the attempt produces, for those who watch. Never stored: its pieces are the
    /// attempt's alone, and the output is what counts.
    /// </summary>
    void Stream(string text);
}

/// <summary>Of a call that nobody watches.</summary>
public sealed class NoTaskProgress : ITaskProgress
{
    private NoTaskProgress()
    {
    }

    /// <summary>The only one.</summary>
    public static NoTaskProgress Instance { get; } = new();

    /// <inheritdoc/>
    public void Report(double? fraction, string? message, JsonElement? details)
    {
    }

    /// <inheritdoc/>
    public void Stream(string text)
    {
    }
}
