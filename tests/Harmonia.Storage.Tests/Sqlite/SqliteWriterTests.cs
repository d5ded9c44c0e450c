using Harmonia.Core.Executions;
using Harmonia.Engine.Ports;
using Harmonia.Storage.Sqlite;
using Harmonia.Storage.Tests.Exam;
using Microsoft.Data.Sqlite;
using Microsoft.Extensions.Logging.Abstractions;

namespace Harmonia.Storage.Tests.Sqlite;

public sealed class SqliteWriterTests : IAsyncLifetime
{
    private readonly TemporaryDirectory _directory = new();
    private readonly RecordingListener _listener = new();
    private readonly TaskCompletionSource<string> _stopped = new();
    private Connection? _connection;
    private SqliteWriter? _writer;
    private ReaderPool? _readers;
    private SqliteExecutions? _executions;

    public ValueTask InitializeAsync()
    {
        var path = _directory.File("store.db");
        SqliteFile.Create(path);
        _connection = SqliteFile.OpenWriter(path, TimeProvider.System, NullLogger.Instance);
        _writer = new SqliteWriter(
            _connection, _listener, (reason, _) => _stopped.TrySetResult(reason), NullLogger.Instance);
        _readers = new ReaderPool(path, (reason, _) => _stopped.TrySetResult(reason));
        _executions = new SqliteExecutions(_writer, _readers, TimeProvider.System);
        return ValueTask.CompletedTask;
    }

    public async ValueTask DisposeAsync()
    {
        await _readers!.DisposeAsync();
        await _writer!.DisposeAsync();
        _connection!.Dispose();
        _directory.Dispose();
    }

    [Fact]
    public async Task A_full_disk_refuses_writes_keeps_reads_and_recovers_by_itself()
    {
        var id = await StartAsync();
        await DoAsync(connection => connection.Execute("pragma max_page_count = 1"));
        var large = new StoredDefinition("large", new byte[256 * 1024]);

        for (var i = 0; i < 3; i++)
        {
            var refused = await Assert.ThrowsAsync<StoreUnavailableException>(() => AppendAsync(id, 1, large));
            Assert.Equal(StoreTrouble.Full, refused.Reason);
            Assert.Contains("store.db", refused.Message, StringComparison.Ordinal);
            Assert.Single(await _executions!.ReadAsync(id, 0, 10, Token));
        }

        await DoAsync(connection => connection.Execute("pragma max_page_count = 1000000"));
        Assert.Equal(AppendOutcome.Stored, await AppendAsync(id, 1, large));
        Assert.Equal([1, 2], (await _executions!.ReadFeedAsync(0, 10, Token)).Select(e => e.Position));
        Assert.Equal([1, 2], _listener.Appends.Select(append => append.FirstPosition));
        Assert.False(_stopped.Task.IsCompleted);
    }

    [Fact]
    public async Task A_change_at_fault_harms_only_itself()
    {
        var id = await StartAsync();
        using var gate = Hold();
        var before = AppendAsync(id, 1);
        var faulty = new WriteRequest<bool>(session =>
        {
            session.Connection.Execute("insert into definitions values ('half', 1, x'00')");
            throw new SqliteException("A rule was broken.", 19, 787);
        });
        _writer!.Add(faulty);
        var after = AppendAsync(id, 2);
        gate.Set();

        Assert.Equal([AppendOutcome.Stored, AppendOutcome.Stored], await Task.WhenAll(before, after));
        await Assert.ThrowsAsync<SqliteException>(() => faulty.Answer);
        Assert.Equal([1, 2, 3], (await _executions!.ReadFeedAsync(0, 10, Token)).Select(e => e.Position));
        Assert.Equal([1, 2, 3], _listener.Appends.Select(append => append.FirstPosition));
        await DoAsync(connection => Assert.Equal(0, connection.Scalar("select count(*) from definitions")));
    }

