using System.Globalization;
using System.Text.Json;
using Harmonia.Core.Executions;
using Harmonia.Engine.Ports;
using Harmonia.Storage.Sqlite;
using Microsoft.Data.Sqlite;

namespace Harmonia.Storage.Tests.Sqlite;

public sealed class SqliteFileTests : IDisposable
{
    private const int Executions = 20;
    private const int Appends = 30;

    private readonly TemporaryDirectory _directory = new();

    private string Database => _directory.File("store.db");

    private static CancellationToken Token => TestContext.Current.CancellationToken;

    public void Dispose() => _directory.Dispose();

    [Fact]
    public async Task Everything_is_there_after_closing_and_opening_again()
    {
        var ids = await FillAsync();
        Assert.False(File.Exists(Database + "-wal"), "A closed store leaves one file.");

        await using var store = await SqliteFixture.OpenAsync(Database);

        await AssertWholeAsync(store, ids);
        Assert.Equal(AppendOutcome.Stored, await AppendAsync(store, ids[0], Appends));
        Assert.Equal(Executions * Appends + 1, await store.Executions.LastPositionAsync(Token));
    }

    [Fact]
    public async Task Everything_acknowledged_is_there_after_a_crash()
    {
        await using var store = await SqliteFixture.OpenAsync(Database);
        var ids = await FillAsync(store);
        var copy = _directory.File("copy.db");
        File.Copy(Database, copy);
        File.Copy(Database + "-wal", copy + "-wal");

        await using var crashed = await SqliteFixture.OpenAsync(copy);

        await AssertWholeAsync(crashed, ids);
    }

    [Fact]
    public async Task A_second_opener_is_refused_and_told_who_has_it()
    {
        await using (await SqliteFixture.OpenAsync(Database))
        {
            var refused = await Assert.ThrowsAsync<StoreOpenException>(() => SqliteFixture.OpenAsync(Database));
            var pid = Environment.ProcessId.ToString(CultureInfo.InvariantCulture);
            Assert.Contains($"process {pid}", refused.Message, StringComparison.Ordinal);
        }

        await using var again = await SqliteFixture.OpenAsync(Database);
        Assert.Equal(0, await again.Executions.LastPositionAsync(Token));
    }

    [Fact]
    public async Task A_foreign_database_is_refused_and_not_touched()
    {
        Run("create table theirs (x integer)");
        var before = await File.ReadAllBytesAsync(Database, Token);

        await Assert.ThrowsAsync<StoreOpenException>(() => SqliteFixture.OpenAsync(Database));

        Assert.Equal(before, await File.ReadAllBytesAsync(Database, Token));
    }

    [Fact]
    public async Task A_file_that_is_no_database_is_refused_and_not_touched()
    {
        await File.WriteAllTextAsync(Database, new string('x', 10_000), Token);

        var refused = await Assert.ThrowsAsync<StoreOpenException>(() => SqliteFixture.OpenAsync(Database));

        Assert.Contains("backup", refused.Message, StringComparison.Ordinal);
        Assert.Equal(new string('x', 10_000), await File.ReadAllTextAsync(Database, Token));
    }

