using System.Net.Http.Headers;
using System.Net.ServerSentEvents;
using System.Runtime.CompilerServices;
using System.Text;
using System.Text.Json;
using System.Text.Json.Serialization.Metadata;

namespace Harmonia.Client;

/// <summary>Calls a Harmonia server. Safe to call from many threads.</summary>
/// <param name="http">With the server's address as its base address; not disposed of here. Its timeout must exceed
/// every wait.</param>
public sealed partial class HarmoniaClient(HttpClient http)
{
    private const string JsonType = "application/json";
    private const string YamlType = "application/yaml";
    private const string KeyHeader = "Idempotency-Key";
    private const string EventStreamType = "text/event-stream";

    /// <summary>Whether the server lives.</summary>
    public Task<HealthAnswer> GetHealthAsync(CancellationToken cancellationToken) =>
        GetAsync("health", HarmoniaJson.Wire.HealthAnswer, cancellationToken);

    /// <summary>Checks a definition without saving it.</summary>
    /// <param name="definition">JSON or YAML.</param>
    /// <param name="cancellationToken">Gives up.</param>
    public Task<ValidationAnswer> ValidateAsync(WorkflowText definition, CancellationToken cancellationToken) =>
        SendAsync(
            HttpMethod.Post,
            "api/workflows/validate",
            definition,
            null,
            HarmoniaJson.Wire.ValidationAnswer,
            cancellationToken);

    /// <summary>Saves a new workflow.</summary>
    /// <param name="definition">JSON or YAML.</param>
    /// <param name="idempotencyKey">Makes it safe to repeat the call.</param>
    /// <param name="cancellationToken">Gives up.</param>
    public Task<WorkflowSaved> CreateWorkflowAsync(
        WorkflowText definition, string? idempotencyKey, CancellationToken cancellationToken) =>
        SendAsync(
            HttpMethod.Post,
            "api/workflows",
            definition,
            idempotencyKey,
            HarmoniaJson.Wire.WorkflowSaved,
            cancellationToken);

    /// <summary>Saves the next revision of a workflow.</summary>
    /// <param name="workflow">Its id or name.</param>
    /// <param name="definition">JSON or YAML.</param>
    /// <param name="cancellationToken">Gives up.</param>
    public Task<WorkflowRevised> ReviseWorkflowAsync(
        string workflow, WorkflowText definition, CancellationToken cancellationToken) =>
        SendAsync(
            HttpMethod.Put,
            $"api/workflows/{Escape(workflow)}",
            definition,
            null,
            HarmoniaJson.Wire.WorkflowRevised,
            cancellationToken);

    /// <summary>A workflow with its definition.</summary>
    /// <param name="workflow">Its id or name.</param>
    /// <param name="cancellationToken">Gives up.</param>
    public Task<WorkflowDetail> GetWorkflowAsync(string workflow, CancellationToken cancellationToken) =>
        GetWorkflowAsync(workflow, DefinitionForm.Original, cancellationToken);

    /// <summary>A workflow with its definition in one of its forms.</summary>
    /// <param name="workflow">Its id or name.</param>
    /// <param name="form">Which form.</param>
    /// <param name="cancellationToken">Gives up.</param>
    public Task<WorkflowDetail> GetWorkflowAsync(
        string workflow, DefinitionForm form, CancellationToken cancellationToken) => GetAsync(
            $"api/workflows/{Escape(workflow)}?form={(form == DefinitionForm.Canonical ? "canonical" : "original")}",
            HarmoniaJson.Wire.WorkflowDetail,
            cancellationToken);

    /// <summary>Workflows, newest first.</summary>
    /// <param name="query">Which.</param>
    /// <param name="cancellationToken">Gives up.</param>
    public Task<WorkflowList> ListWorkflowsAsync(ListQuery query, CancellationToken cancellationToken) =>
        GetAsync("api/workflows" + query.ToAddress(), HarmoniaJson.Wire.WorkflowList, cancellationToken);

