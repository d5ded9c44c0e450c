namespace Harmonia.Cli.Tests;

/// <summary>Captures what is written, and tells when certain texts were.</summary>
internal sealed class MarkedWriter(params string[] marks) : StringWriter
{
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(30);

    private readonly Lock _lock = new();

    private readonly Dictionary<string, TaskCompletionSource> _seen = marks.ToDictionary(
        mark => mark, _ => new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously));

    public override void WriteLine(string? value)
    {
        lock (_lock)
        {
            base.WriteLine(value);
        }

        foreach (var (mark, seen) in _seen)
        {
            if (value?.Contains(mark, StringComparison.Ordinal) == true)
            {
                seen.TrySetResult();
            }
        }
    }

    /// <summary>Completes when a line with this mark was written; fails with everything that was written.</summary>
    public async Task WrittenAsync(string mark)
    {
        try
        {
            await _seen[mark].Task.WaitAsync(Patience);
        }
        catch (TimeoutException exception)
        {
            throw new TimeoutException($"'{mark}' was not written, but:\n{this}", exception);
        }
    }

    public override string ToString()
    {
        lock (_lock)
        {
            return base.ToString();
        }
    }
}
