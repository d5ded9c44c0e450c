using Harmonia.Tidy.Tests.Reading;

namespace Harmonia.Tidy.Tests.Form;

public class FileTests
{
    private const int MaxBytes = 256 * 1024;

    /// <summary>Written by NuGet, which ends them without a new line.</summary>
    private const string LockFile = "packages.lock.json";

    /// <summary>Folders of files that we took over and keep exactly as they came.</summary>
    private static readonly string[] TakenOver = ["json-schema-test-suite"];

    private static readonly string[] Scripts =
        [".ci/run", "eng/build", "eng/lint", "eng/setup", "eng/test", "harmonia"];

    [Fact]
    public void No_file_is_over_256_KiB() => Report.None(
        from file in Repository.Files
        let bytes = new FileInfo(Repository.FullPath(file)).Length
        where bytes > MaxBytes
        select $"{file}: {bytes / 1024} KiB",
        "Keep these files elsewhere, or make them while building.");

    [Fact]
    public void Texts_have_unix_lines_and_end_with_one() => Report.None(
        from file in Repository.Files
        where !file.EndsWith(LockFile, StringComparison.Ordinal) && !TakenOver.Any(file.Split('/').Contains)
        let problem = Problem(File.ReadAllBytes(Repository.FullPath(file)))
        where problem is not null
        select $"{file}: {problem}",
        "Save these files with LF and a final new line, without a byte order mark.");

    [Fact]
    public void Scripts_are_there_and_executable() => Report.None(
        from file in Repository.Files.Where(HasInterpreter).Concat(Scripts).Distinct()
        where !Repository.Files.Contains(file) || !IsExecutable(file)
        select file,
        "These scripts must exist and be executable: chmod +x, git update-index --chmod=+x.");

    [Theory]
    [InlineData("a\nb\n", null)]
    [InlineData("", null)]
    [InlineData("a\r\nb\r\n", "has CR")]
    [InlineData("a", "no final new line")]
    [InlineData("a\n\n", "blank lines at its end")]
    [InlineData("\uFEFFa\n", "byte order mark")]
    [InlineData("\0\r", null)]
    public void Wrong_ends_of_lines_are_found(string text, string? expected) =>
        Assert.Equal(expected, Problem(System.Text.Encoding.UTF8.GetBytes(text)));

    private static string? Problem(byte[] content) => content switch
    {
        [] => null,
        _ when content.AsSpan().Contains((byte)0) => null,
        [0xEF, 0xBB, 0xBF, ..] => "byte order mark",
        _ when content.AsSpan().Contains((byte)'\r') => "has CR",
        [.., (byte)'\n', (byte)'\n'] => "blank lines at its end",
        [.., (byte)'\n'] => null,
        _ => "no final new line",
    };

    private static bool HasInterpreter(string file)
    {
        using var stream = File.OpenRead(Repository.FullPath(file));
        return stream.ReadByte() == '#' && stream.ReadByte() == '!';
    }

    private static bool IsExecutable(string file) => OperatingSystem.IsWindows()
        || File.GetUnixFileMode(Repository.FullPath(file)).HasFlag(UnixFileMode.UserExecute);
}
