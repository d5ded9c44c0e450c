using System.Globalization;
using Microsoft.Data.Sqlite;

namespace Harmonia.Torture;

/// <summary>Looks into the file that the server leaves behind.</summary>
internal static class DatabaseCheck
{
    /// <param name="folder">The server's data folder; the server is down.</param>
    /// <param name="events">How many events the histories had.</param>
    /// <param name="violations">Gets what is wrong.</param>
    public static async Task RunAsync(string folder, long events, Violations violations)
    {
        var files = Directory.GetFiles(folder, "*.db", SearchOption.AllDirectories);
        if (!violations.Check(files.Length == 1, $"{folder} has {files.Length} databases instead of one."))
        {
            return;
        }

        var source = new SqliteConnectionStringBuilder
        {
            DataSource = files[0],
            Mode = SqliteOpenMode.ReadOnly,
            Pooling = false,
        };
        await using var connection = new SqliteConnection(source.ConnectionString);
        await connection.OpenAsync();
        var integrity = await AskAsync(connection, "pragma integrity_check");
        violations.Check(integrity is "ok", $"SQLite says about the file: {integrity}");
        var stored = Convert.ToInt64(
            await AskAsync(connection, "select coalesce(sum(count), 0) from events"), CultureInfo.InvariantCulture);
        violations.Check(stored == events, $"The file has {stored} events, the histories have {events}.");
    }

    private static async Task<object?> AskAsync(SqliteConnection connection, string sql)
    {
        await using var command = connection.CreateCommand();
#pragma warning disable CA2100 // Both texts are constants of this file.
        command.CommandText = sql;
#pragma warning restore CA2100
        return await command.ExecuteScalarAsync();
    }
}
