using System.Globalization;
using System.Runtime.InteropServices;

namespace Harmonia.Components.Commands;

/// <summary>The few calls of the operating system that the base library does not offer.</summary>
internal static partial class NativeMethods
{
    public const int SigKill = 9;
    public const int SigTerm = 15;

    private const int SetFlags = 2;
    private const int CloseOnExec = 1;

    /// <returns>The path without links; <see langword="null"/> when it does not exist.</returns>
    public static string? RealPath(string path)
    {
        var resolved = RealPath(path, IntPtr.Zero);
        try
        {
            return Marshal.PtrToStringUTF8(resolved);
        }
        finally
        {
            Free(resolved);
        }
    }

    /// <summary>Marks every file beyond the standard three so that a new program does not get it.</summary>
    /// <remarks>Ours are marked from the start; this is for those that our own parent left open.</remarks>
    public static void KeepFilesPrivate()
    {
        foreach (var path in Directory.EnumerateFileSystemEntries("/proc/self/fd"))
        {
            var name = Path.GetFileName(path);
            if (int.TryParse(name, NumberStyles.None, CultureInfo.InvariantCulture, out var file) && file > 2)
            {
                _ = ControlFile(file, SetFlags, CloseOnExec);
            }
        }
    }

    /// <summary>A negative <paramref name="processId"/> means its whole group.</summary>
    [LibraryImport("libc", EntryPoint = "kill")]
    [DefaultDllImportSearchPaths(DllImportSearchPath.SafeDirectories)]
    public static partial int Kill(int processId, int signal);

    [LibraryImport("libc", EntryPoint = "umask")]
    [DefaultDllImportSearchPaths(DllImportSearchPath.SafeDirectories)]
    public static partial uint SetFileCreationMask(uint mask);

    [LibraryImport("libc", EntryPoint = "fcntl")]
    [DefaultDllImportSearchPaths(DllImportSearchPath.SafeDirectories)]
    private static partial int ControlFile(int file, int command, int argument);

    [LibraryImport("libc", EntryPoint = "realpath", StringMarshalling = StringMarshalling.Utf8)]
    [DefaultDllImportSearchPaths(DllImportSearchPath.SafeDirectories)]
    private static partial IntPtr RealPath(string path, IntPtr buffer);

    [LibraryImport("libc", EntryPoint = "free")]
    [DefaultDllImportSearchPaths(DllImportSearchPath.SafeDirectories)]
    private static partial void Free(IntPtr memory);
}
