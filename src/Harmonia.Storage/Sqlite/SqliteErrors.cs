using Harmonia.Engine.Ports;
using Microsoft.Data.Sqlite;
using SQLitePCL;

namespace Harmonia.Storage.Sqlite;

/// <summary>What the result codes of SQLite mean to us.</summary>
internal static class SqliteErrors
{
    public static void Check(int code, sqlite3 database)
    {
        if (code != raw.SQLITE_OK)
        {
            throw From(database);
        }
    }

    public static SqliteException From(sqlite3 database)
    {
        var extended = raw.sqlite3_extended_errcode(database);
        var text = raw.sqlite3_errmsg(database).utf8_to_string();
        return new SqliteException($"SQLite error {extended}: {text}", extended & 0xFF, extended);
    }

    extension(SqliteException exception)
    {
        /// <summary>Nothing can be relied on any more: the process must stop before it writes again.</summary>
        public bool IsFatal =>
            exception.SqliteErrorCode is raw.SQLITE_IOERR or raw.SQLITE_CORRUPT or raw.SQLITE_NOTADB;

        /// <summary>The trouble is around us, not in what was asked.</summary>
        public bool IsOutside => exception.IsFatal || exception.SqliteErrorCode is
            raw.SQLITE_FULL or raw.SQLITE_BUSY or raw.SQLITE_LOCKED or raw.SQLITE_NOMEM or raw.SQLITE_CANTOPEN
            or raw.SQLITE_READONLY or raw.SQLITE_PROTOCOL or raw.SQLITE_PERM or raw.SQLITE_INTERRUPT;

        public bool IsDuplicate => exception.SqliteExtendedErrorCode == raw.SQLITE_CONSTRAINT_UNIQUE;

        /// <summary>The one wrapping at the port.</summary>
        public StoreUnavailableException Unavailable(string path) => exception.SqliteErrorCode switch
        {
            raw.SQLITE_FULL => new(
                StoreTrouble.Full,
                $"There is no room left to write '{path}'. Free some space on its file system: reading goes on, and "
                + "writing works again by itself.",
                exception),
            raw.SQLITE_CORRUPT or raw.SQLITE_NOTADB => new(
                StoreTrouble.Unavailable,
                $"The database '{path}' is damaged ({exception.Message}). Stop the server and restore a backup.",
                exception),
            raw.SQLITE_IOERR => new(
                StoreTrouble.Unavailable,
                $"The file system failed under '{path}' ({exception.Message}). Check the disk, then start again.",
                exception),
            _ => new(
                StoreTrouble.Unavailable,
                $"The database '{path}' did not do it ({exception.Message}). Trying later may help.",
                exception),
        };
    }
}
