using Harmonia.Engine.Ports;
using Microsoft.Data.Sqlite;

namespace Harmonia.Storage.Sqlite;

/// <summary>An append; its events were encoded by the caller's thread, the writer's only binds them.</summary>
internal sealed class AppendRequest(Append append) : WriteRequest
{
    private readonly TaskCompletionSource<AppendOutcome> _answer =
        new(TaskCreationOptions.RunContinuationsAsynchronously);

    private readonly byte[] _data = EventBatch.Encode(append.Events);
    private readonly string? _metadata = append is { ExpectedVersion: 0, Head.Metadata: { } metadata }
        ? metadata.GetRawText()
        : null;

    private AppendOutcome _outcome;

    public Task<AppendOutcome> Answer => _answer.Task;

    public override int Bytes => _data.Length + (append.Definition?.Json.Length ?? 0);

    public override void Apply(WriterSession session)
    {
        _outcome = AppendOutcome.Conflict;
        if (!TryAppendEvents(session, out var position))
        {
            return;
        }

        WriteEnds(session.Connection);
        if (append.Head is { } head)
        {
            WriteHead(session.Connection, head);
        }

        foreach (var checkpoint in append.Checkpoints)
        {
            CheckpointRow.Add(session.Connection, checkpoint);
        }

        WaitTable.Write(session.Connection, append.Id, append.Waits);
        if (append.Definition is { } definition)
        {
            session.KeepDefinition(definition);
        }

        _outcome = AppendOutcome.Stored;
        if (append.Events.Count > 0)
        {
            session.Appended(append, position);
        }
    }

    public override void Complete() => _answer.TrySetResult(_outcome);

    public override void Fail(Exception exception) => _answer.TrySetException(exception);

    private bool TryAppendEvents(WriterSession session, out long position)
    {
        position = session.NextPosition;

        // Version 1 is always the first of its batch, so for a new execution the unique index alone decides.
        if (append.ExpectedVersion > 0 && session.LastVersion(append.Id) != append.ExpectedVersion)
        {
            return false;
        }

        if (append.Events.Count == 0)
        {
            return true;
        }

        var place = new BatchPlace(append.Id, append.ExpectedVersion + 1, append.Events.Count, position);
        try
        {
            session.Connection.Statement("append_events")
                .Bind(position)
                .Bind(append.Id)
                .Bind(place.Version)
                .Bind(place.Count)
                .Bind(EventBatch.Checksum(place, _data))
                .Bind(_data)
                .Execute();
            return true;
        }
        catch (SqliteException exception) when (exception.IsDuplicate)
        {
            return false;
        }
    }

    /// <summary>Before the head, which takes no wake-up back while there is an end that nobody has heard of.</summary>
    private void WriteEnds(Connection connection)
    {
        foreach (var child in append.Heard)
        {
            connection.Statement("remove_child_end").Bind(append.Id).Bind(child).Execute();
        }

        if (append.EndOfChild is { } end)
        {
            connection.Statement("add_child_end").Bind(end.Parent).Bind(append.Id).Bind(end.Version).Execute();
            connection.Statement("wake_parent").Bind(end.At).Bind(end.Parent).Execute();
        }
    }

    private void WriteHead(Connection connection, ExecutionHead head)
    {
        if (append.ExpectedVersion == 0)
        {
            HeadRow.Add(connection, head, _metadata);
        }
        else
        {
            HeadRow.Update(connection, head);
        }
    }
}
