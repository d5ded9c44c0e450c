using System.Security.Cryptography;
using Harmonia.Server.Hosting;

namespace Harmonia.Server.Rest.Approvals;

/// <summary>The key with which links are signed: a file beside the database that only its owner may read.</summary>
internal static class ApprovalKey
{
    private const int KeyBytes = 32;
    private const string FileName = "approval.key";

    /// <summary>Reads the key, or makes it. Without a database nothing outlives the process, nor do links.</summary>
    /// <exception cref="HostStartException">It cannot be read or made, or is not a key.</exception>
    public static byte[] Open(HarmoniaConfiguration configuration)
    {
        if (configuration.Database is not DatabaseLocation.File)
        {
            return RandomNumberGenerator.GetBytes(KeyBytes);
        }

        var path = Path.Combine(configuration.DataDirectory, FileName);
        try
        {
            Directory.CreateDirectory(configuration.DataDirectory);
            return Make(path) ?? Read(path);
        }
        catch (Exception exception) when (exception is IOException or UnauthorizedAccessException)
        {
            throw new HostStartException(
                ExitCodes.DatabaseUnusable, $"The key '{path}' cannot be read or made: {exception.Message}", exception);
        }
    }

    private static byte[] Read(string path)
    {
        var key = File.ReadAllBytes(path);
        return key.Length == KeyBytes ? key : throw new HostStartException(
            ExitCodes.DatabaseUnusable,
            $"The file '{path}' is not a key of {KeyBytes} bytes. Remove it to have another made: links that were sent "
                + "do not work then.");
    }

    /// <returns><see langword="null"/> when there is one already.</returns>
    private static byte[]? Make(string path)
    {
        if (File.Exists(path))
        {
            return null;
        }

        // It gets its name only when all of it is written, so that a crash in between leaves no half a key.
        var draft = $"{path}.{Environment.ProcessId}";
        var key = RandomNumberGenerator.GetBytes(KeyBytes);
        var options = new FileStreamOptions { Mode = FileMode.Create, Access = FileAccess.Write };
        if (!OperatingSystem.IsWindows())
        {
            options.UnixCreateMode = UnixFileMode.UserRead | UnixFileMode.UserWrite;
        }

        using (var file = new FileStream(draft, options))
        {
            file.Write(key);
            file.Flush(flushToDisk: true);
        }

        File.Move(draft, path, overwrite: false);
        return key;
    }
}
