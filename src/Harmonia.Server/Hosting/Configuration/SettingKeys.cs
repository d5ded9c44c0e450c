namespace Harmonia.Server.Hosting.Configuration;

/// <summary>
/// A setting that exists: its key in the file, its variables, and its default as it would be written.
/// </summary>
/// <param name="Key">With dots.</param>
/// <param name="Variables">The first is its name, others are aliases.</param>
/// <param name="Default">In words or as a value.</param>
/// <param name="FromCommandLine">What the command line says of it, and the option's name.</param>
internal sealed record SettingKey(
    string Key,
    string[] Variables,
    string Default,
    (string Option, Func<CommandLineSettings, string?> Read)? FromCommandLine = null);

/// <summary>The settings that there are, and those that other releases have.</summary>
internal static class SettingKeys
{
    public static readonly SettingKey Port = new(
        "server.port", ["HARMONIA_PORT"], "8002", ("--port", line => line.Port));

    public static readonly SettingKey Host = new(
        "server.host", ["HARMONIA_HOST"], "127.0.0.1", ("--host", line => line.Host));

    public static readonly SettingKey PublicUrl = new(
        "server.public_url", ["HARMONIA_PUBLIC_URL"], "(where it listens)");

    public static readonly SettingKey LogLevel = new(
        "server.log_level", ["HARMONIA_LOG_LEVEL", "TEKTON_LOG_LEVEL"], "INFO", ("--log-level", line => line.LogLevel));

    public static readonly SettingKey DataDirectory = new(
        "data_dir", ["HARMONIA_DATA_DIR"], "~/.harmonia", ("--data-dir", line => line.DataDirectory));

    public static readonly SettingKey StateDirectory = new(
        "state.directory", ["HARMONIA_STATE_DIR"], "(the data directory)");

    public static readonly SettingKey Database = new(
        "state.database_url",
        ["HARMONIA_DATABASE_URL", "HARMONIA_DB_URL"],
        "(harmonia.db in the state directory)",
        ("--database", line => line.Database));

    public static readonly SettingKey MaxConcurrentTasks = new(
        "performance.max_concurrent_tasks", ["HARMONIA_MAX_CONCURRENT_TASKS"], "10");

    public static readonly SettingKey CheckpointInterval = new(
        "performance.checkpoint_interval", ["HARMONIA_CHECKPOINT_INTERVAL"], "60");

    public static readonly SettingKey TaskExecution = new("advanced.timeouts.task_execution", [], "300");

    public static readonly SettingKey WorkflowExecution = new(
        "advanced.timeouts.workflow_execution", ["HARMONIA_MAX_EXECUTION_TIME"], "unlimited");

    public static readonly SettingKey ApiRequest = new("advanced.timeouts.api_request", [], "30");

    public static readonly SettingKey MaxWorkflowSize = new(
        "limits.max_workflow_size", ["HARMONIA_MAX_WORKFLOW_SIZE"], "1048576");

    public static readonly SettingKey MaxTaskCount = new(
        "limits.max_task_count", ["HARMONIA_MAX_TASK_COUNT"], "10000");

    public static readonly SettingKey MaxValueSize = new("limits.max_value_size", [], "10485760");

    public static readonly SettingKey WorkerLease = new("workers.lease", ["HARMONIA_WORKER_LEASE"], "30");

    public static readonly SettingKey OutboundAllow = new("outbound.allow", ["HARMONIA_OUTBOUND_ALLOW"], "(none)");

    public static readonly SettingKey EnvironmentAllow = new("env.allow", ["HARMONIA_ENV_ALLOW"], "(none)");

    public static readonly SettingKey SecretsEnvironment = new("secrets.env", ["HARMONIA_SECRETS_ENV"], "(none)");

    /// <summary>One provider and one model without a file; in the file the section says it.</summary>
    public static readonly SettingKey LlmUrl = new("llm.url", ["HARMONIA_LLM_URL"], "(none)");

    public static readonly SettingKey LlmKind = new("llm.kind", ["HARMONIA_LLM_KIND"], "openai");

    public static readonly SettingKey LlmModel = new("llm.model", ["HARMONIA_LLM_MODEL"], "(none)");

    public static readonly SettingKey LlmApiKey = new("llm.api_key", ["HARMONIA_LLM_API_KEY"], "(none)");

    public static readonly SettingKey AllowShell = new(
        "shell.allow", ["HARMONIA_ALLOW_SHELL"], "false", ("--allow-shell", line => line.AllowShell ? "true" : null));

    public static readonly SettingKey HermesUrl = new(
        "hermes.url",
        ["HERMES_URL"],
        SettingReader.Off,
        ("--hermes-url", line => line.NoHermes ? SettingReader.Off : line.HermesUrl));

    public static readonly SettingKey HeartbeatInterval = new(
        "hermes.heartbeat_interval", ["HERMES_HEARTBEAT_INTERVAL"], "30");

    public static readonly SettingKey PublishEvents = new(
        "hermes.publish_events", ["HARMONIA_HERMES_PUBLISH_EVENTS"], "false");

    /// <summary>Declared in the file only: an object, not a line of text.</summary>
    public const string Commands = "commands";

    /// <inheritdoc cref="Commands"/>
    public const string Llm = "llm";

    /// <inheritdoc cref="Commands"/>
    public const string Mcp = "mcp";

    /// <summary>Sections that are read as a whole, each by a reader of its own.</summary>
    public static readonly string[] Sections = [Commands, Llm, Mcp];

    /// <summary>The variable that names the file itself.</summary>
    public const string FileVariable = "HARMONIA_CONFIG";

    public static readonly SettingKey[] All =
    [
        Port, Host, PublicUrl, LogLevel, DataDirectory, StateDirectory, Database, MaxConcurrentTasks,
        CheckpointInterval, TaskExecution, WorkflowExecution, ApiRequest, MaxWorkflowSize, MaxTaskCount, MaxValueSize,
        OutboundAllow, EnvironmentAllow, SecretsEnvironment, AllowShell, HermesUrl, HeartbeatInterval, PublishEvents,
        WorkerLease, LlmUrl, LlmKind, LlmModel, LlmApiKey,
    ];

    /// <summary>Documented, and refused rather than ignored: whoever sets one expects something to happen.</summary>
    public static readonly string[] NotSupported =
        ["advanced.events", "advanced.security"];

    /// <summary>Read by clients of a server, not by the server.</summary>
    public static readonly string[] VariablesOfClients = ["HARMONIA_SERVER"];
}
