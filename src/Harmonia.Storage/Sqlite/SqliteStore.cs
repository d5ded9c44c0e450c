using Harmonia.Engine.Ports;
using Microsoft.Extensions.Logging;

namespace Harmonia.Storage.Sqlite;

/// <summary>
/// The store in one SQLite file: nothing to install, one process, every acknowledged append on the disk.
/// </summary>
public sealed class SqliteStore : IAsyncDisposable
{
    private const int FailStopExitCode = 70; // EX_SOFTWARE of sysexits.h

    private readonly FileLock _lock;
    private readonly SqliteWriter _writer;
    private readonly ReaderPool _readers;

    private SqliteStore(FileLock fileLock, SqliteWriter writer, ReaderPool readers, TimeProvider time)
    {
        (_lock, _writer, _readers) = (fileLock, writer, readers);
        Executions = new SqliteExecutions(writer, readers, time);
        Workflows = new SqliteWorkflows(writer, readers);
        Templates = new SqliteTemplates(writer, readers);
        Checkpoints = new SqliteCheckpoints(readers);
        Components = new SqliteComponents(writer, readers);
    }

    public IExecutionStore Executions { get; }

    public IWorkflowStore Workflows { get; }

    public ITemplateStore Templates { get; }

    public ICheckpointStore Checkpoints { get; }

    public IComponentStore Components { get; }

    /// <summary>Takes the lock, checks the file and brings it to the schema of this release.</summary>
    /// <exception cref="StoreOpenException">Another process has it, or it is foreign, damaged or newer.</exception>
    /// <exception cref="StoreUnavailableException">There is no room, or the file cannot be opened now.</exception>
    public static Task<SqliteStore> OpenAsync(
        SqliteStoreOptions options,
        ICommitListener listener,
        TimeProvider time,
        ILogger<SqliteStore> logger,
        CancellationToken cancellationToken) =>
        Task.Run(() => Open(options, listener, time, logger), cancellationToken);

    /// <summary>Writes what waits, copies the log into the database and frees the lock.</summary>
    public async ValueTask DisposeAsync()
    {
        // The writer goes last: the last connection tidies up the log.
        await _readers.DisposeAsync();
        await _writer.DisposeAsync();
        _lock.Dispose();
    }

    private static SqliteStore Open(
        SqliteStoreOptions options, ICommitListener listener, TimeProvider time, ILogger<SqliteStore> logger)
    {
        var path = Path.GetFullPath(options.Path);
        var failStop = options.FailStop ?? Exit;
        SqliteFile.Create(path);
        var fileLock = FileLock.Take(path);
        try
        {
            var connection = SqliteFile.OpenWriter(path, time, logger);
            var writer = new SqliteWriter(connection, listener, failStop, logger);
            return new SqliteStore(fileLock, writer, new ReaderPool(path, failStop), time);
        }
        catch
        {
            fileLock.Dispose();
            throw;
        }
    }

    private static void Exit(string reason, Exception exception)
    {
        Console.Error.WriteLine(reason);
        Environment.Exit(FailStopExitCode);
    }
}
