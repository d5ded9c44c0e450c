namespace Harmonia.Torture;

/// <summary>Lets clients wait until the server is up again.</summary>
internal sealed class ServerGate
{
    private readonly Lock _lock = new();
    private TaskCompletionSource _up = new(TaskCreationOptions.RunContinuationsAsynchronously);

    public void Open()
    {
        lock (_lock)
        {
            _up.TrySetResult();
        }
    }

    public void Close()
    {
        lock (_lock)
        {
            if (_up.Task.IsCompleted)
            {
                _up = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
            }
        }
    }

    public Task WhenUpAsync(CancellationToken cancellationToken)
    {
        lock (_lock)
        {
            return _up.Task.WaitAsync(cancellationToken);
        }
    }
}
