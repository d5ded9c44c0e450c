using Harmonia.Engine.Ports;
using Harmonia.Storage.Sqlite;
using Harmonia.Storage.Tests.Exam;
using Microsoft.Extensions.Logging.Abstractions;

namespace Harmonia.Storage.Tests.Sqlite;

internal static class SqliteFixture
{
    public static async Task<StoreUnderTest> OpenAsync(ICommitListener listener, TimeProvider time)
    {
        var directory = new TemporaryDirectory();
        var store = await OpenAsync(directory.File("store.db"), listener, time);
        return new StoreUnderTest(store.Executions, store.Workflows, CloseAsync)
        {
            Templates = store.Templates,
            Checkpoints = store.Checkpoints,
            Components = store.Components,
        };

        async ValueTask CloseAsync()
        {
            await store.DisposeAsync();
            directory.Dispose();
        }
    }

    public static Task<SqliteStore> OpenAsync(
        string path,
        ICommitListener? listener = null,
        TimeProvider? time = null,
        Action<string, Exception>? failStop = null) =>
        SqliteStore.OpenAsync(
            new SqliteStoreOptions { Path = path, FailStop = failStop ?? Unexpected },
            listener ?? new RecordingListener(),
            time ?? TimeProvider.System,
            NullLogger<SqliteStore>.Instance,
            TestContext.Current.CancellationToken);

    private static void Unexpected(string reason, Exception exception) =>
        Environment.FailFast($"The store stopped in a test: {reason}", exception);
}

/// <summary>Gone at the end, with whatever is in it.</summary>
internal sealed class TemporaryDirectory : IDisposable
{
    private readonly DirectoryInfo _directory = Directory.CreateTempSubdirectory("harmonia-store-");

    public string Path => _directory.FullName;

    public string File(string name) => System.IO.Path.Combine(Path, name);

    public void Dispose() => _directory.Delete(recursive: true);
}
