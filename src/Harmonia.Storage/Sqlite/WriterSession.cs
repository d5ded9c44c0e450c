using System.Runtime.InteropServices;
using Harmonia.Core.Executions;
using Harmonia.Engine.Ports;

namespace Harmonia.Storage.Sqlite;

/// <summary>
/// What the writer knows while it writes: its connection, the next position, and what this transaction appended.
/// </summary>
internal sealed class WriterSession : IDisposable
{
    private const int RememberedVersions = 128 * 1024;
    private const int RememberedDefinitions = 4 * 1024;

    private readonly VersionCache _versions = new(RememberedVersions);
    private readonly HashSet<string> _definitions = new(StringComparer.Ordinal);
    private readonly List<CommittedAppend> _appended = [];
    private long _committedPosition;

    public WriterSession(Connection connection)
    {
        Connection = connection;
        _committedPosition = SqliteReads.LastPosition(connection);
        NextPosition = _committedPosition + 1;
    }

    public Connection Connection { get; }

    public long NextPosition { get; private set; }

    /// <summary>0 when the execution is unknown.</summary>
    public long LastVersion(ExecutionId id)
    {
        if (_versions.TryGet(id, out var version))
        {
            return version;
        }

        var statement = Connection.Statement("last_version").Bind(id);
        try
        {
            return statement.Step() ? statement.Int64(0) : 0;
        }
        finally
        {
            statement.Reset();
        }
    }

    public void Appended(Append append, long position)
    {
        _versions.Set(append.Id, append.ExpectedVersion + append.Events.Count);
        _appended.Add(new CommittedAppend(append, position));
        NextPosition = position + append.Events.Count;
    }

    public void KeepDefinition(StoredDefinition definition)
    {
        if (_definitions.Contains(definition.Hash))
        {
            return;
        }

        Connection.Statement("add_definition")
            .Bind(definition.Hash)
            .Bind(EventBatch.Checksum(definition.Json.Span))
            .Bind(definition.Json.Span)
            .Execute();
        if (_definitions.Count >= RememberedDefinitions)
        {
            _definitions.Clear();
        }

        _definitions.Add(definition.Hash);
    }

    public void Committed(ICommitListener listener)
    {
        _committedPosition = NextPosition - 1;
        if (_appended.Count > 0)
        {
            listener.Committed(CollectionsMarshal.AsSpan(_appended));
            _appended.Clear();
        }
    }

    /// <summary>Forgets everything that the transaction claimed.</summary>
    public void RolledBack()
    {
        NextPosition = _committedPosition + 1;
        _appended.Clear();
        _versions.Clear();
        _definitions.Clear();
    }

    public void Dispose() => Connection.Dispose();
}
