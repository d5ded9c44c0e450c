using Microsoft.Extensions.Logging;

namespace Harmonia.Cli.Running;

/// <summary>The embedded engine's log: what a person must know, beside the progress.</summary>
internal sealed class TerminalLogging(IProgressView view) : ILoggerFactory, ILogger
{
    public ILogger CreateLogger(string categoryName) => this;

    public void AddProvider(ILoggerProvider provider) =>
        throw new NotSupportedException("The terminal is the only place that is written to.");

    public IDisposable? BeginScope<TState>(TState state)
        where TState : notnull => null;

    public bool IsEnabled(LogLevel logLevel) => logLevel is >= LogLevel.Warning and not LogLevel.None;

    public void Log<TState>(
        LogLevel logLevel,
        EventId eventId,
        TState state,
        Exception? exception,
        Func<TState, Exception?, string> formatter)
    {
        if (IsEnabled(logLevel))
        {
            var cause = exception is null ? "" : $" ({exception.Message})";
            view.Note($"{(logLevel == LogLevel.Warning ? "warning" : "error")}: {formatter(state, exception)}{cause}");
        }
    }

    public void Dispose()
    {
        // Nothing is held.
    }
}
