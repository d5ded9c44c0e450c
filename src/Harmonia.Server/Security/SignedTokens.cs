using System.Buffers.Text;
using System.Security.Cryptography;
using System.Text;

namespace Harmonia.Server.Security;

/// <summary>Texts that only this server can have made: each with its HMAC, for one purpose.</summary>
/// <param name="key">Whoever has it can make tokens.</param>
internal sealed class SignedTokens(byte[] key)
{
    private const int KeyBytes = 32;
    private const int MaxLength = 4_096;
    private const string FileName = "signing.key";

    /// <summary>With a key that lasts as long as the process, for data that does too.</summary>
    public static SignedTokens Fleeting() => new(RandomNumberGenerator.GetBytes(KeyBytes));

    /// <summary>With the key in the data directory, which is made when there is none and can be read by its owner
    /// only.</summary>
    /// <exception cref="IOException">The file cannot be read or written, or is not a key.</exception>
    public static SignedTokens Open(string directory)
    {
        var path = Path.Combine(directory, FileName);
        if (!File.Exists(path))
        {
            Create(path);
        }

        var key = File.ReadAllBytes(path);
        return key.Length == KeyBytes
            ? new SignedTokens(key)
            : throw new IOException(
                $"'{path}' is not a key of {KeyBytes} bytes. Restore it, or remove it: then what was signed is void.");
    }

    /// <param name="purpose">What the token is for; one of another purpose is not accepted.</param>
    /// <param name="text">What it says; not a secret.</param>
    public string Sign(string purpose, string text) =>
        $"{Base64Url.EncodeToString(Encoding.UTF8.GetBytes(text))}.{Base64Url.EncodeToString(Mac(purpose, text))}";

    /// <returns>What the token says, or <see langword="null"/> when it was not made here for this purpose.</returns>
    public string? Read(string purpose, string token)
    {
        var dot = token.IndexOf('.', StringComparison.Ordinal);
        if (token.Length > MaxLength
            || dot < 0
            || !Base64Url.IsValid(token.AsSpan(0, dot))
            || !Base64Url.IsValid(token.AsSpan(dot + 1)))
        {
            return null;
        }

        var text = Encoding.UTF8.GetString(Base64Url.DecodeFromChars(token.AsSpan(0, dot)));
        var mac = Base64Url.DecodeFromChars(token.AsSpan(dot + 1));
        return CryptographicOperations.FixedTimeEquals(mac, Mac(purpose, text)) ? text : null;
    }

    private byte[] Mac(string purpose, string text) =>
        HMACSHA256.HashData(key, Encoding.UTF8.GetBytes($"{purpose}\n{text}"));

    /// <summary>Written aside and moved, so that a crash leaves a whole key or none.</summary>
    private static void Create(string path)
    {
        Directory.CreateDirectory(Path.GetDirectoryName(path)!);
        var aside = $"{path}.{Environment.ProcessId}";
        var options = new FileStreamOptions { Mode = FileMode.Create, Access = FileAccess.Write };
        if (!OperatingSystem.IsWindows())
        {
            options.UnixCreateMode = UnixFileMode.UserRead | UnixFileMode.UserWrite;
        }

        using (var file = new FileStream(aside, options))
        {
            file.Write(RandomNumberGenerator.GetBytes(KeyBytes));
            file.Flush(flushToDisk: true);
        }

        File.Move(aside, path, overwrite: false);
    }
}
