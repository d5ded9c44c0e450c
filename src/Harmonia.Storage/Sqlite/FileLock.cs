using System.Globalization;

namespace Harmonia.Storage.Sqlite;

/// <summary>
/// One process per database: held as long as the store is open, freed by the system when the process dies.
/// </summary>
/// <remarks>
/// The number of the process is kept beside the lock, in <c>.pid</c>: a locked file cannot be read everywhere.
/// </remarks>
internal sealed class FileLock : IDisposable
{
    private readonly FileStream _file;

    private FileLock(FileStream file) => _file = file;

    public static FileLock Take(string databasePath)
    {
        var pidPath = databasePath + ".pid";
        FileStream file;
        try
        {
            file = new FileStream(databasePath + ".lock", FileMode.OpenOrCreate, FileAccess.ReadWrite, FileShare.None);
        }
        catch (IOException exception)
        {
            throw new StoreOpenException(
                $"The database '{databasePath}' is in use by process {Owner(pidPath)}. Only one process may open it; "
                + "stop that one first.",
                exception);
        }

        File.WriteAllText(pidPath, Environment.ProcessId.ToString(CultureInfo.InvariantCulture));
        return new FileLock(file);
    }

    /// <summary>The files stay: removing them would race with whoever opens them now.</summary>
    public void Dispose() => _file.Dispose();

    private static string Owner(string pidPath)
    {
        try
        {
            return File.ReadAllText(pidPath);
        }
        catch (IOException)
        {
            return "(unknown)";
        }
    }
}
