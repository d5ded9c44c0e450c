using System.Globalization;

namespace Harmonia.Components.Workers;

/// <summary>Signs what was handed to whom, so that it can be shown after a restart.</summary>
/// <param name="sign">Makes a token of a text.</param>
/// <param name="read">Gives the text of a token that was made here; <see langword="null"/> for any other.</param>
public sealed class LeaseSeal(Func<string, string> sign, Func<string, string?> read)
{
    internal string Sign(AttemptKey key, long epoch, string worker) => sign(TextOf(key, epoch, worker));

    internal bool IsGenuine(LeaseClaim claim) =>
        claim.Token is { } token && read(token) == TextOf(claim.Key, claim.Epoch, claim.WorkerId);

    private static string TextOf(AttemptKey key, long epoch, string worker) => string.Create(
        CultureInfo.InvariantCulture, $"{key.ExecutionId}/{key.Attempt}/{epoch}/{worker.Length}/{worker}/{key.Task}");
}