    /// <summary>Removes a workflow that has no active executions.</summary>
    /// <param name="workflow">Its id or name.</param>
    /// <param name="cancellationToken">Gives up.</param>
    public Task<WorkflowRemoved> RemoveWorkflowAsync(string workflow, CancellationToken cancellationToken) =>
        SendAsync(
            HttpMethod.Delete,
            $"api/workflows/{Escape(workflow)}",
            null,
            null,
            HarmoniaJson.Wire.WorkflowRemoved,
            cancellationToken);

    /// <summary>Starts an execution.</summary>
    /// <param name="start">Of what, with which input.</param>
    /// <param name="wait">How long to wait for its end; <see langword="null"/> for not at all.</param>
    /// <param name="idempotencyKey">Makes it safe to repeat the call.</param>
    /// <param name="cancellationToken">Gives up.</param>
    public Task<ExecutionStarted> StartAsync(
        StartBody start, TimeSpan? wait, string? idempotencyKey, CancellationToken cancellationToken)
    {
        var query = wait is { } time ? FormattableString.Invariant($"?wait={time.TotalSeconds:0.###}") : "";
        return SendAsync(
            HttpMethod.Post,
            "api/executions" + query,
            Json(start, HarmoniaJson.Wire.StartBody),
            idempotencyKey,
            HarmoniaJson.Wire.ExecutionStarted,
            cancellationToken);
    }

    /// <summary>An execution with its tasks.</summary>
    /// <param name="execution">Its id.</param>
    /// <param name="cancellationToken">Gives up.</param>
    public Task<ExecutionDetail> GetExecutionAsync(string execution, CancellationToken cancellationToken) =>
        GetAsync($"api/executions/{Escape(execution)}", HarmoniaJson.Wire.ExecutionDetail, cancellationToken);

    /// <summary>Executions, newest first.</summary>
    /// <param name="query">Which.</param>
    /// <param name="cancellationToken">Gives up.</param>
    public Task<ExecutionList> ListExecutionsAsync(ListQuery query, CancellationToken cancellationToken) =>
        GetAsync("api/executions" + query.ToAddress(), HarmoniaJson.Wire.ExecutionList, cancellationToken);

    /// <summary>A page of an execution's events.</summary>
    /// <param name="execution">Its id.</param>
    /// <param name="after">The version after which it begins; 0 for all.</param>
    /// <param name="limit">Events at most.</param>
    /// <param name="cancellationToken">Gives up.</param>
    public Task<ExecutionHistory> GetHistoryAsync(
        string execution, long after, int limit, CancellationToken cancellationToken) =>
        GetAsync(
            FormattableString.Invariant($"api/executions/{Escape(execution)}/history?after={after}&limit={limit}"),
            HarmoniaJson.Wire.ExecutionHistory,
            cancellationToken);

    /// <summary>Lets no further attempt start.</summary>
    /// <param name="execution">Its id.</param>
    /// <param name="cancellationToken">Gives up.</param>
    public Task<CommandAnswer> PauseAsync(string execution, CancellationToken cancellationToken) =>
        CommandAsync(execution, "pause", null, cancellationToken);

    /// <summary>Lets a paused execution go on.</summary>
    /// <param name="execution">Its id.</param>
    /// <param name="cancellationToken">Gives up.</param>
    public Task<CommandAnswer> ResumeAsync(string execution, CancellationToken cancellationToken) =>
        CommandAsync(execution, "resume", null, cancellationToken);

    /// <summary>Reopens a failed execution at its failed tasks.</summary>
    /// <param name="execution">Its id.</param>
    /// <param name="cancellationToken">Gives up.</param>
    public Task<CommandAnswer> RetryAsync(string execution, CancellationToken cancellationToken) =>
        CommandAsync(execution, "retry", null, cancellationToken);

