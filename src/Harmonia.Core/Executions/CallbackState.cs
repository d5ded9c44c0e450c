using System.Text.Json;

namespace Harmonia.Core.Executions;

/// <summary>An address at which a task may be called back once.</summary>
/// <param name="Number">
/// The attempt for which it was made. A retry has a new one; an attempt after an interruption goes on with the old, for
/// whoever was called may know it already.
/// </param>
public sealed record CallbackState(int Number)
{
    /// <summary>Stands for the address until the moment of the call: history never holds it.</summary>
    public const string UrlMark = "harmonia-callback:url:2f6c0d1e";

    /// <summary>Stands for the token alone.</summary>
    public const string TokenMark = "harmonia-callback:token:2f6c0d1e";

    /// <summary>What was answered to the call.</summary>
    public JsonElement? Answer { get; init; }

    /// <summary>What was sent.</summary>
    public JsonElement? Body { get; init; }
}
