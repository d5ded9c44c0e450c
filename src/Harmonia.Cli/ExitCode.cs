namespace Harmonia.Cli;

/// <summary>How a command ends. <c>serve</c> has further ones of its own.</summary>
internal static class ExitCode
{
    public const int Ok = 0;

    /// <summary>It did not come out well: an execution failed, a document has errors, the server said no.</summary>
    public const int Failed = 1;

    /// <summary>It was never tried: wrong usage, an unreadable file, no server.</summary>
    public const int Usage = 2;
}
