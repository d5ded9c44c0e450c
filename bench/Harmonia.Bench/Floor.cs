using System.Collections.Concurrent;
using Microsoft.Data.Sqlite;

namespace Harmonia.Bench;

/// <summary>
/// The least that a durable engine must do: one row for each task, on stable storage before it counts.
/// </summary>
/// <remarks>
/// One writer thread takes what is queued, inserts a row for each, commits (WAL, <c>synchronous=FULL</c>) and releases
/// the waiters. No rules, no joins, no dispatch, no feed.
/// </remarks>
internal sealed class Floor : IDisposable
{
    private readonly BlockingCollection<(byte[] Execution, int Version, TaskCompletionSource Done)> _queue = [];
    private readonly SqliteConnection _connection;
    private readonly Thread _writer;

    public Floor(string folder)
    {
        _connection = new SqliteConnection($"Data Source={Path.Combine(folder, "floor.db")}");
        _connection.Open();
        Execute("pragma journal_mode = wal; pragma synchronous = full; pragma wal_autocheckpoint = 16000");
        Execute(
            """
            create table events (execution_id blob, version integer, data text, primary key (execution_id, version))
            without rowid
            """);
        _writer = new Thread(Write) { IsBackground = true };
        _writer.Start();
    }

    public Task AppendAsync(byte[] execution, int version)
    {
        var done = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        _queue.Add((execution, version, done));
        return done.Task;
    }

    /// <summary>A chain of <paramref name="tasks"/> rows, one after the other.</summary>
    public async Task ChainAsync(int tasks)
    {
        var execution = Guid.CreateVersion7().ToByteArray(bigEndian: true);
        for (var version = 1; version <= tasks; version++)
        {
            await AppendAsync(execution, version);
        }
    }

    /// <summary>One row, then <paramref name="width"/> rows at once, then one row.</summary>
    public async Task FanAsync(int width)
    {
        var execution = Guid.CreateVersion7().ToByteArray(bigEndian: true);
        await AppendAsync(execution, 1);
        await Task.WhenAll(Enumerable.Range(2, width).Select(version => AppendAsync(execution, version)));
        await AppendAsync(execution, width + 2);
    }

    public void Dispose()
    {
        _queue.CompleteAdding();
        _writer.Join();
        _connection.Dispose();
        _queue.Dispose();
    }

    private void Write()
    {
        using var insert = _connection.CreateCommand();
        insert.CommandText = "insert into events (execution_id, version, data) values ($e, $v, $d)";
        var execution = insert.Parameters.Add("$e", SqliteType.Blob);
        var version = insert.Parameters.Add("$v", SqliteType.Integer);
        var data = insert.Parameters.Add("$d", SqliteType.Text);
        data.Value = """{"type":"task_completed","task":"t1","attempt":1,"at":"2026-01-01T00:00:00Z","output":{}}""";
        var batch = new List<TaskCompletionSource>();
        foreach (var first in _queue.GetConsumingEnumerable())
        {
            using var transaction = _connection.BeginTransaction();
            insert.Transaction = transaction;
            var item = first;
            do
            {
                (execution.Value, version.Value) = (item.Execution, item.Version);
                insert.ExecuteNonQuery();
                batch.Add(item.Done);
            }
            while (batch.Count < 2_000 && _queue.TryTake(out item));

            transaction.Commit();
            foreach (var done in batch)
            {
                done.SetResult();
            }

            batch.Clear();
        }
    }

    private void Execute(string sql)
    {
        using var command = _connection.CreateCommand();
        command.CommandText = sql;
        command.ExecuteNonQuery();
    }
}
