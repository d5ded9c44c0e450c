namespace Harmonia.Components.Registered.Protocols;

/// <summary>Ends something in time, or when somebody says so.</summary>
internal sealed class Deadline : IDisposable
{
    private readonly CancellationTokenSource _own;
    private readonly CancellationTokenSource _linked;

    public Deadline(TimeSpan left, TimeProvider time, CancellationToken cancellationToken)
    {
        _own = new CancellationTokenSource(left, time);
        _linked = CancellationTokenSource.CreateLinkedTokenSource(_own.Token, cancellationToken);
    }

    public CancellationToken Token => _linked.Token;

    public void Dispose()
    {
        _linked.Dispose();
        _own.Dispose();
    }
}
