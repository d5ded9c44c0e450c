namespace Harmonia.Server.Realtime;

/// <summary>
/// Codes that only live streams answer with. Stable, never reused; <c>docs/errors.md</c> explains each.
/// </summary>
internal static class LiveCodes
{
    public const string UpgradeRequired = "UPGRADE_REQUIRED";
    public const string TooManySubscribers = "TOO_MANY_SUBSCRIBERS";
    public const string InvalidMessage = "INVALID_MESSAGE";
    public const string UnknownMessage = "UNKNOWN_MESSAGE";
}
