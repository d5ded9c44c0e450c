using System.Globalization;
using Harmonia.Core.Executions;
using Harmonia.Engine;
using Harmonia.Server.Security;

namespace Harmonia.Server.Rest;

/// <summary>Makes the addresses at which tasks are called back, and reads their tokens.</summary>
internal sealed class CallbackAddresses(SignedTokens tokens, Uri? publicUrl)
{
    /// <summary>What the path of an address begins with.</summary>
    public const string Path = "/callbacks/";

    private const string Purpose = "harmonia callback 1";
    private volatile string? _base;

    /// <summary>They are served from now on: under the address that the operator gave, or under this one.</summary>
    public void ServeAt(Uri address) =>
        _base = publicUrl?.AbsoluteUri.TrimEnd('/') ?? address.GetLeftPart(UriPartial.Authority);

    /// <returns><see langword="null"/> while nobody serves them.</returns>
    public CallbackAddress? Of(CallbackTarget target)
    {
        if (_base is not { } start)
        {
            return null;
        }

        var token = tokens.Sign(
            Purpose,
            string.Create(CultureInfo.InvariantCulture, $"{target.ExecutionId}/{target.Number}/{target.Task}"));
        return new CallbackAddress($"{start}{Path}{token}", token);
    }

    /// <returns><see langword="null"/> when the token was not made here.</returns>
    public CallbackTarget? Read(string token) =>
        tokens.Read(Purpose, token)?.Split('/', 3) is [var id, var number, var task]
            && ExecutionId.TryParse(id, out var execution)
            ? new CallbackTarget(execution, task, int.Parse(number, CultureInfo.InvariantCulture))
            : null;
}
