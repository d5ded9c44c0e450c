using System.Globalization;
using Harmonia.Server.Hosting;
using Microsoft.Data.Sqlite;

namespace Harmonia.Cli.Upkeep.Checks;

/// <summary>Where data is kept: may it be written, is there room, is it whole, and who has it.</summary>
internal static class DataChecks
{
    private const long Mebibyte = 1024 * 1024;
    private const long LittleRoom = 1024 * Mebibyte;
    private const long NoRoom = 50 * Mebibyte;

    public static IEnumerable<CheckResult> Examine(HarmoniaConfiguration configuration)
    {
        if (configuration.Database is not DatabaseLocation.File { Path: var database })
        {
            return
            [
                CheckResult.Warn(
                    "database",
                    "in memory: everything is forgotten when the server stops",
                    "Give a path in HARMONIA_DATABASE_URL or --database to keep it."),
            ];
        }

        var directory = Path.GetDirectoryName(database)!;
        return Writable(directory) is { Level: CheckLevel.Fail } trouble
            ? [trouble]
            : [Writable(directory), Room(directory), Lock(database), Whole(database)];
    }

    private static CheckResult Writable(string directory)
    {
        const string Name = "data directory";
        if (File.Exists(directory))
        {
            return CheckResult.Fail(
                Name, $"'{directory}' is a file", "Give a directory in --data-dir or HARMONIA_DATA_DIR.");
        }

        var existing = Existing(directory);
        var probe = Path.Combine(existing, $".harmonia-doctor-{Guid.NewGuid():N}");
        try
        {
            using (new FileStream(
                probe, FileMode.CreateNew, FileAccess.Write, FileShare.None, 1, FileOptions.DeleteOnClose))
            {
            }

            return CheckResult.Ok(
                Name, existing == directory ? $"'{directory}' can be written" : $"'{directory}' can be made");
        }
        catch (Exception exception) when (exception is IOException or UnauthorizedAccessException)
        {
            return CheckResult.Fail(
                Name,
                $"'{existing}' cannot be written: {exception.Message}",
                "Give its owner the right to write, or another directory in --data-dir or HARMONIA_DATA_DIR.");
        }
    }

    private static CheckResult Room(string directory)
    {
        const string Name = "free space";
        const string Remedy = "Free some space there: a full disk refuses commands, though reading goes on.";
        var free = new DriveInfo(Existing(directory)).AvailableFreeSpace;
        var found = string.Create(CultureInfo.InvariantCulture, $"{free / Mebibyte:N0} MiB");
        return free < NoRoom ? CheckResult.Fail(Name, found, Remedy)
            : free < LittleRoom ? CheckResult.Warn(Name, found, Remedy)
            : CheckResult.Ok(Name, found);
    }

    private static CheckResult Lock(string database)
    {
        const string Name = "database lock";
        var path = database + ".lock";
        if (!File.Exists(path))
        {
            return CheckResult.Ok(Name, "nobody has the database");
        }

        try
        {
            // Shared, and given back at once, so that a server that starts now is not in danger of being refused.
            using var shared = new FileStream(path, FileMode.Open, FileAccess.Read, FileShare.Read);
            return CheckResult.Ok(Name, "nobody has the database");
        }
        catch (IOException)
        {
            return CheckResult.Ok(Name, $"process {Owner(database)} serves the database");
        }
        catch (UnauthorizedAccessException exception)
        {
            return CheckResult.Fail(
                Name, exception.Message, $"Let the user of the server own '{database}' and the files beside it.");
        }
    }

    private static string Owner(string database)
    {
        try
        {
            return File.ReadAllText(database + ".pid").Trim();
        }
        catch (Exception exception) when (exception is IOException or UnauthorizedAccessException)
        {
            return "(unknown)";
        }
    }

    private static CheckResult Whole(string database)
    {
        const string Name = "database";
        if (!File.Exists(database))
        {
            return CheckResult.Ok(Name, $"'{database}' will be made at the first start");
        }

        try
        {
            var found = Ask(database, "pragma quick_check(1)");
            return found == "ok"
                ? CheckResult.Ok(
                    Name,
                    $"'{database}' is whole, {new FileInfo(database).Length / Mebibyte} MiB")
                : Damaged(Name, database, found);
        }
        catch (SqliteException exception)
        {
            return Damaged(Name, database, exception.Message);
        }
    }

    private static CheckResult Damaged(string name, string database, string found) => CheckResult.Fail(
        name,
        $"'{database}' cannot be used: {found}",
        $"Stop the server and put a backup in its place, without '{database}-wal' and '{database}-shm'.");

    private static string Ask(string database, string sql)
    {
        using var connection = new SqliteConnection(new SqliteConnectionStringBuilder
        {
            DataSource = database,
            Mode = SqliteOpenMode.ReadOnly,
            Pooling = false,
        }.ToString());
        connection.Open();
        using var command = connection.CreateCommand();
        command.CommandText = sql;
        return command.ExecuteScalar() as string ?? "no answer";
    }

    /// <summary>The directory, or the nearest one above it that is there.</summary>
    private static string Existing(string directory)
    {
        while (!Directory.Exists(directory))
        {
            directory = Path.GetDirectoryName(directory) ?? "/";
        }

        return directory;
    }
}
