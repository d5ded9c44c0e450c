using SQLitePCL;

namespace Harmonia.Cli.Upkeep;

/// <summary>The native library in use.</summary>
internal static class SqliteLibrary
{
    public static Version Version
    {
        get
        {
            Batteries_V2.Init();
            return System.Version.Parse(raw.sqlite3_libversion().utf8_to_string());
        }
    }
}
