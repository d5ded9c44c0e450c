namespace Harmonia.Simulation;

/// <summary>
/// Faults made by hand in the model of the shell or in stored events: each must be noticed by some check.
/// </summary>
internal enum Mutant
{
    None,
    DispatchBeforeCommit,
    AttemptRewritten,
    InterruptSkipped,
    PublishedBeforeCommit,
    WakeRowLost,
    AnsweredBeforeCommit,
    DispatchedTwice,
    ConflictIgnored,
    StateKeptAfterTrouble,
    LastEventDropped,
    PauseNotStored,
    BackoffStretched,
    OpeningMoved,
    SkipForgotten,
    ClockNotHeld,
    KeyNotStored,
    CatchUpSkipped,
    SlotsLeak,
    SweeperAsleep,
    StartsDroppedAfterCommit,
    OutputSwapped,
    StartsInOneRound,
}
