using System.Collections.Frozen;
using Harmonia.Components.Secrets;
using Microsoft.Extensions.Logging;

namespace Harmonia.Components.Tests.Secrets;

public sealed class SecretStoreTests : IDisposable
{
    private readonly DirectoryInfo _directory = Directory.CreateTempSubdirectory("harmonia-test-");
    private readonly KeptLog _log = new();

    private SecretStore Store => new(
        new Dictionary<string, string> { ["ALLOWED"] = "value-of-variable" }.ToFrozenDictionary(),
        Path.Combine(_directory.FullName, "secrets"),
        _log);

    public SecretStoreTests() => _directory.CreateSubdirectory("secrets");

    public void Dispose() => _directory.Delete(recursive: true);

    [Fact]
    public void A_variable_that_was_allowed_and_a_file_are_found()
    {
        Write("a", "value-of-file\n");

        Assert.Equal("value-of-variable", Resolve("${env.ALLOWED}"));
        Assert.Equal("value-of-file", Resolve("secret://a"));
    }

    [Theory]
    [InlineData("${env.PATH}", "HARMONIA_SECRETS_ENV")]
    [InlineData("secret://missing", "no such file")]
    [InlineData("secret://large", "more than 16384 bytes")]
    [InlineData("secret://out", "leads out")]
    [InlineData("secret://folder", "no such file")]
    [InlineData("secret://lines", "line break")]
    [InlineData("secret://empty", "less than 4")]
    public void What_cannot_be_had_is_said_without_its_value(string reference, string named)
    {
        Write("large", new string('x', SecretStore.MaxBytes + 1));
        Write("lines", "two\nlines");
        Write("empty", "");
        File.WriteAllText(Path.Combine(_directory.FullName, "outside"), "outside-value");
        File.CreateSymbolicLink(PathOf("out"), Path.Combine(_directory.FullName, "outside"));
        Directory.CreateDirectory(PathOf("folder"));

        var exception = Assert.Throws<SecretNotFoundException>(() => Resolve(reference));

        Assert.Contains(named, exception.Message, StringComparison.Ordinal);
        Assert.DoesNotContain("outside-value", exception.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void A_link_within_the_directory_is_followed()
    {
        Write("v2", "value-two");
        File.CreateSymbolicLink(PathOf("current"), "v2");

        Assert.Equal("value-two", Resolve("secret://current"));
    }

    [Fact]
    public void A_file_that_others_can_read_is_warned_about_once()
    {
        Assert.SkipWhen(OperatingSystem.IsWindows(), "Windows has other rights.");
        Write("open", "value-open");
        Write("closed", "value-closed");
        if (!OperatingSystem.IsWindows())
        {
            File.SetUnixFileMode(PathOf("open"), UnixFileMode.UserRead | UnixFileMode.GroupRead);
            File.SetUnixFileMode(PathOf("closed"), UnixFileMode.UserRead);
        }

        var store = Store;
        foreach (var name in (string[])["open", "open", "closed"])
        {
            store.Resolve(SecretReference.Parse($"secret://{name}")!);
        }

        var line = Assert.Single(_log.Lines);
        Assert.Contains(PathOf("open"), line, StringComparison.Ordinal);
        Assert.DoesNotContain("value", line, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("secret://../outside")]
    [InlineData("secret://a/b")]
    [InlineData("secret://")]
    [InlineData("secret://a.b")]
    [InlineData("${env.A B}")]
    [InlineData("${env.}")]
    [InlineData("${env.A} ")]
    [InlineData("$env.A")]
    [InlineData("value")]
    public void Other_texts_are_no_references(string text) => Assert.Null(SecretReference.Parse(text));

    private string Resolve(string reference) => Store.Resolve(SecretReference.Parse(reference)!);

    private string PathOf(string name) => Path.Combine(_directory.FullName, "secrets", name);

    private void Write(string name, string value) => File.WriteAllText(PathOf(name), value);

    private sealed class KeptLog : ILogger<SecretStore>
    {
        public List<string> Lines { get; } = [];

        public IDisposable? BeginScope<TState>(TState state)
            where TState : notnull => null;

        public bool IsEnabled(LogLevel logLevel) => true;

        public void Log<TState>(
            LogLevel logLevel,
            EventId eventId,
            TState state,
            Exception? exception,
            Func<TState, Exception?, string> formatter) => Lines.Add(formatter(state, exception));
    }
}
