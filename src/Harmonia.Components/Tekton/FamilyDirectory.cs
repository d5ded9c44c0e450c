using System.Collections.Immutable;
using Harmonia.Components.Tekton.Hermes;

namespace Harmonia.Components.Tekton;

/// <summary>What is known of the family, from the list of Hermes and from what the operator said.</summary>
/// <remarks>
/// Hermes forgets everybody when it restarts, and most of the family never register again. So whoever was known stays
/// known for as long as it answers.
/// </remarks>
internal sealed class FamilyDirectory : IFamily
{
    /// <summary>Components that are kept in mind.</summary>
    private const int MaxMembers = 256;

    /// <summary>Entries of one name that are asked for their health.</summary>
    private const int MaxCandidates = 5;

    private const int MaxProbesAtOnce = 8;

    /// <summary>Whoever nobody lists and who does not answer for so long is forgotten.</summary>
    private static readonly TimeSpan Memory = TimeSpan.FromHours(1);

    private readonly FamilyOptions _options;
    private readonly FamilyTrust _trust;
    private readonly FamilyProbe _probe;
    private readonly TimeProvider _time;
    private readonly Lock _lock = new();
    private readonly Dictionary<string, DateTimeOffset> _answeredAt = new(StringComparer.Ordinal);
    private ImmutableSortedDictionary<string, FamilyMember> _members =
        ImmutableSortedDictionary.Create<string, FamilyMember>(StringComparer.Ordinal);

    public FamilyDirectory(FamilyOptions options, FamilyProbe probe, TimeProvider time)
    {
        (_options, _trust, _probe, _time) = (options, probe.Trust, probe, time);
        foreach (var (name, address) in options.Addresses)
        {
            _members = _members.Add(name, Named(name, address));
        }

        if (options.HermesUrl is { } hermes)
        {
            _members = _members.SetItem(FamilyPorts.Hermes, Named(FamilyPorts.Hermes, hermes));
        }
    }

    /// <inheritdoc/>
    public event Action<string>? Changed;

    /// <summary>
    /// Raised with a name that is looked for, perhaps with a lock held: whoever listens neither blocks nor calls back.
    /// </summary>
    public event Action<string>? Wanted;

    /// <inheritdoc/>
    public bool IsOn => _options.IsOn;

    /// <inheritdoc/>
    public IReadOnlyList<FamilyMember> Members => [.. Snapshot.Values];

    private ImmutableSortedDictionary<string, FamilyMember> Snapshot => Volatile.Read(ref _members);

    /// <inheritdoc/>
    public Uri? EndpointOf(string component)
    {
        var name = NormalName(component);
        if (Snapshot.TryGetValue(name, out var member) && _trust.WhyNot(member.Endpoint) is null)
        {
            return member.Endpoint;
        }

        Wanted?.Invoke(name); // Somebody asks for it, perhaps for a task that waits.
        return null;
    }

    /// <summary>Whether somebody answers under this name, as far as is known.</summary>
    public bool IsUp(string component) => Snapshot.TryGetValue(NormalName(component), out var member) && member.IsUp;

    /// <inheritdoc/>
    public void LookAgain(string component, string trouble)
    {
        var name = NormalName(component);
        bool isNews;
        lock (_lock)
        {
            isNews = _members.TryGetValue(name, out var member) && member.IsUp;
            if (isNews)
            {
                _members = _members.SetItem(name, member! with { IsUp = false, Trouble = trouble });
            }
        }

        if (isNews)
        {
            Changed?.Invoke(name);
        }

        Wanted?.Invoke(name);
    }

