namespace Harmonia.Core.Tests.Schemas;

/// <summary>The root of the repository: the folder of the solution.</summary>
internal static class RepositoryFolder
{
    public static string Find()
    {
        for (var folder = new DirectoryInfo(AppContext.BaseDirectory); folder is not null; folder = folder.Parent)
        {
            if (File.Exists(Path.Combine(folder.FullName, "Harmonia.slnx")))
            {
                return folder.FullName;
            }
        }

        throw new DirectoryNotFoundException("No folder above the tests holds Harmonia.slnx.");
    }
}
