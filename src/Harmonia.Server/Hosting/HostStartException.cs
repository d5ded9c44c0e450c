namespace Harmonia.Server.Hosting;

/// <summary>The server cannot start; the message says what a person can do about it.</summary>
public sealed class HostStartException(int exitCode, string message, Exception? inner = null)
    : Exception(message, inner)
{
    /// <summary>One of <see cref="ExitCodes"/>.</summary>
    public int ExitCode { get; } = exitCode;
}