    /// <summary>Adds items to a map that is open.</summary>
    /// <param name="execution">Its execution's id.</param>
    /// <param name="task">The path of the map.</param>
    /// <param name="body">The items, and whether those were all.</param>
    /// <param name="cancellationToken">Gives up.</param>
    public Task<CommandAnswer> AddItemsAsync(
        string execution, string task, ItemsBody body, CancellationToken cancellationToken) =>
        CommandAsync(
            execution, $"tasks/{Escape(task)}/items", Json(body, HarmoniaJson.Wire.ItemsBody), cancellationToken);

    /// <summary>Ends an execution.</summary>
    /// <param name="execution">Its id.</param>
    /// <param name="reason">For people; kept in the history.</param>
    /// <param name="cancellationToken">Gives up.</param>
    public Task<CommandAnswer> CancelAsync(string execution, string? reason, CancellationToken cancellationToken) =>
        CommandAsync(
            execution,
            "cancel",
            reason is null ? null : Json(new CancelBody(reason), HarmoniaJson.Wire.CancelBody),
            cancellationToken);

    /// <summary>Says what became of a task whose outcome nobody knows.</summary>
    /// <param name="execution">Its execution's id.</param>
    /// <param name="task">The path of the task.</param>
    /// <param name="body">What became of it.</param>
    /// <param name="cancellationToken">Gives up.</param>
    public Task<CommandAnswer> ResolveTaskAsync(
        string execution, string task, ResolveBody body, CancellationToken cancellationToken) =>
        CommandAsync(
            execution,
            $"tasks/{Escape(task)}/resolve",
            Json(body, HarmoniaJson.Wire.ResolveBody),
            cancellationToken);

    /// <summary>The free-form state kept with an execution.</summary>
    /// <param name="execution">Its id.</param>
    /// <param name="cancellationToken">Gives up.</param>
    public Task<StateAnswer> GetStateAsync(string execution, CancellationToken cancellationToken) =>
        GetAsync($"api/state/{Escape(execution)}", HarmoniaJson.Wire.StateAnswer, cancellationToken);

    /// <summary>Replaces the free-form state kept with an execution.</summary>
    /// <param name="execution">Its id.</param>
    /// <param name="state">An object.</param>
    /// <param name="cancellationToken">Gives up.</param>
    public Task<StateSaved> PutStateAsync(string execution, JsonElement state, CancellationToken cancellationToken) =>
        SendAsync(
            HttpMethod.Put,
            $"api/state/{Escape(execution)}",
            Json(new StateBody(state), HarmoniaJson.Wire.StateBody),
            null,
            HarmoniaJson.Wire.StateSaved,
            cancellationToken);

    /// <summary>Tries an expression, template or condition out.</summary>
    /// <param name="body">What, and what it sees.</param>
    /// <param name="cancellationToken">Gives up.</param>
    public Task<EvaluationAnswer> EvaluateAsync(EvaluationBody body, CancellationToken cancellationToken) =>
        SendAsync(
            HttpMethod.Post,
            "api/expressions/evaluate",
            Json(body, HarmoniaJson.Wire.EvaluationBody),
            null,
            HarmoniaJson.Wire.EvaluationAnswer,
            cancellationToken);

    /// <summary>
    /// An execution's events, from the first or after one that was seen, until its end or a break of the
    /// connection. Whoever comes back with the id of the last one misses nothing.
    /// </summary>
    /// <remarks>
    /// Frames about the connection are passed over. When the server does not know the id, perhaps because an older
    /// backup was restored, it tells what comes after its own last event: then the first id is below the one given.
    /// </remarks>
    /// <param name="execution">Its id.</param>
    /// <param name="lastEventId">The id of the last event that was seen; <see langword="null"/> for all.</param>
    /// <param name="cancellationToken">Stops listening.</param>
    public async IAsyncEnumerable<SseItem<LiveEvent>> ListenAsync(
        string execution, string? lastEventId, [EnumeratorCancellation] CancellationToken cancellationToken)
    {
        using var request = new HttpRequestMessage(HttpMethod.Get, $"events/executions/{Escape(execution)}");
        request.Headers.Accept.Add(new MediaTypeWithQualityHeaderValue(EventStreamType));
        if (lastEventId is not null)
        {
            request.Headers.TryAddWithoutValidation("Last-Event-ID", lastEventId);
        }

        using var response = await http.SendAsync(
            request, HttpCompletionOption.ResponseHeadersRead, cancellationToken);
        await CheckAsync(response, cancellationToken);
        await using var stream = await response.Content.ReadAsStreamAsync(cancellationToken);
        await foreach (var item in SseParser.Create(stream, ReadFrame).EnumerateAsync(cancellationToken))
        {
            if (item is { EventId: { } id, Data: { } live })
            {
                yield return new SseItem<LiveEvent>(live, item.EventType) { EventId = id };
            }
        }
    }

