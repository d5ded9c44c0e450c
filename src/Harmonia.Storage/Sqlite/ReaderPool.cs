using System.Collections.Concurrent;
using Harmonia.Engine.Ports;
using Microsoft.Data.Sqlite;

namespace Harmonia.Storage.Sqlite;

/// <summary>
/// A few connections that cannot write. Reads run on the caller's thread; who finds all of them busy waits.
/// </summary>
internal sealed class ReaderPool(string path, Action<string, Exception> failStop) : IAsyncDisposable
{
    private const int MaxReaders = 4;

    private readonly SemaphoreSlim _free = new(MaxReaders);
    private readonly ConcurrentBag<Connection> _idle = [];
    private volatile bool _closed;

    public async ValueTask<T> ReadAsync<T>(Func<Connection, T> read, CancellationToken cancellationToken)
    {
        await _free.WaitAsync(cancellationToken);
        try
        {
            return _closed
                ? throw new StoreUnavailableException(StoreTrouble.Unavailable, $"The store '{path}' is closed.")
                : Read(read);
        }
        finally
        {
            _free.Release();
        }
    }

    /// <summary>Lets reads end, refuses new ones, and closes the connections.</summary>
    public async ValueTask DisposeAsync()
    {
        _closed = true;
        for (var i = 0; i < MaxReaders; i++)
        {
            await _free.WaitAsync();
        }

        while (_idle.TryTake(out var connection))
        {
            connection.Dispose();
        }

        _free.Release(MaxReaders); // Whoever still comes is told that the store is closed.
    }

    private T Read<T>(Func<Connection, T> read)
    {
        Connection? connection = null;
        try
        {
            if (!_idle.TryTake(out connection))
            {
                connection = SqliteFile.OpenReader(path);
            }

            var result = read(connection);
            _idle.Add(connection);
            connection = null;
            return result;
        }
        catch (SqliteException exception)
        {
            var unavailable = exception.Unavailable(path);
            if (exception.IsFatal)
            {
                failStop(unavailable.Message, exception);
            }

            throw unavailable;
        }
        finally
        {
            connection?.Dispose(); // A read that failed may have left something half done on its connection.
        }
    }
}
