using Harmonia.Core.Executions;
using Harmonia.Engine.Ports;

namespace Harmonia.Storage.Sqlite;

/// <summary>Reading with one connection, whoever owns it.</summary>
internal static class SqliteReads
{
    public static long LastPosition(Connection connection) =>
        Single(connection.Statement("last_position"), static row => row.Int64(0));

    /// <summary>The first row, or the default when there is none.</summary>
    public static T? Single<T>(Statement statement, Func<Statement, T> read)
    {
        try
        {
            return statement.Step() ? read(statement) : default;
        }
        finally
        {
            statement.Reset();
        }
    }

    public static List<T> All<T>(Statement statement, Func<Statement, T> read, CancellationToken cancellationToken)
    {
        List<T> rows = [];
        try
        {
            while (statement.Step())
            {
                cancellationToken.ThrowIfCancellationRequested();
                rows.Add(read(statement));
            }

            return rows;
        }
        finally
        {
            statement.Reset();
        }
    }

    /// <summary>A page of a table and how many rows match in all, of one snapshot.</summary>
    public static (List<T> Items, long Total) Page<T>(
        Connection connection, ListedTable<T> table, PageOfRows page, CancellationToken cancellationToken)
    {
        connection.Execute("begin");
        try
        {
            using var rows = connection.Prepare(page.Page.In(Sql.Text($"Sqlite/Statements/list_{table.Name}.sql")));
            page.Page.Bind(rows);
            var items = All(rows.Bind(page.Limit).Bind(page.Offset), table.Read, cancellationToken);
            using var count = connection.Prepare(
                page.All.In(Sql.Text($"Sqlite/Statements/count_listed_{table.Name}.sql")));
            page.All.Bind(count);
            return (items, Single(count, static row => row.Int64(0)));
        }
        finally
        {
            connection.Rollback(); // It only read.
        }
    }

    /// <summary>
    /// Batches until <paramref name="limit"/> events are reached, without those up to a version or position.
    /// </summary>
    public static List<RecordedEvent> Batches(
        Statement statement, int limit, Func<BatchPlace, long> afterVersion, CancellationToken cancellationToken)
    {
        List<RecordedEvent> events = [];
        try
        {
            while (events.Count < limit && statement.Step())
            {
                cancellationToken.ThrowIfCancellationRequested();
                var place = new BatchPlace(
                    new ExecutionId(statement.Guid(0)),
                    statement.Int64(1),
                    checked((int)statement.Int64(2)),
                    statement.Int64(3));
                EventBatch.Decode(place, statement.Blob(5), statement.Int64(4), afterVersion(place), events);
            }

            return events;
        }
        finally
        {
            statement.Reset();
        }
    }
}

/// <summary>A table that can be listed.</summary>
internal sealed record ListedTable<T>(string Name, Func<Statement, T> Read);

/// <summary>Which of its rows.</summary>
/// <param name="All">What is counted.</param>
/// <param name="Page">What is listed.</param>
/// <param name="Limit">Rows at most.</param>
/// <param name="Offset">Rows to pass over.</param>
internal sealed record PageOfRows(SqlConditions All, SqlConditions Page, int Limit, int Offset);
