using Harmonia.Components.Secrets;

namespace Harmonia.Components.Llm.Protocols;

/// <summary>Hides secrets in what a provider says, also when they come in pieces.</summary>
internal sealed class SecretMask(IReadOnlyList<string> secrets)
{
    private readonly SecretRedactor _redactor = new(secrets);

    public string Hide(string text) => _redactor.Redact(text);

    public Flow Begin() => new(this);

    /// <returns>How many characters at the end of a text may be the beginning of a secret.</returns>
    private int Doubtful(string text)
    {
        var longest = 0;
        foreach (var secret in secrets)
        {
            for (var length = Math.Min(secret.Length - 1, text.Length); length > longest; length--)
            {
                if (text.EndsWith(secret[..length], StringComparison.OrdinalIgnoreCase))
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
            if (!mask._redactor.HasWork)
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
