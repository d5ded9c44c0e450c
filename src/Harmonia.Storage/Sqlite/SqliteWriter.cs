using Harmonia.Engine.Ports;
using Microsoft.Data.Sqlite;
using Microsoft.Extensions.Logging;

namespace Harmonia.Storage.Sqlite;

/// <summary>
/// The one thread that writes: what waits goes into one transaction, and its waiters are answered after the
/// commit.
/// </summary>
/// <remarks>
/// There is no delay to collect more: while one transaction is on its way to the disk, the next one gathers by itself.
/// After an error of the file system nothing can be known about the log, so nothing is tried again: the process ends.
/// </remarks>
internal sealed partial class SqliteWriter : IAsyncDisposable
{
    private const int MaxWaiting = 65_536;
    private const int MaxRequestsPerTransaction = 8_192;
    private const int MaxBytesPerTransaction = 16 * 1024 * 1024;

    // 64 MiB of 4 KiB pages: large enough that the log is reused rarely, small enough that a start reads it at once.
    private const int PagesBetweenCheckpoints = 16_384;

    private readonly WriteQueue _queue = new(MaxWaiting);
    private readonly TaskCompletionSource _ended = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private readonly WriterSession _session;
    private readonly ICommitListener _listener;
    private readonly Action<string, Exception> _failStop;
    private readonly ILogger _logger;
    private readonly Statement _begin;
    private readonly Statement _commit;
    private long _pagesSinceCheckpoint;

    public SqliteWriter(
        Connection connection, ICommitListener listener, Action<string, Exception> failStop, ILogger logger)
    {
        _session = new WriterSession(connection);
        _begin = connection.Statement("begin");
        _commit = connection.Statement("commit");
        (_listener, _failStop, _logger) = (listener, failStop, logger);
        new Thread(Write) { IsBackground = true, Name = "harmonia-sqlite-writer" }.Start();
    }

    private string Path => _session.Connection.Path;

    public void Add(WriteRequest request) => _queue.Add(request);

    /// <summary>Writes what waits already, then closes the connection.</summary>
    public async ValueTask DisposeAsync()
    {
        _queue.Close(new StoreUnavailableException(StoreTrouble.Unavailable, $"The store '{Path}' is closed."));
        await _ended.Task;
    }

    private void Write()
    {
        List<WriteRequest> taken = [];
        try
        {
            while (_queue.TakeAll(ref taken))
            {
                WriteAll(taken);
                taken.Clear();
                CheckpointWhenDue();
            }

            _session.Dispose();
            _ended.SetResult();
        }
        catch (Exception exception)
        {
            Stop(taken, exception);
        }
    }

    private void WriteAll(List<WriteRequest> taken)
    {
        for (var start = 0; start < taken.Count;)
        {
            var end = start;
            for (long bytes = 0; end < taken.Count && end - start < MaxRequestsPerTransaction; end++)
            {
                bytes += taken[end].Bytes;
                if (bytes > MaxBytesPerTransaction && end > start)
                {
                    break;
                }
            }

            WriteTogether(taken, start, end);
            start = end;
        }
    }

    private void WriteTogether(List<WriteRequest> taken, int start, int end)
    {
        try
        {
            Transact(taken, start, end);
        }
        catch (SqliteException exception) when (!exception.IsFatal)
        {
            _session.Connection.Rollback();
            _session.RolledBack();
            if (exception.IsOutside || end - start == 1)
            {
                Refuse(taken, start, end, exception);
                return;
            }

            // One of them is at fault: alone, each harms only itself.
            for (var i = start; i < end; i++)
            {
                WriteTogether(taken, i, i + 1);
            }
        }
    }

    private void Transact(List<WriteRequest> taken, int start, int end)
    {
        _begin.Execute();
        for (var i = start; i < end; i++)
        {
            taken[i].Apply(_session);
        }

        _commit.Execute();
        _session.Committed(_listener);
        for (var i = start; i < end; i++)
        {
            taken[i].Complete();
        }
    }

    private void Refuse(List<WriteRequest> taken, int start, int end, SqliteException exception)
    {
        LogRefused(_logger, end - start, Path, exception);
        for (var i = start; i < end; i++)
        {
            taken[i].Fail(exception.IsOutside ? exception.Unavailable(Path) : exception);
        }
    }

    // After the waiters were answered, so that nobody's answer waits for the copying.
    private void CheckpointWhenDue()
    {
        _pagesSinceCheckpoint += _session.Connection.TakePagesWritten();
        if (_pagesSinceCheckpoint < PagesBetweenCheckpoints)
        {
            return;
        }

        _pagesSinceCheckpoint = 0;
        try
        {
            _session.Connection.Checkpoint();
        }
        catch (SqliteException exception) when (!exception.IsFatal)
        {
            LogNoCheckpoint(_logger, Path, exception); // The log just grows until the next one.
        }
    }

    private void Stop(List<WriteRequest> taken, Exception exception)
    {
        var reason = exception is SqliteException sqlite
            ? sqlite.Unavailable(Path)
            : new StoreUnavailableException(
                StoreTrouble.Unavailable, $"The writer of '{Path}' failed: {exception.Message}", exception);
        LogStopped(_logger, Path, exception);
        _queue.Close(reason);
        do
        {
            foreach (var request in taken)
            {
                request.Fail(reason); // Those that were answered already stay answered.
            }

            taken.Clear();
        }
        while (_queue.TakeAll(ref taken));

        // The connection stays open on purpose: closing it would write to the file again.
        _ended.SetResult();
        _failStop(reason.Message, exception);
    }

    [LoggerMessage(5001, LogLevel.Error, "{Count} changes could not be written to '{Path}'.")]
    private static partial void LogRefused(ILogger logger, int count, string path, Exception exception);

    [LoggerMessage(5002, LogLevel.Warning, "The log of '{Path}' could not be copied into the database; it grows.")]
    private static partial void LogNoCheckpoint(ILogger logger, string path, Exception exception);

    [LoggerMessage(5003, LogLevel.Critical, "The writer of '{Path}' has stopped for good.")]
    private static partial void LogStopped(ILogger logger, string path, Exception exception);
}
