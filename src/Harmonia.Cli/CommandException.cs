namespace Harmonia.Cli;

/// <summary>A command cannot go on; the message says why and what a person can do about it.</summary>
internal sealed class CommandException(int exitCode, string message, Exception? inner = null)
    : Exception(message, inner)
{
    public int ExitCode { get; } = exitCode;
}