    [Theory]
    [InlineData("insert into migrations values (9999, '9999_later.sql', 'x', 0)", "9999")]
    [InlineData("update migrations set checksum = 'x' where number = 1", "another text")]
    public async Task A_schema_that_is_not_ours_is_refused(string change, string says)
    {
        await FillAsync();
        Run(change);

        var refused = await Assert.ThrowsAsync<StoreOpenException>(() => SqliteFixture.OpenAsync(Database));

        Assert.Contains(says, refused.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_flipped_bit_is_refused_or_harmless_and_never_gives_wrong_events()
    {
        var ids = await FillAsync();
        var whole = await File.ReadAllBytesAsync(Database, Token);
        var random = new Random(20261122);
        var noticed = 0;
        for (var i = 0; i < 50; i++)
        {
            var place = random.Next(whole.Length);
            var bit = random.Next(8);
            var damaged = whole.ToArray();
            damaged[place] ^= (byte)(1 << bit);
            var path = _directory.File($"flipped-{i}.db");
            await File.WriteAllBytesAsync(path, damaged, Token);
            try
            {
                await using var store = await SqliteFixture.OpenAsync(path, failStop: (_, _) => { });
                await AssertWholeAsync(store, ids);
            }
            catch (Exception exception)
                when (exception is StoreOpenException or StoreUnavailableException or JsonException)
            {
                noticed++;
            }
        }

        Assert.InRange(noticed, 10, 50); // Most of the file is content, so most flips must have been noticed.
    }

    [Fact]
    public async Task A_backup_made_while_work_goes_on_is_whole_and_continues()
    {
        var copy = _directory.File("backup.db");
        await using (var store = await SqliteFixture.OpenAsync(Database))
        {
            var before = await FillAsync(store);
            using var done = new CancellationTokenSource();
            var writing = WriteUntilAsync(store, done.Token);

            await SqliteBackup.CopyAsync(Database, copy, Token);
            await Assert.ThrowsAsync<IOException>(() => SqliteBackup.CopyAsync(Database, copy, Token));

            await done.CancelAsync();
            await writing;
            await using var restored = await SqliteFixture.OpenAsync(copy);
            await AssertWholeAsync(restored, before);
            Assert.Equal(AppendOutcome.Stored, await AppendAsync(restored, before[0], Appends));
        }

        Assert.Empty(Directory.GetFiles(_directory.Path, "*.partial*"));
    }

    [Fact]
    public async Task Files_are_for_their_owner_only()
    {
        Assert.SkipWhen(OperatingSystem.IsWindows(), "Windows has no file modes.");
        var path = Path.Combine(_directory.Path, "new", "store.db");
        await using var store = await SqliteFixture.OpenAsync(path);
        var owner = UnixFileMode.UserRead | UnixFileMode.UserWrite;
        if (!OperatingSystem.IsWindows())
        {
            Assert.Equal(owner, File.GetUnixFileMode(path));
            Assert.Equal(owner, File.GetUnixFileMode(path + "-wal"));
            Assert.Equal(owner | UnixFileMode.UserExecute, File.GetUnixFileMode(Path.GetDirectoryName(path)!));
        }
    }

    [Fact]
    public async Task A_closed_store_says_so()
    {
        var store = await SqliteFixture.OpenAsync(Database);
        await store.DisposeAsync();

        await Assert.ThrowsAsync<StoreUnavailableException>(
            async () => await store.Executions.LastPositionAsync(Token));
        await Assert.ThrowsAsync<StoreUnavailableException>(
            async () => await store.Workflows.RemoveAsync(default, Token));
    }

    private void Run(string sql)
    {
        using var connection = new SqliteConnection($"Data Source={Database};Pooling=False");
        connection.Open();
        using var command = connection.CreateCommand();
        command.CommandText = sql;
        command.ExecuteNonQuery();
    }

    private async Task<List<ExecutionId>> FillAsync()
    {
        await using var store = await SqliteFixture.OpenAsync(Database);
        return await FillAsync(store);
    }

    private static async Task<List<ExecutionId>> FillAsync(SqliteStore store)
    {
        List<ExecutionId> ids = [];
        for (var i = 0; i < Executions; i++)
        {
            ids.Add(new ExecutionId(Guid.CreateVersion7()));
        }

        await Task.WhenAll(ids.Select(async id =>
        {
            for (var version = 0; version < Appends; version++)
            {
                Assert.Equal(AppendOutcome.Stored, await AppendAsync(store, id, version));
            }
        }));
        return ids;
    }

    private static async Task WriteUntilAsync(SqliteStore store, CancellationToken done)
    {
        var id = new ExecutionId(Guid.CreateVersion7());
        for (var version = 0; !done.IsCancellationRequested; version++)
        {
            Assert.Equal(AppendOutcome.Stored, await AppendAsync(store, id, version));
        }
    }

    private static async Task<AppendOutcome> AppendAsync(SqliteStore store, ExecutionId id, int version)
    {
        var fact = new WorkflowCanceled($"{id} {version + 1}") { At = default };
        return await store.Executions.AppendAsync(
            new Append(id, version, [fact]) { Head = version == 0 ? Head(id) : null }, Token);
    }

    private static ExecutionHead Head(ExecutionId id) => new()
    {
        Id = id,
        WorkflowId = default,
        WorkflowName = "orders",
        DefinitionHash = "hash",
        Status = ExecutionStatus.Running,
        CreatedAt = default,
    };

    private static async Task AssertWholeAsync(SqliteStore store, List<ExecutionId> ids)
    {
        foreach (var id in ids)
        {
            var events = await store.Executions.ReadAsync(id, 0, int.MaxValue, Token);
            Assert.Equal(
                Enumerable.Range(1, Appends).Select(version => $"{id} {version}"),
                events.Select(e => ((WorkflowCanceled)e.Event).Reason));
        }

        var feed = await store.Executions.ReadFeedAsync(0, Executions * Appends, Token);
        Assert.Equal(Enumerable.Range(1, Executions * Appends), feed.Select(e => (int)e.Position));
    }
}
