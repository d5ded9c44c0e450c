namespace Harmonia.Server.Rest;

/// <summary>
/// Codes of error answers. Stable, never reused; <c>docs/errors.md</c> says cause and remedy of each.
/// </summary>
/// <remarks>Beside these, an answer may carry one of <see cref="Core.Failures.RefusalCodes"/>.</remarks>
public static class ApiCodes
{
    public const string InvalidInput = "INVALID_INPUT";
    public const string InvalidJson = "INVALID_JSON";
    public const string InvalidYaml = "INVALID_YAML";
    public const string InvalidEncoding = "INVALID_ENCODING";
    public const string InvalidExpression = "INVALID_EXPRESSION";
    public const string InvalidIdempotencyKey = "INVALID_IDEMPOTENCY_KEY";
    public const string BadRequest = "BAD_REQUEST";
    public const string OriginNotAllowed = "ORIGIN_NOT_ALLOWED";
    public const string NotFound = "NOT_FOUND";
    public const string WorkflowNotFound = "WORKFLOW_NOT_FOUND";
    public const string ExecutionNotFound = "EXECUTION_NOT_FOUND";
    public const string TemplateNotFound = "TEMPLATE_NOT_FOUND";
    public const string TemplateVersionNotFound = "TEMPLATE_VERSION_NOT_FOUND";
    public const string TemplateNameTaken = "TEMPLATE_NAME_TAKEN";
    public const string TemplateVersionTaken = "TEMPLATE_VERSION_TAKEN";
    public const string TemplateBuiltIn = "TEMPLATE_BUILT_IN";
    public const string CategoryNotFound = "CATEGORY_NOT_FOUND";
    public const string CategoryNameTaken = "CATEGORY_NAME_TAKEN";
    public const string CategoryInUse = "CATEGORY_IN_USE";
    public const string TooManyCategories = "TOO_MANY_CATEGORIES";
    public const string ComponentNotFound = "COMPONENT_NOT_FOUND";
    public const string ActionNotFound = "ACTION_NOT_FOUND";
    public const string ComponentNameTaken = "COMPONENT_NAME_TAKEN";
    public const string ComponentBuiltIn = "COMPONENT_BUILT_IN";
    public const string ComponentNotRegistered = "COMPONENT_NOT_REGISTERED";
    public const string ComponentChanged = "COMPONENT_CHANGED";
    public const string ComponentUnavailable = "COMPONENT_UNAVAILABLE";
    public const string ComponentBusy = "COMPONENT_BUSY";
    public const string TooManyComponents = "TOO_MANY_COMPONENTS";
    public const string ActionNotCallable = "ACTION_NOT_CALLABLE";
    public const string ActionFailed = "ACTION_FAILED";
    public const string CheckpointNotFound = "CHECKPOINT_NOT_FOUND";
    public const string CapabilityNotFound = "CAPABILITY_NOT_FOUND";
    public const string RegistryEntryNotFound = "REGISTRY_ENTRY_NOT_FOUND";
    public const string ShutdownNotAllowed = "SHUTDOWN_NOT_ALLOWED";
    public const string MethodNotAllowed = "METHOD_NOT_ALLOWED";
    public const string RequestTimeout = "REQUEST_TIMEOUT";
    public const string WorkflowNameTaken = "WORKFLOW_NAME_TAKEN";
    public const string WorkflowHasActiveExecutions = "WORKFLOW_HAS_ACTIVE_EXECUTIONS";
    public const string ExecutionQuarantined = "EXECUTION_QUARANTINED";
    public const string PayloadTooLarge = "PAYLOAD_TOO_LARGE";
    public const string UnsupportedMediaType = "UNSUPPORTED_MEDIA_TYPE";
    public const string MisdirectedRequest = "MISDIRECTED_REQUEST";
    public const string IdempotencyKeyReused = "IDEMPOTENCY_KEY_REUSED";
    public const string ExpressionFailed = "EXPRESSION_FAILED";
    public const string HeadersTooLarge = "HEADERS_TOO_LARGE";
    public const string InternalError = "INTERNAL_ERROR";
    public const string ApprovalLinkNotFound = "APPROVAL_LINK_NOT_FOUND";
    public const string ApprovalLinkUsed = "APPROVAL_LINK_USED";
    public const string ApprovalLinkExpired = "APPROVAL_LINK_EXPIRED";
    public const string StaleAttempt = "STALE_ATTEMPT";
    public const string SayAgain = "SAY_AGAIN";
    public const string WorkerNotFound = "WORKER_NOT_FOUND";
    public const string TooManyWorkers = "TOO_MANY_WORKERS";
    public const string ComponentNotForWorkers = "COMPONENT_NOT_FOR_WORKERS";
    public const string StorageUnavailable = "STORAGE_UNAVAILABLE";
    public const string StorageFull = "STORAGE_FULL";
    public const string StorageBusy = "STORAGE_BUSY";
}
