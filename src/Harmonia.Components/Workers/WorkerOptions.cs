namespace Harmonia.Components.Workers;

/// <summary>What workers may take, and how long they are waited for.</summary>
public sealed record WorkerOptions
{
    public static readonly TimeSpan MinLease = TimeSpan.FromSeconds(1);
    public static readonly TimeSpan MaxLease = TimeSpan.FromHours(1);

    /// <summary>How long an attempt is a worker's without a word of it, where its task has no
    /// <c>heartbeat_timeout</c>.</summary>
    public TimeSpan Lease
    {
        get;
        init => field = value >= MinLease && value <= MaxLease
            ? value
            : throw new ArgumentOutOfRangeException(nameof(value), value, "A lease is between a second and an hour.");
    } = TimeSpan.FromSeconds(30);

    /// <summary>A worker that was heard within this time is there, even if it asks for nothing now; at least as long
    /// as <see cref="Lease"/>.</summary>
    public TimeSpan Presence { get; init; } = TimeSpan.FromSeconds(15);

    /// <summary>How long a poll may wait for an attempt.</summary>
    public TimeSpan MaxWait { get; init; } = TimeSpan.FromSeconds(60);

    /// <summary>How long a poll that has an attempt waits for those that are on their way to it.</summary>
    public TimeSpan Linger { get; init; } = TimeSpan.FromMilliseconds(20);

    /// <summary>How long a poll that has nothing, and whose time is up, waits for what is on its way to it.</summary>
    public TimeSpan LastWait { get; init; } = TimeSpan.FromSeconds(1);

    /// <summary>How long the completion of an attempt that is not known yet is put off after the start.</summary>
    public TimeSpan ResumeWindow { get; init; } = TimeSpan.FromSeconds(60);

    /// <summary>How long the answer to a completion waits for it to be on stable storage.</summary>
    public TimeSpan StoreWait { get; init; } = TimeSpan.FromSeconds(10);

    /// <summary>Workers known at once.</summary>
    public int MaxWorkers { get; init; } = 10_000;

    /// <summary>Polls that wait, and connections, at once.</summary>
    public int MaxSeats { get; init; } = 10_000;

    /// <summary>Attempts that one worker has at once.</summary>
    public int MaxSlots { get; init; } = 1_000;

    /// <summary>Components that workers serve, all together.</summary>
    public int MaxComponents { get; init; } = 1_000;

    /// <summary>Actions known of one component.</summary>
    public int MaxActions { get; init; } = 500;

    /// <summary>Times that workers may give one attempt back before it fails.</summary>
    public int MaxReleases { get; init; } = 10;

    /// <summary>Ends of attempts that are remembered, for workers that repeat what they said.</summary>
    public int MaxRememberedEnds { get; init; } = 10_000;

    /// <summary>Bytes of inputs after which an answer takes no further attempt.</summary>
    public long MaxAnswerBytes { get; init; } = 16 * 1024 * 1024;

    internal TimeSpan EffectivePresence => Presence > Lease ? Presence : Lease;
}
