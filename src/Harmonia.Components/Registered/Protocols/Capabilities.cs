using System.Text.Json;

namespace Harmonia.Components.Registered.Protocols;

/// <summary>Asks a component what it can do, at most once in a while.</summary>
internal sealed class Capabilities(ComponentHttp http, TimeProvider time, Action changed)
{
    private const string Path = "/api/capabilities";
    private const int MaxNameLength = 128;

    /// <summary>How old the list may become.</summary>
    private static readonly TimeSpan MaxAge = TimeSpan.FromMinutes(5);

    /// <summary>How soon it is asked again when an action is not on the list, or nobody gave one.</summary>
    private static readonly TimeSpan MinAge = TimeSpan.FromSeconds(10);

    /// <summary>A list that takes longer is done without.</summary>
    private static readonly TimeSpan MaxTime = TimeSpan.FromSeconds(5);

    private readonly Lock _lock = new();
    private string[] _names = [];
    private DateTimeOffset _askedAt = DateTimeOffset.MinValue;
    private bool _isAsking;

    /// <summary>Empty while nobody knows.</summary>
    public IReadOnlyCollection<string> Names => Volatile.Read(ref _names);

    /// <summary>Asks for the list if it is time. One asks; the others go on with what is known.</summary>
    /// <returns>Why nobody was reached, if so.</returns>
    public async ValueTask<string?> RefreshAsync(string? wanted, CancellationToken cancellationToken)
    {
        if (!TryBegin(wanted))
        {
            return null;
        }

        try
        {
            using var limit = new Deadline(MaxTime, time, cancellationToken);
            var answer = await http.AskAsync(Path, wantsBody: true, limit.Token);
            if (answer is OwnAnswer.Answered { IsSuccess: true, Json: { } json } && Read(json) is { Length: > 0 } names)
            {
                Keep(names);
            }

            return answer is OwnAnswer.Nobody { WasReached: false } nobody ? nobody.Message : null;
        }
        catch (OperationCanceledException)
        {
            return null; // The call itself shows what is the matter.
        }
        finally
        {
            lock (_lock)
            {
                (_isAsking, _askedAt) = (false, time.GetUtcNow());
            }
        }
    }

    private bool TryBegin(string? wanted)
    {
        var isKnown = Names.Count > 0 && (wanted is null || Names.Contains(wanted));
        lock (_lock)
        {
            var age = time.GetUtcNow() - _askedAt;
            if (_isAsking || age < (isKnown ? MaxAge : MinAge))
            {
                return false;
            }

            return _isAsking = true;
        }
    }

    private void Keep(string[] names)
    {
        var before = Interlocked.Exchange(ref _names, names);
        if (!before.SequenceEqual(names, StringComparer.Ordinal))
        {
            changed();
        }
    }

    /// <summary>A list of names, or of objects with names; at the top, as <c>actions</c> or as <c>capabilities</c>.
    /// </summary>
    private static string[] Read(JsonElement json)
    {
        if (json.ValueKind is JsonValueKind.Object)
        {
            if (!json.TryGetProperty("actions", out var list) && !json.TryGetProperty("capabilities", out list))
            {
                return [];
            }

            json = list;
        }

        return json.ValueKind is not JsonValueKind.Array ? [] :
        [
            .. json.EnumerateArray().Select(NameOf).OfType<string>()
                .Where(name => name.Length is > 0 and <= MaxNameLength)
                .Distinct(StringComparer.Ordinal)
                .Take(ComponentDeclarationReader.MaxActions),
        ];
    }

    private static string? NameOf(JsonElement item) => item.ValueKind switch
    {
        JsonValueKind.String => item.GetString(),
        JsonValueKind.Object when item.TryGetProperty("name", out var name)
            && name.ValueKind is JsonValueKind.String => name.GetString(),
        _ => null,
    };
}
