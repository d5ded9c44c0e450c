namespace Harmonia.Core.Tests.Definitions;

/// <summary>Files of the repository that the tests run in.</summary>
internal static class Repository
{
    public static string Read(string path)
    {
        var folder = new DirectoryInfo(AppContext.BaseDirectory);
        while (folder is not null && !File.Exists(Path.Combine(folder.FullName, "Harmonia.slnx")))
        {
            folder = folder.Parent;
        }

        return File.ReadAllText(Path.Combine(folder!.FullName, path));
    }
}
