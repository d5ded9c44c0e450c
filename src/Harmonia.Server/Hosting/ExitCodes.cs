namespace Harmonia.Server.Hosting;

/// <summary>How the server's process ends, after sysexits.h.</summary>
public static class ExitCodes
{
    public const int Ok = 0;

    /// <summary>The port is taken, or the store cannot do it now.</summary>
    public const int Unavailable = 69;

    /// <summary>The file system failed, and nothing may be built on what may not be on the disk.</summary>
    public const int FailStop = 70;

    /// <summary>The database cannot be opened as it is.</summary>
    public const int DatabaseUnusable = 74;

    /// <summary>The configuration is wrong, or not allowed in this release.</summary>
    public const int ConfigurationWrong = 78;
}
