using Harmonia.Components.Commands;
using Microsoft.Extensions.Logging;

namespace Harmonia.Components.Secrets;

/// <summary>Looks secrets up at the moment they are needed, so that a new value counts at once.</summary>
public sealed partial class SecretStore
{
    /// <summary>Below the data directory.</summary>
    public const string DirectoryName = "secrets";

    public const int MaxBytes = 16 * 1024;

    /// <summary>What is shorter could not be told from ordinary text when answers are cleaned of it.</summary>
    public const int MinLength = 4;

    private const UnixFileMode Others = UnixFileMode.GroupRead | UnixFileMode.OtherRead;

    /// <summary>Files that were warned about; as many as there are files at most.</summary>
    private readonly HashSet<string> _warned = new(StringComparer.Ordinal);
    private readonly IReadOnlyDictionary<string, string> _variables;
    private readonly string _directory;
    private readonly ILogger<SecretStore> _logger;

    /// <param name="variables">The variables that the operator allowed, with their values.</param>
    /// <param name="directory">Where the files are; it need not exist.</param>
    /// <param name="logger">For files that others can read.</param>
    public SecretStore(
        IReadOnlyDictionary<string, string> variables, string directory, ILogger<SecretStore> logger)
    {
        _variables = variables;
        _directory = directory;
        _logger = logger;
    }

    /// <exception cref="SecretNotFoundException">It cannot be had; the message says why and never shows it.</exception>
    public string Resolve(SecretReference reference)
    {
        var value = reference switch
        {
            SecretReference.Environment variable => ReadVariable(variable),
            SecretReference.File file => ReadFile(file),
            _ => throw new System.Diagnostics.UnreachableException($"Reference {reference.GetType().Name} is unknown."),
        };
        if (value.Length < MinLength)
        {
            throw new SecretNotFoundException(
                $"The secret {reference} has less than {MinLength} characters, which is too short for one.");
        }

        return value.All(letter => letter is >= ' ' and <= '~')
            ? value
            : throw new SecretNotFoundException(
                $"The secret {reference} holds a line break, a control character or a character beyond ASCII.");
    }

    private string ReadVariable(SecretReference.Environment variable) =>
        _variables.TryGetValue(variable.Name, out var value)
            ? value
            : throw new SecretNotFoundException(
                $"The secret {variable} cannot be had: the variable is not set, or the operator did not name it in "
                + "HARMONIA_SECRETS_ENV.");

    private string ReadFile(SecretReference.File file)
    {
        var path = Path.Combine(_directory, file.Name);
        try
        {
            return ReadFile(file, path);
        }
        catch (Exception exception) when (exception is IOException or UnauthorizedAccessException)
        {
            throw Missing(file, "the file is not there or cannot be read");
        }
    }

    private string ReadFile(SecretReference.File file, string path)
    {
        if (!File.Exists(path))
        {
            throw Missing(file, "there is no such file");
        }

        if (!IsWithin(path))
        {
            throw Missing(file, "it is a link that leads out of the directory");
        }

        using var stream = File.OpenRead(path);
        var bytes = new byte[MaxBytes + 1];
        var length = stream.ReadAtLeast(bytes, bytes.Length, throwOnEndOfStream: false);
        if (length > MaxBytes)
        {
            throw Missing(file, $"it has more than {MaxBytes} bytes");
        }

        WarnOnce(file, path);
        return System.Text.Encoding.UTF8.GetString(bytes, 0, length).TrimEnd('\r', '\n');
    }

    private bool IsWithin(string path) =>
        OperatingSystem.IsWindows()
            ? File.ResolveLinkTarget(path, returnFinalTarget: true) is null
            : NativeMethods.RealPath(_directory) is { } root
                && NativeMethods.RealPath(path) is { } real
                && real.StartsWith(root.TrimEnd('/') + "/", StringComparison.Ordinal);

    private void WarnOnce(SecretReference.File file, string path)
    {
        if (OperatingSystem.IsWindows() || (File.GetUnixFileMode(path) & Others) is 0)
        {
            return;
        }

        lock (_warned)
        {
            if (!_warned.Add(file.Name))
            {
                return;
            }
        }

        LogReadable(_logger, path);
    }

    private static SecretNotFoundException Missing(SecretReference.File file, string why) => new(
        $"The secret {file} cannot be had: {why}. It is the file {file.Name} in {DirectoryName}/ of the data "
        + "directory.");

    [LoggerMessage(4201, LogLevel.Warning, "The secret file {Path} can be read by others; take that right away.")]
    private static partial void LogReadable(ILogger logger, string path);
}