    [Theory]
    [InlineData(10, 1034)] // The fsync failed.
    [InlineData(11, 11)] // The database is damaged.
    public async Task After_an_error_of_the_file_system_nothing_more_is_written(int code, int extended)
    {
        var id = await StartAsync();
        using var gate = Hold();
        var lost = AppendAsync(id, 1);
        _writer!.Add(new WriteRequest<bool>(_ => throw new SqliteException("disk I/O error", code, extended)));
        gate.Set();

        var unavailable = await Assert.ThrowsAsync<StoreUnavailableException>(() => lost);
        Assert.Equal(StoreTrouble.Unavailable, unavailable.Reason);
        Assert.Contains("store.db", await _stopped.Task, StringComparison.Ordinal);
        await Assert.ThrowsAsync<StoreUnavailableException>(() => AppendAsync(id, 1));
        Assert.Single(_listener.Appends);
    }

    [Fact]
    public async Task A_full_queue_refuses_and_what_waits_is_still_written()
    {
        var id = await StartAsync();
        using var gate = Hold();
        var written = 0;
        var accepted = 0;
        StoreUnavailableException? busy = null;
        while (busy is null && accepted < 1_000_000)
        {
            try
            {
                _writer!.Add(new WriteRequest<int>(_ => ++written));
                accepted++;
            }
            catch (StoreUnavailableException exception)
            {
                busy = exception;
            }
        }

        Assert.Equal(StoreTrouble.Busy, busy?.Reason);
        gate.Set();
        await DoOnceThereIsRoomAsync();
        Assert.Equal(accepted, written);
        Assert.Equal(AppendOutcome.Stored, await AppendAsync(id, 1));
    }

    [Fact]
    public async Task Waiting_appends_share_a_transaction()
    {
        var id = await StartAsync();
        using var gate = Hold();
        var waiting = Enumerable.Range(1, 50).Select(version => AppendAsync(id, version)).ToList();
        gate.Set();

        Assert.All(await Task.WhenAll(waiting), outcome => Assert.Equal(AppendOutcome.Stored, outcome));
        Assert.Equal(51, await _executions!.LastPositionAsync(Token));
    }

    private static CancellationToken Token => TestContext.Current.CancellationToken;

    /// <summary>Holds the writer inside a transaction of its own until the gate is opened.</summary>
    private ManualResetEventSlim Hold()
    {
        var gate = new ManualResetEventSlim();
        using var held = new ManualResetEventSlim();
        _writer!.Add(new WriteRequest<bool>(_ =>
        {
            held.Set();
            gate.Wait(Token);
            return true;
        }));
        held.Wait(Token);
        return gate;
    }

    private Task<bool> DoAsync(Action<Connection> action)
    {
        var request = new WriteRequest<bool>(session =>
        {
            action(session.Connection);
            return true;
        });
        _writer!.Add(request);
        return request.Answer;
    }

    private async Task DoOnceThereIsRoomAsync()
    {
        while (true)
        {
            try
            {
                await DoAsync(_ => { });
                return;
            }
            catch (StoreUnavailableException exception) when (exception.Reason == StoreTrouble.Busy)
            {
                await Task.Yield();
            }
        }
    }

    private async Task<ExecutionId> StartAsync()
    {
        var id = new ExecutionId(Guid.CreateVersion7());
        var head = new ExecutionHead
        {
            Id = id,
            WorkflowId = default,
            WorkflowName = "orders",
            DefinitionHash = "hash",
            Status = ExecutionStatus.Running,
            CreatedAt = default,
        };
        var start = new Append(id, 0, [new WorkflowResumed { At = default }]) { Head = head };
        Assert.Equal(AppendOutcome.Stored, await _executions!.AppendAsync(start, Token));
        return id;
    }

    private Task<AppendOutcome> AppendAsync(ExecutionId id, long expected, StoredDefinition? definition = null) =>
        _executions!.AppendAsync(
            new Append(id, expected, [new WorkflowResumed { At = default }]) { Definition = definition },
            Token).AsTask();
}