    /// <summary>Takes the list of Hermes over, each component at the first address where it answers.</summary>
    /// <param name="entries">The list, without ourselves; <see langword="null"/> when it could not be had.</param>
    /// <param name="wanted">Names to be looked for although nobody lists them.</param>
    /// <param name="cancellationToken">To give up.</param>
    public async Task UpdateAsync(
        IReadOnlyList<HermesEntry>? entries, IReadOnlyCollection<string> wanted, CancellationToken cancellationToken)
    {
        var listed = (entries ?? []).Where(entry => entry.Endpoint is not null)
            .GroupBy(entry => NormalName(entry.Name), StringComparer.Ordinal)
            .ToDictionary(group => group.Key, group => InOrder(group).ToList(), StringComparer.Ordinal);
        var names = listed.Keys.Concat(Snapshot.Where(member => IsDue(member.Value, wanted)).Select(known => known.Key))
            .Distinct(StringComparer.Ordinal)
            .Take(MaxMembers)
            .ToList();
        await Parallel.ForEachAsync(
            names,
            new ParallelOptions { MaxDegreeOfParallelism = MaxProbesAtOnce, CancellationToken = cancellationToken },
            async (name, token) => Put(name, await FindAsync(name, listed.GetValueOrDefault(name) ?? [], token)));
    }

    /// <summary>Prefers whoever sent the newest heartbeat, then whoever registered last.</summary>
    private static IEnumerable<HermesEntry> InOrder(IEnumerable<HermesEntry> entries) => entries
        .OrderByDescending(entry => entry.LastHeartbeat ?? DateTimeOffset.MinValue)
        .ThenByDescending(entry => entry.RegisteredAt ?? DateTimeOffset.MinValue)
        .DistinctBy(entry => entry.Endpoint)
        .Take(MaxCandidates);

    /// <summary>An address that the operator named is not asked until somebody has trouble with it.</summary>
    private static bool IsDue(FamilyMember member, IReadOnlyCollection<string> wanted) =>
        !member.IsUp || member.ComponentId is not null || wanted.Contains(member.Name);

    private async Task<FamilyMember?> FindAsync(
        string name, List<HermesEntry> entries, CancellationToken cancellationToken)
    {
        var known = Snapshot.GetValueOrDefault(name);
        List<FamilyMember> candidates = [.. entries.Select(entry => Of(name, entry))];
        Add(known);
        Add(_options.Addresses.TryGetValue(name, out var address) ? Named(name, address) : null);
        if (name == FamilyPorts.Hermes && _options.HermesUrl is { } hermes)
        {
            candidates = [Named(name, hermes)]; // Where Hermes is, only the operator says.
        }

        FamilyMember? first = null;
        foreach (var candidate in candidates)
        {
            var trouble = await _probe.TroubleAsync(name, candidate.Endpoint, cancellationToken);
            if (trouble is null)
            {
                return candidate with { IsUp = true, Trouble = null };
            }

            first ??= candidate with { IsUp = false, Trouble = trouble };
        }

        return entries.Count > 0 || address is not null || name == FamilyPorts.Hermes || AnsweredLately(name)
            ? first
            : null;

        void Add(FamilyMember? candidate)
        {
            if (candidate is not null && !candidates.Exists(other => other.Endpoint == candidate.Endpoint))
            {
                candidates.Add(candidate);
            }
        }
    }

    private bool AnsweredLately(string name)
    {
        lock (_lock)
        {
            return _answeredAt.TryGetValue(name, out var at) && _time.GetUtcNow() - at < Memory;
        }
    }

    private FamilyMember Of(string name, HermesEntry entry) => new(name, _trust.Seen(entry.Endpoint!))
    {
        ComponentId = entry.ComponentId,
        Type = entry.Type,
        Version = entry.Version,
        Capabilities = entry.Capabilities,
        Metadata = entry.Metadata,
        RegisteredAt = entry.RegisteredAt,
        LastHeartbeat = entry.LastHeartbeat,
    };

    private static FamilyMember Named(string name, Uri address) => new(name, address) { IsUp = true };

    private static string NormalName(string name) => name.ToLowerInvariant().Replace('-', '_');

    private void Put(string name, FamilyMember? now)
    {
        FamilyMember? before;
        lock (_lock)
        {
            before = _members.GetValueOrDefault(name);
            _members = now is null ? _members.Remove(name)
                : before is not null || _members.Count < MaxMembers ? _members.SetItem(name, now)
                : _members;
            if (now is null)
            {
                _answeredAt.Remove(name);
            }
            else if (now.IsUp && _members.ContainsKey(name))
            {
                _answeredAt[name] = _time.GetUtcNow();
            }
        }

        if (before?.Endpoint != now?.Endpoint || before?.IsUp != now?.IsUp)
        {
            Changed?.Invoke(name);
        }
    }
}
