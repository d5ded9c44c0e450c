namespace Harmonia.Storage.Sqlite;

/// <summary>Where the database is.</summary>
public sealed record SqliteStoreOptions
{
    /// <summary>The database file; made, with its directory, when it is not there.</summary>
    public required string Path { get; init; }

    /// <summary>
    /// What to do when the file system failed or the database is damaged: end the process, without returning, so that
    /// nothing is built on what may not be on the disk. Unset: a line on standard error and exit code 70.
    /// </summary>
    public Action<string, Exception>? FailStop { get; init; }
}
