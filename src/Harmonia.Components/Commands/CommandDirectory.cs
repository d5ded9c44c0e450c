namespace Harmonia.Components.Commands;

/// <summary>Resolves a directory that a task names.</summary>
internal static class CommandDirectory
{
    /// <remarks>What is not absolute counts from the directory in which the engine's process works.</remarks>
    /// <returns>
    /// A sentence when it cannot be used; otherwise <paramref name="directory"/> is its path without links.
    /// </returns>
    public static string? Resolve(CommandParameter parameter, string value, out string directory)
    {
        directory = "";
        if (value.Length == 0
            || NativeMethods.RealPath(Path.GetFullPath(value)) is not { } real
            || !Directory.Exists(real))
        {
            return "The directory does not exist.";
        }

        if (parameter.Within.Length > 0 && !parameter.Within.Any(root => IsWithin(real, root)))
        {
            return $"The directory has to lie within {string.Join(" or ", parameter.Within)}.";
        }

        directory = real;
        return null;
    }

    private static bool IsWithin(string path, string root) =>
        NativeMethods.RealPath(root) is { } real
        && (path == real || path.StartsWith(real.TrimEnd('/') + "/", StringComparison.Ordinal));
}
