namespace Harmonia.Core.Failures;

/// <summary>Codes of refused commands. Stable, never reused; <c>docs/errors.md</c> explains each.</summary>
public static class RefusalCodes
{
    public const string AlreadyEnded = "EXECUTION_ALREADY_ENDED";
    public const string NotRunning = "EXECUTION_NOT_RUNNING";
    public const string NotPaused = "EXECUTION_NOT_PAUSED";
    public const string NotFailed = "EXECUTION_NOT_FAILED";
    public const string AlreadyStarted = "EXECUTION_ALREADY_STARTED";
    public const string NotAsked = "TASK_NOT_ASKED";
    public const string NotStarted = "EXECUTION_NOT_STARTED";
    public const string TaskNotFound = "TASK_NOT_FOUND";
    public const string TaskNotOpen = "TASK_NOT_OPEN";
    public const string CheckpointLimit = "CHECKPOINT_LIMIT";
    public const string NotRestorable = "EXECUTION_NOT_RESTORABLE";
    public const string InvalidInput = "INVALID_INPUT";
    public const string CallbackLate = "CALLBACK_LATE";
    public const string CallbackReceived = "CALLBACK_ALREADY_RECEIVED";
    public const string IdempotencyKeyReused = "IDEMPOTENCY_KEY_REUSED";
    public const string TooManySignals = "TOO_MANY_SIGNALS";
    public const string ApprovalNotFound = "APPROVAL_NOT_FOUND";
    public const string ApprovalNotOpen = "APPROVAL_NOT_OPEN";
    public const string ApprovalAlreadyAnswered = "APPROVAL_ALREADY_ANSWERED";
    public const string ApprovalNotAssigned = "APPROVAL_NOT_ASSIGNED";
}
