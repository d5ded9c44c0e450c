using System.Globalization;
using System.Security.Cryptography;
using System.Text;

namespace Harmonia.Storage.Sqlite;

/// <summary>
/// Brings a database to the schema of this release; the numbered files are never edited after a release.
/// </summary>
internal static class Schema
{
    private const string Folder = "Sqlite/Migrations/";

    private static readonly Migration[] Migrations = [.. Sql.Below(Folder).Select(Migration.From)];

    /// <exception cref="StoreOpenException">The database is newer than this release, or differs.</exception>
    public static void Migrate(Connection connection, TimeProvider time)
    {
        connection.Execute(Sql.Text("Sqlite/Statements/create_migrations.sql"));
        var applied = SqliteReads.All(
            connection.Statement("list_migrations"),
            static row => new Migration(row.Int64(0), row.Text(1), "", row.Text(2)),
            CancellationToken.None);
        foreach (var old in applied)
        {
            Compare(connection.Path, old);
        }

        foreach (var next in Migrations.Where(migration => applied.TrueForAll(old => old.Number != migration.Number)))
        {
            Apply(connection, next, time);
        }
    }

    private static void Compare(string path, Migration applied)
    {
        var known = Array.Find(Migrations, migration => migration.Number == applied.Number)
            ?? throw new StoreOpenException(
                $"The database '{path}' has schema {applied.Number} ('{applied.Name}'), this release knows "
                + $"{Migrations[^1].Number}. Use a release that is as new, or restore a backup made by this one.");
        if (known.Checksum != applied.Checksum)
        {
            throw new StoreOpenException(
                $"Migration {applied.Number} was applied to '{path}' with another text than this release has. "
                + "Use the release that made it, or restore a backup.");
        }
    }

    private static void Apply(Connection connection, Migration migration, TimeProvider time)
    {
        connection.Execute("begin immediate");
        try
        {
            connection.Execute(migration.Text);
            connection.Statement("add_migration")
                .Bind(migration.Number)
                .Bind(migration.Name)
                .Bind(migration.Checksum)
                .Bind(time.GetUtcNow())
                .Execute();
            connection.Execute("commit");
        }
        finally
        {
            connection.Rollback();
        }
    }

    private sealed record Migration(long Number, string Name, string Text, string Checksum)
    {
        public static Migration From(string path)
        {
            var name = path[Folder.Length..];
            var text = Sql.Text(path);
            return new(
                long.Parse(name.AsSpan(0, 4), CultureInfo.InvariantCulture),
                name,
                text,
                Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(text))));
        }
    }
}
