using Microsoft.Data.Sqlite;
using SQLitePCL;

namespace Harmonia.Storage.Sqlite;

/// <summary>One connection and the statements it has prepared. Not for several threads.</summary>
internal sealed class Connection : IDisposable
{
    // Writes by the pager, which in WAL mode are frames of the log (SQLITE_DBSTATUS_CACHE_WRITE).
    private const int CacheWrite = 9;

    private readonly SqliteConnection _connection;
    private readonly Dictionary<string, Statement> _statements = new(StringComparer.Ordinal);

    private Connection(SqliteConnection connection) => _connection = connection;

    public string Path => _connection.DataSource;

    private sqlite3 Handle => _connection.Handle
        ?? throw new ObjectDisposedException(nameof(Connection), "The connection is closed.");

    public static Connection Open(string path, SqliteOpenMode mode)
    {
        var connection = new SqliteConnection(new SqliteConnectionStringBuilder
        {
            DataSource = path,
            Mode = mode,
            Pooling = false,
        }.ToString());
        try
        {
            connection.Open();
            return new Connection(connection);
        }
        catch
        {
            connection.Dispose();
            throw;
        }
    }

    /// <summary>The statement in <c>Sqlite/Statements/{name}.sql</c>, prepared once.</summary>
    public Statement Statement(string name)
    {
        if (!_statements.TryGetValue(name, out var statement))
        {
            statement = Prepare(Sql.Text($"Sqlite/Statements/{name}.sql"));
            _statements.Add(name, statement);
        }

        return statement;
    }

    public Statement Prepare(string sql) => new(Handle, sql);

    /// <summary>Runs several statements without parameters.</summary>
    public void Execute(string sql) => SqliteErrors.Check(raw.sqlite3_exec(Handle, sql), Handle);

    public long Scalar(string sql)
    {
        using var statement = Prepare(sql);
        return statement.Step() ? statement.Int64(0) : 0;
    }

    public string ScalarText(string sql)
    {
        using var statement = Prepare(sql);
        return statement.Step() ? statement.Text(0) : "";
    }

    /// <summary>Rolls back unless SQLite has done so itself, as it does when the disk is full.</summary>
    public void Rollback()
    {
        if (raw.sqlite3_get_autocommit(Handle) == 0)
        {
            Execute("rollback");
        }
    }

    public int TakePagesWritten()
    {
        SqliteErrors.Check(raw.sqlite3_db_status(Handle, CacheWrite, out var pages, out _, 1), Handle);
        return pages;
    }

    /// <summary>
    /// Copies the log into the database as far as no reader is in the way; the log is used again from its start.
    /// </summary>
    public void Checkpoint()
    {
        var code = raw.sqlite3_wal_checkpoint_v2(Handle, null, raw.SQLITE_CHECKPOINT_PASSIVE, out _, out _);
        SqliteErrors.Check(code, Handle);
    }

    public void CopyTo(Connection target) => _connection.BackupDatabase(target._connection);

    public void Dispose()
    {
        foreach (var statement in _statements.Values)
        {
            statement.Dispose();
        }

        _connection.Dispose();
    }
}
