namespace Harmonia.Tekton.Doubles;

/// <summary>Holds requests before they are answered, until it is opened: a delay without a clock.</summary>
public sealed class Gate : IDisposable
{
    private readonly string _path;
    private readonly TaskCompletionSource _reached = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private readonly TaskCompletionSource _opened = new(TaskCreationOptions.RunContinuationsAsynchronously);

    internal Gate(string path) => _path = path;

    /// <summary>Completes when the first request stands before the gate.</summary>
    public Task Reached => _reached.Task;

    /// <summary>Lets everybody through, now and later.</summary>
    public void Open() => _opened.TrySetResult();

    public void Dispose() => Open();

    internal bool IsOpen => _opened.Task.IsCompleted;

    internal bool Covers(string path) => !IsOpen && path.StartsWith(_path, StringComparison.Ordinal);

    internal Task PassAsync(CancellationToken cancellationToken)
    {
        _reached.TrySetResult();
        return _opened.Task.WaitAsync(cancellationToken);
    }
}
