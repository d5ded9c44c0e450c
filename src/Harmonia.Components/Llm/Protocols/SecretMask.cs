namespace Harmonia.Components.Llm.Protocols;

/// <summary>Hides secrets in what a provider says, also when they come in pieces.</summary>
internal sealed class SecretMask(IEnumerable<string> secrets)
{
    private const string Mark = "***";

    /// <summary>Shorter ones would be found everywhere, and protect nothing.</summary>
    private const int MinLength = 6;

    /// <summary>The longest first, as one may hold another.</summary>
    private readonly string[] _secrets =
        [.. secrets.Where(secret => secret.Length >= MinLength).OrderByDescending(secret => secret.Length)];

    public string Hide(string text)
    {
        foreach (var secret in _secrets)
        {
            text = text.Replace(secret, Mark, StringComparison.Ordinal);
        }

        return text;
    }

    public Flow Begin() => new(this);

    /// <returns>How many characters at the end of a text may be the beginning of a secret.</returns>
    private int Doubtful(string text)
    {
        var longest = 0;
        foreach (var secret in _secrets)
        {
            for (var length = Math.Min(secret.Length - 1, text.Length); length > longest; length--)
            {
                if (text.EndsWith(secret[..length], StringComparison.Ordinal))
                {
                    longest = length;
                }
            }
        }

        return longest;
    }

    /// <summary>A text that comes in pieces.</summary>
    public sealed class Flow(SecretMask mask)
    {
        private string _held = "";

        /// <returns>What may be shown now.</returns>
        public string Push(string piece)
        {
            if (mask._secrets.Length is 0)
            {
                return piece;
            }

            var text = mask.Hide(_held + piece);
            var doubtful = mask.Doubtful(text);
            _held = text[(text.Length - doubtful)..];
            return text[..(text.Length - doubtful)];
        }

        /// <returns>What was held back, and was no secret.</returns>
        public string End()
        {
            (var rest, _held) = (_held, "");
            return rest;
        }
    }
}
