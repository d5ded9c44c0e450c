using System.Text.Json;
using Harmonia.Components.Http;
using Harmonia.Components.Tekton.Hermes;

namespace Harmonia.Components.Tekton;

/// <summary>Asks a component for its health, to learn whether it is there and whether it is the one that is meant.
/// </summary>
internal sealed class FamilyProbe(OutboundHttp outbound, FamilyTrust trust, TimeProvider time)
{
    private const int MaxBytes = 256 * 1024;
    private static readonly TimeSpan Timeout = TimeSpan.FromSeconds(3);

    /// <summary>Whom may be asked.</summary>
    public FamilyTrust Trust => trust;

    /// <returns>What is wrong, for people; <see langword="null"/> when it answered.</returns>
    public async Task<string?> TroubleAsync(string component, Uri endpoint, CancellationToken cancellationToken)
    {
        if (trust.WhyNot(endpoint) is { } refusal)
        {
            return refusal;
        }

        var address = endpoint.GetLeftPart(UriPartial.Authority);
        using var timeout = new CancellationTokenSource(Timeout, time);
        using var both = CancellationTokenSource.CreateLinkedTokenSource(timeout.Token, cancellationToken);
        try
        {
            using var response = await outbound.Client.GetAsync(
                FamilyAddress.Below(endpoint, "/health"), HttpCompletionOption.ResponseHeadersRead, both.Token);
            using var body = new BodyBuffer();
            await ResponseBody.ReadAsync(response.Content, body, MaxBytes, both.Token);
            return (int)response.StatusCode >= 500
                ? $"{address} answered the question for its health with status {(int)response.StatusCode}."
                : WhoElse(component, address, ForeignJson.Parse(body.Whole().Span));
        }
        catch (Exception exception) when (
            exception is HttpRequestException or IOException or InvalidDataException or OperationCanceledException)
        {
            cancellationToken.ThrowIfCancellationRequested();
            return FamilyTrouble.Of(exception, address);
        }
    }

    /// <summary>
    /// A port may have been taken over by another component since; names that nobody knows are left alone, for some
    /// register under one name and report another.
    /// </summary>
    private static string? WhoElse(string component, string address, JsonElement? health)
    {
        if (health is not { } json || HermesJson.Text(json, "component", "component") is not { } said)
        {
            return null;
        }

        var (wanted, found) = (Family(component), Family(said));
        var isOther = wanted != found && (found == "harmonia" || FamilyPorts.All.ContainsKey(found));
        return isOther && !(wanted, found).Equals(("budget", "penia")) && !(wanted, found).Equals(("penia", "budget"))
            ? $"{address} is {found} now."
            : null;
    }

    /// <summary><c>harmonia.workflow</c> is a part of <c>harmonia</c>.</summary>
    private static string Family(string name) =>
        name.ToLowerInvariant().Replace('-', '_').Split('.')[0];
}
