using Microsoft.Data.Sqlite;

namespace Harmonia.Storage.Sqlite;

/// <summary>Online backup, from inside the server or from another process while it runs.</summary>
public static class SqliteBackup
{
    /// <summary>
    /// Copies the database as it is at one moment, checks the copy, and only then gives it its name.
    /// </summary>
    /// <param name="databasePath">Only read, so the server may go on.</param>
    /// <param name="target">A file that does not exist.</param>
    /// <param name="cancellationToken">Looked at before the copying, which cannot be interrupted.</param>
    /// <exception cref="IOException">The target exists, or cannot be written.</exception>
    /// <exception cref="StoreOpenException">The database, or the copy, is damaged.</exception>
    public static Task CopyAsync(string databasePath, string target, CancellationToken cancellationToken) =>
        Task.Run(() => Copy(databasePath, target), cancellationToken);

    private static void Copy(string databasePath, string target)
    {
        if (!File.Exists(databasePath))
        {
            throw new FileNotFoundException($"There is no database '{databasePath}'.", databasePath);
        }

        if (File.Exists(target))
        {
            throw new IOException($"'{target}' exists; a backup does not overwrite anything.");
        }

        var partial = target + ".partial";
        File.Delete(partial);
        SqliteFile.Create(partial);
        try
        {
            CopyTo(databasePath, partial);
            using (var file = new FileStream(partial, FileMode.Open, FileAccess.ReadWrite))
            {
                file.Flush(flushToDisk: true);
            }

            File.Move(partial, target, overwrite: false);
        }
        catch (SqliteException exception)
        {
            throw exception.IsFatal
                ? SqliteFile.Damaged(databasePath, exception.Message, exception)
                : exception.Unavailable(target);
        }
        finally
        {
            File.Delete(partial);
        }
    }

    private static void CopyTo(string databasePath, string partial)
    {
        using var source = SqliteFile.OpenReader(databasePath);
        using var copy = Connection.Open(partial, SqliteOpenMode.ReadWrite);
        source.CopyTo(copy);
        copy.Execute("pragma journal_mode = delete"); // One file, complete in itself; the server makes it a log again.
        var finding = copy.ScalarText("pragma integrity_check(1)");
        if (finding != "ok")
        {
            throw SqliteFile.Damaged(partial, finding);
        }
    }
}
