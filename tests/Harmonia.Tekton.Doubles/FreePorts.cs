using System.Net.NetworkInformation;

namespace Harmonia.Tekton.Doubles;

/// <summary>Ports that nobody listens on.</summary>
/// <remarks>
/// They lie below the range from which the system takes ports for outgoing connections. Within it, a client that
/// dials while a double is down may connect to itself, and the double could not take its port back.
/// </remarks>
internal static class FreePorts
{
    private const int First = 10_000;
    private const int Last = 20_000;
    private const int Candidates = 50;

    /// <summary>Candidates in random order of start; somebody else may still be quicker.</summary>
    public static IReadOnlyList<int> Find()
    {
        var taken = IPGlobalProperties.GetIPGlobalProperties().GetActiveTcpListeners()
            .Select(place => place.Port).ToHashSet();
        var start = Random.Shared.Next(Last - First);
        return
        [
            .. Enumerable.Range(0, Last - First)
                .Select(step => First + ((start + step) % (Last - First)))
                .Where(port => !taken.Contains(port))
                .Take(Candidates),
        ];
    }
}
