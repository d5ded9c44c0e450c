using Harmonia.Server.Security;

namespace Harmonia.Server.Tests.Security;

public sealed class SignedTokensTests
{
    [Fact]
    public void A_token_says_what_was_signed_and_only_for_its_purpose()
    {
        var tokens = SignedTokens.Fleeting();
        var token = tokens.Sign("door", "room 7/\u00e9");
        Assert.Equal("room 7/\u00e9", tokens.Read("door", token));
        Assert.Null(tokens.Read("window", token));
        Assert.Null(SignedTokens.Fleeting().Read("door", token));
    }

    [Theory]
    [InlineData("")]
    [InlineData(".")]
    [InlineData("a")]
    [InlineData("a.b.c")]
    [InlineData("!!.??")]
    public void What_was_not_signed_says_nothing(string token) =>
        Assert.Null(SignedTokens.Fleeting().Read("door", token));

    [Fact]
    public void A_token_that_was_changed_says_nothing()
    {
        var tokens = SignedTokens.Fleeting();
        var token = tokens.Sign("door", "7");
        for (var index = 0; index < token.Length; index++)
        {
            var changed = token[..index] + (token[index] == 'A' ? 'B' : 'A') + token[(index + 1)..];
            Assert.True(tokens.Read("door", changed) is null || changed[^1] != token[^1], changed);
        }

        Assert.Null(tokens.Read("door", new string('a', 5_000)));
    }

    [Fact]
    public void The_key_is_kept_and_only_its_owner_can_read_it()
    {
        var directory = Directory.CreateTempSubdirectory("harmonia-key-");
        try
        {
            var token = SignedTokens.Open(directory.FullName).Sign("door", "7");
            Assert.Equal("7", SignedTokens.Open(directory.FullName).Read("door", token));
            var file = Assert.Single(directory.GetFiles());
            if (!OperatingSystem.IsWindows())
            {
                Assert.Equal(UnixFileMode.UserRead | UnixFileMode.UserWrite, file.UnixFileMode);
            }

            File.WriteAllText(file.FullName, "short");
            Assert.Throws<IOException>(() => SignedTokens.Open(directory.FullName));
        }
        finally
        {
            directory.Delete(recursive: true);
        }
    }
}
