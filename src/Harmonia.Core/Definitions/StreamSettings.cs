namespace Harmonia.Core.Definitions;

/// <summary>Where the partial results of a call go while it runs.</summary>
/// <param name="Target">
/// Place of the task beside it that takes them: a map that is open as long as the call may bring more.
/// </param>
public sealed record StreamSettings(int Target)
{
    /// <summary>Chunks that may wait to be worked on before the producer has to wait.</summary>
    public const int MaxUndigested = 100;
}
