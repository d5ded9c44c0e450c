namespace Harmonia.Simulation;

/// <summary>
/// Situations that the worlds must get into, all in all; a set of worlds that misses one proves less than it says.
/// </summary>
internal enum Situation
{
    LateCompletionRejected,
    RepeatedCompletionIgnored,
    ForeignReportIgnored,
    WrongAttemptIgnored,
    CancelBeatCompletion,
    CompletionBeatCancel,
    UnknownCommitHadStored,
    UnknownCommitHadNotStored,
    StoreRefused,
    ConflictDecidedAgain,
    InterruptedAttemptStartedAgain,
    RetryDuringPause,
    AttemptTimedOut,
    QueueTimedOut,
    TotalTimedOut,
    ExecutionTimedOut,
    SkippedByJoin,
    SkippedByCondition,
    CompletedWithWarnings,
    HandlerRan,
    CountMet,
    CountLost,
    FailureMadeGood,
    PausedWhileRunning,
    ResumedAndStarted,
    OperatorRetrySucceeded,
    StartRepeated,
    KeyReusedRefused,
    InvalidInputRefused,
    CommandRepeated,
    OutputInvalid,
    OutputTooLarge,
    ExpressionFailed,
    HistoryLimitHit,
    SubscriberCaughtUp,
    WakeLostAndSwept,
    ClockWentBack,
    ClockWentForward,
    CrashedBeforeCommit,
    CrashedBetweenCommitAndDispatch,
    SlotWaited,
    RetrySucceeded,
    RetryAfterHonoured,
    SleptAcrossCrash,
    HeldBackAndStarted,
    WindowWaitedFor,
    RetryMetClosedWindow,
    ReferenceCompared,
}

/// <summary>Counts situations; one for each thread, added up at the end.</summary>
internal sealed class Reach
{
    private readonly long[] _counts = new long[Enum.GetValues<Situation>().Length];

    public void Hit(Situation situation) => _counts[(int)situation]++;

    public long this[Situation situation] => _counts[(int)situation];

    public void Add(Reach other)
    {
        for (var index = 0; index < _counts.Length; index++)
        {
            _counts[index] += other._counts[index];
        }
    }
}