    /// <returns><see langword="null"/> for what is not stored: it tells of the connection, or of a text.</returns>
    private static LiveEvent? ReadFrame(string type, ReadOnlySpan<byte> data) =>
        type is "connected" or "reset" or "task_delta"
            ? null
            : JsonSerializer.Deserialize(data, HarmoniaJson.Wire.LiveEvent);

    private static string Escape(string segment) => Uri.EscapeDataString(segment);

    private static WorkflowText Json<T>(T value, JsonTypeInfo<T> type) =>
        new(JsonSerializer.Serialize(value, type), IsYaml: false);

    private Task<CommandAnswer> CommandAsync(
        string execution, string command, WorkflowText? body, CancellationToken cancellationToken) =>
        SendAsync(
            HttpMethod.Post,
            $"api/executions/{Escape(execution)}/{command}",
            body,
            null,
            HarmoniaJson.Wire.CommandAnswer,
            cancellationToken);

    private Task<T> GetAsync<T>(string path, JsonTypeInfo<T> type, CancellationToken cancellationToken) =>
        SendAsync(HttpMethod.Get, path, null, null, type, cancellationToken);

    private Task<T> SendAsync<T>(
        HttpMethod method,
        string path,
        WorkflowText? body,
        string? key,
        JsonTypeInfo<T> type,
        CancellationToken cancellationToken) =>
        SendWithAsync(method, path, body, key is null ? null : (KeyHeader, key), type, cancellationToken);

    private async Task<T> SendWithAsync<T>(
        HttpMethod method,
        string path,
        WorkflowText? body,
        (string Name, string Value)? header,
        JsonTypeInfo<T> type,
        CancellationToken cancellationToken)
    {
        using var request = new HttpRequestMessage(method, path);
        if (body is not null)
        {
            request.Content = new StringContent(body.Text, Encoding.UTF8, body.IsYaml ? YamlType : JsonType);
        }

        if (header is var (name, value))
        {
            request.Headers.TryAddWithoutValidation(name, value);
        }

        using var response = await http.SendAsync(request, HttpCompletionOption.ResponseHeadersRead, cancellationToken);
        await CheckAsync(response, cancellationToken);
        await using var stream = await response.Content.ReadAsStreamAsync(cancellationToken);
        return await JsonSerializer.DeserializeAsync(stream, type, cancellationToken)
            ?? throw new HarmoniaException((int)response.StatusCode, "The server answered null.");
    }

    private static async Task CheckAsync(HttpResponseMessage response, CancellationToken cancellationToken)
    {
        if (response.IsSuccessStatusCode)
        {
            return;
        }

        var status = (int)response.StatusCode;
        var text = await response.Content.ReadAsStringAsync(cancellationToken);
        try
        {
            if (JsonSerializer.Deserialize(text, HarmoniaJson.Wire.ErrorAnswer) is { Error: { } error })
            {
                throw new HarmoniaException(status, error);
            }
        }
        catch (JsonException)
        {
            // Not a Harmonia server, or something in between answered.
        }

        throw new HarmoniaException(status, $"The server answered {status} without saying why.");
    }
}
