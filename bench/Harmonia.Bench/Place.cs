namespace Harmonia.Bench;

/// <summary>A folder for the databases of one run, on the disk of the current directory; removed at the end.</summary>
internal sealed class Place : IDisposable
{
    private readonly string _folder = Directory.CreateDirectory(
        Path.Combine("artifacts", "bench", Path.GetRandomFileName())).FullName;

    /// <summary>A new folder for one database.</summary>
    public string NewFolder(string name) =>
        Directory.CreateDirectory(Path.Combine(_folder, $"{name}-{Path.GetRandomFileName()}")).FullName;

    public void Dispose() => Directory.Delete(_folder, recursive: true);
}
