namespace Harmonia.Components.Secrets;

/// <summary>A secret cannot be had. The message names it and says why, without its value.</summary>
public sealed class SecretNotFoundException : Exception
{
    internal SecretNotFoundException(string message)
        : base(message)
    {
    }
}
