namespace Harmonia.Storage.Sqlite;

/// <summary>Something to be written, and somebody who waits for it.</summary>
internal abstract class WriteRequest
{
    /// <summary>Roughly, for the bound of a transaction.</summary>
    public virtual int Bytes => 1024;

    /// <summary>
    /// Writes inside a transaction; called again, from the start, when that transaction was rolled back.
    /// </summary>
    public abstract void Apply(WriterSession session);

    /// <summary>The transaction is on stable storage.</summary>
    public abstract void Complete();

    public abstract void Fail(Exception exception);
}

/// <summary>A change with an answer.</summary>
internal sealed class WriteRequest<T>(Func<WriterSession, T> apply) : WriteRequest
{
    // The waiter's continuation must not run on the writer's thread.
    private readonly TaskCompletionSource<T> _answer = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private T _result = default!;

    public Task<T> Answer => _answer.Task;

    public override void Apply(WriterSession session) => _result = apply(session);

    public override void Complete() => _answer.TrySetResult(_result);

    public override void Fail(Exception exception) => _answer.TrySetException(exception);
}
