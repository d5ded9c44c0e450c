using System.Net.NetworkInformation;

namespace Harmonia.Torture;

/// <summary>Ports for the server and the ledger.</summary>
/// <remarks>
/// They lie below the range from which the system takes ports for outgoing connections. Within it, a client that
/// dials while the server is down may connect to itself, and the server could not take its port back.
/// </remarks>
internal static class Ports
{
    private const int First = 20_000;
    private const int Last = 30_000;

    /// <summary>Two ports that nobody listens on.</summary>
    public static (int Server, int Ledger) Find()
    {
        var taken = IPGlobalProperties.GetIPGlobalProperties().GetActiveTcpListeners()
            .Select(place => place.Port).ToHashSet();
        var start = Random.Shared.Next(First, Last);
        var free = Enumerable.Range(0, Last - First)
            .Select(step => First + ((start - First + step) % (Last - First)))
            .Where(port => !taken.Contains(port))
            .Take(2).ToArray();
        return (free[0], free[1]);
    }
}
