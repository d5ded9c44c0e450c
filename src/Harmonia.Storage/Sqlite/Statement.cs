using System.Text;
using Harmonia.Core.Executions;
using SQLitePCL;

namespace Harmonia.Storage.Sqlite;

/// <summary>A prepared statement, bound in the order in which its parameters first appear.</summary>
/// <remarks>Not for several threads. What is bound is copied; columns are valid until the next step.</remarks>
internal sealed class Statement : IDisposable
{
    private const int MaxTextOnStack = 512;

    private readonly sqlite3 _database;
    private readonly sqlite3_stmt _handle;
    private int _bound;

    public Statement(sqlite3 database, string sql)
    {
        _database = database;
        SqliteErrors.Check(raw.sqlite3_prepare_v2(database, sql, out _handle), database);
    }

    public Statement Bind(long value) => Bound(raw.sqlite3_bind_int64(_handle, ++_bound, value));

    public Statement Bind(long? value) =>
        value is { } number ? Bind(number) : Bound(raw.sqlite3_bind_null(_handle, ++_bound));

    public Statement Bind(DateTimeOffset value) => Bind(value.UtcTicks);

    public Statement Bind(DateTimeOffset? value) => Bind(value?.UtcTicks);

    public Statement Bind(ExecutionId id) => Bind(id.Value);

    public Statement Bind(ExecutionId? id) =>
        id is { } known ? Bind(known) : Bound(raw.sqlite3_bind_null(_handle, ++_bound));

    public Statement Bind(WorkflowId id) => Bind(id.Value);

    /// <summary>Big endian, so that bytes sort as ids do.</summary>
    public Statement Bind(Guid value)
    {
        Span<byte> bytes = stackalloc byte[16];
        value.TryWriteBytes(bytes, bigEndian: true, out _);
        return Bind(bytes);
    }

    public Statement Bind(ReadOnlySpan<byte> blob) => Bound(raw.sqlite3_bind_blob(_handle, ++_bound, blob));

    public Statement Bind(string? text)
    {
        if (text is null)
        {
            return Bound(raw.sqlite3_bind_null(_handle, ++_bound));
        }

        Span<byte> small = stackalloc byte[MaxTextOnStack];
        return Encoding.UTF8.TryGetBytes(text, small, out var length)
            ? BindText(small[..length])
            : BindText(Encoding.UTF8.GetBytes(text));
    }

    public Statement BindText(ReadOnlySpan<byte> utf8) => Bound(raw.sqlite3_bind_text(_handle, ++_bound, utf8));

    /// <returns>Whether there is a row.</returns>
    public bool Step()
    {
        var code = raw.sqlite3_step(_handle);
        return code switch
        {
            raw.SQLITE_ROW => true,
            raw.SQLITE_DONE => false,
            _ => throw SqliteErrors.From(_database),
        };
    }

    /// <summary>Steps to the end and makes ready for the next use.</summary>
    public void Execute()
    {
        try
        {
            while (Step())
            {
                // A pragma may answer a row that nobody asked for.
            }
        }
        finally
        {
            Reset();
        }
    }

    /// <summary>Ends the read and the binding; the error of a failed step was reported by the step.</summary>
    public void Reset()
    {
        _ = raw.sqlite3_reset(_handle);
        _bound = 0;
    }

    public long Int64(int column) => raw.sqlite3_column_int64(_handle, column);

    public bool IsNull(int column) => raw.sqlite3_column_type(_handle, column) == raw.SQLITE_NULL;

    public ReadOnlySpan<byte> Blob(int column) => raw.sqlite3_column_blob(_handle, column);

    public string Text(int column) => raw.sqlite3_column_text(_handle, column).utf8_to_string();

    public string? OptionalText(int column) => IsNull(column) ? null : Text(column);

    public DateTimeOffset Time(int column) => new(Int64(column), TimeSpan.Zero);

    public DateTimeOffset? OptionalTime(int column) => IsNull(column) ? null : Time(column);

    public Guid? OptionalGuid(int column) => IsNull(column) ? null : Guid(column);

    public Guid Guid(int column) => new(Blob(column), bigEndian: true);

    public void Dispose() => _handle.Dispose();

    private Statement Bound(int code)
    {
        SqliteErrors.Check(code, _database);
        return this;
    }
}
