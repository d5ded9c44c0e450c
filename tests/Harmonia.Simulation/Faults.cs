namespace Harmonia.Simulation;

/// <summary>What can go wrong.</summary>
internal enum Fault
{
    CrashBeforeCommit,
    CrashAfterCommit,
    CrashWhileIdle,
    ReportDropped,
    ReportRepeated,
    ReportDelayed,
    WrongAttempt,
    ForeignTask,
    MalformedResult,
    OversizedResult,
    StoreRefuses,
    CommitUnknown,
    Rival,
    StoreSlow,
    ClockJump,
    WakeLost,
    WorkerDies,
    SubscriberCut,
    OperatorMeddles,
    RequestRepeated,
}

/// <summary>
/// Which faults a world has, and how often: each is on or off per seed, so that rare pairs meet (a swarm).
/// </summary>
internal sealed class Faults
{
    private readonly double[] _rates = new double[Enum.GetValues<Fault>().Length];

    public Faults(Dice dice)
    {
        for (var fault = 0; fault < _rates.Length; fault++)
        {
            var rate = dice.LogUniform(0.001, 0.3);
            _rates[fault] = dice.Chance(0.5) ? rate : 0;
        }
    }

    public bool AreHealed { get; private set; }

    /// <summary>Everything works from now on.</summary>
    public void Heal() => AreHealed = true;

    public bool Strikes(Fault fault, Dice dice) =>
        !AreHealed && _rates[(int)fault] > 0 && dice.Chance(_rates[(int)fault]);
}
