using Microsoft.Data.Sqlite;
using Microsoft.Extensions.Logging;

namespace Harmonia.Storage.Sqlite;

/// <summary>Opens the file, and refuses one that is not ours or not whole.</summary>
internal static partial class SqliteFile
{
    private const long ApplicationId = 0x48524D4E; // "HRMN"

    // Comparing every index with its table finds more; on a large file it would cost more than a start may take.
    private const long FullCheckBytes = 64L * 1024 * 1024;
    private const long QuickCheckBytes = 256L * 1024 * 1024;
    private const UnixFileMode OwnerOnly = UnixFileMode.UserRead | UnixFileMode.UserWrite;

    // Before this release SQLite could damage a log that two connections checkpoint at once; we have one writer.
    private static readonly Version FirstWithSafeReset = new(3, 51, 3);

    /// <summary>Makes the directory and an empty file, for the owner only, when they are not there.</summary>
    public static void Create(string path)
    {
        var directory = Path.GetDirectoryName(path);
        if (!string.IsNullOrEmpty(directory) && !Directory.Exists(directory))
        {
            if (OperatingSystem.IsWindows())
            {
                Directory.CreateDirectory(directory);
            }
            else
            {
                Directory.CreateDirectory(directory, OwnerOnly | UnixFileMode.UserExecute);
            }
        }

        if (!File.Exists(path))
        {
            var options = new FileStreamOptions { Mode = FileMode.CreateNew, Access = FileAccess.Write };
            if (!OperatingSystem.IsWindows())
            {
                options.UnixCreateMode = OwnerOnly;
            }

            using var created = new FileStream(path, options);
        }
    }

    /// <exception cref="StoreOpenException">The file is foreign, damaged or newer.</exception>
    public static Connection OpenWriter(string path, TimeProvider time, ILogger logger)
    {
        var size = new FileInfo(path).Length;
        var log = new FileInfo(path + "-wal");
        var clean = !log.Exists || log.Length == 0; // A store that is closed leaves no log behind.
        Connection? connection = null;
        try
        {
            connection = Connection.Open(path, SqliteOpenMode.ReadWrite);
            connection.Execute("pragma busy_timeout = 5000");
            Identify(connection, size);
            connection.Execute(Sql.Text("Sqlite/Pragmas/writer.sql"));
            CheckWhole(connection, size, clean);
            Schema.Migrate(connection, time);
            Report(connection, logger);
            return connection;
        }
        catch (SqliteException exception)
        {
            connection?.Dispose();
            throw exception.IsFatal ? Damaged(path, exception.Message, exception) : exception.Unavailable(path);
        }
        catch
        {
            connection?.Dispose();
            throw;
        }
    }

    public static Connection OpenReader(string path)
    {
        var connection = Connection.Open(path, SqliteOpenMode.ReadOnly);
        try
        {
            connection.Execute(Sql.Text("Sqlite/Pragmas/reader.sql"));
            return connection;
        }
        catch
        {
            connection.Dispose();
            throw;
        }
    }

    public static StoreOpenException Damaged(string path, string finding, Exception? inner = null) => new(
        $"The database '{path}' is damaged or no database ({finding}). Nothing was changed. Put a backup in its place, "
        + $"without '{path}-wal' and '{path}-shm', and start again.",
        inner);

    private static void Identify(Connection connection, long size)
    {
        var id = connection.Scalar("pragma application_id");
        if (id == ApplicationId)
        {
            return;
        }

        if (size > 0 && (id != 0 || connection.Scalar("select count(*) from sqlite_schema") > 0))
        {
            throw new StoreOpenException(
                $"The database '{connection.Path}' was not made by Harmonia. Give another path; nothing was changed.");
        }

        connection.Execute($"pragma application_id = {ApplicationId}");
    }

    private static void CheckWhole(Connection connection, long size, bool clean)
    {
        if (clean && size > QuickCheckBytes)
        {
            return;
        }

        var finding = connection.ScalarText(
            size <= FullCheckBytes ? "pragma integrity_check(1)" : "pragma quick_check(1)");
        if (finding != "ok")
        {
            throw Damaged(connection.Path, finding);
        }
    }

    private static void Report(Connection connection, ILogger logger)
    {
        var version = Version.Parse(connection.ScalarText("select sqlite_version()"));
        LogOpened(logger, connection.Path, version);
        if (version < FirstWithSafeReset)
        {
            LogOldSqlite(logger, version, FirstWithSafeReset);
        }
    }

    [LoggerMessage(5101, LogLevel.Information, "Opened '{Path}' with SQLite {Version}.")]
    private static partial void LogOpened(ILogger logger, string path, Version version);

    [LoggerMessage(5102, LogLevel.Warning,
        "SQLite {Version} is older than {Wanted}, which mends a fault in the reset of the log. "
        + "It needs two writing connections; this server has one. Do not write to the file with other programs.")]
    private static partial void LogOldSqlite(ILogger logger, Version version, Version wanted);
}
