using System.Collections.Frozen;
using System.Text.Json;
using Harmonia.Core.Definitions;
using Harmonia.Core.Failures;
using Harmonia.Server.Rest.Templates;

namespace Harmonia.Server.Rest.Capabilities;

/// <summary>Every capability, each with the call of the API that does it.</summary>
internal static class CapabilityTable
{
    public const string Workflow = "harmonia.workflow";
    public const string State = "harmonia.state";

    private static readonly CapabilityParameter Execution = Required("execution_id", "The id of an execution.");

    /// <summary>In the order in which they are told.</summary>
    public static readonly Capability[] All =
    [
        new(
            "create_workflow",
            Workflow,
            "Saves a workflow.",
            [
                Required("name", "Its name."),
                new("tasks", "array", true, "Its tasks: a list with ids, or an object by id."),
                Optional("description", "string", "What it is for."),
                Optional("input", "object", "The schema of its input."),
                Optional("output", "object", "The schema of its output."),
            ],
            static (request, parameters) => Told(WorkflowEndpoints.CreateAsync(request.With(null, parameters)))),
        new(
            "execute_workflow",
            Workflow,
            "Starts an execution of a workflow.",
            [
                Required("workflow_id", "The id or name of a workflow."),
                Optional("input", "object", "The input."),
                Optional("metadata", "object", "What is attached to the execution."),
            ],
            static (request, parameters) => Told(StartEndpoint.StartAsync(request.With(null, parameters)))),
        new(
            "get_workflow_status",
            Workflow,
            "How an execution stands.",
            [Execution],
            static (request, parameters) => About(request, parameters, ExecutionEndpoints.GetAsync)),
        new(
            "cancel_workflow",
            Workflow,
            "Ends an execution.",
            [Execution, Optional("reason", "string", "Why.")],
            static (request, parameters) => About(request, parameters, ExecutionEndpoints.CancelAsync, "reason")),
        new(
            "create_template",
            Workflow,
            "Saves a template of a workflow.",
            [
                Required("name", "Its name."),
                Required("workflow_definition_id", "The id or name of the workflow that it is made of."),
                Optional("parameters", "object", "What whoever uses it can say."),
                Optional("description", "string", "What it is for."),
            ],
            static (request, parameters) => Told(TemplateSaving.CreateAsync(request.With(null, parameters)))),
        new(
            "instantiate_template",
            Workflow,
            "Makes a workflow of a template.",
            [
                Required("template_id", "The id or name of a template."),
                Optional("parameter_values", "object", "Values of its parameters."),
                Optional("name", "string", "What the workflow is called."),
            ],
            static (request, parameters) => Told(InstantiateEndpoint.InstantiateAsync(
                request.With(IdIn(request, parameters, "template_id"), parameters)))),
        new(
            "restore_from_checkpoint",
            Workflow,
            "Begins a new execution at a checkpoint.",
            [Required("checkpoint_id", "The id of a checkpoint.")],
            static (request, parameters) => Told(RestoreEndpoints.RestoreAsync(
                request.With(IdIn(request, parameters, "checkpoint_id"), Without(parameters, "checkpoint_id"))))),
        new(
            "get_workflow_summary",
            Workflow,
            "An execution in short.",
            [Execution],
            static async (request, parameters) => ExecutionFigures.Summary(await DetailAsync(request, parameters))),
        new(
            "get_workflow_metrics",
            Workflow,
            "How long an execution and its tasks took.",
            [Execution],
            static async (request, parameters) => ExecutionFigures.Metrics(
                await DetailAsync(request, parameters), request.Services.Time.GetUtcNow())),
        new(
            "save_state",
            State,
            "Replaces the state that is kept with an execution.",
            [Execution, new("state", "object", true, "The state.")],
            static (request, parameters) => About(request, parameters, StateEndpoints.PutAsync, "state")),
        new(
            "load_state",
            State,
            "The state that is kept with an execution.",
            [Execution],
            static (request, parameters) => About(request, parameters, StateEndpoints.GetAsync)),
        new(
            "create_checkpoint",
            State,
            "Names the version that an execution is at.",
            [
                Execution,
                Optional("name", "string", "What it is called."),
                Optional("description", "string", "What is said of it."),
            ],
            static (request, parameters) => Told(
                CheckpointEndpoints.CreateForStateAsync(request.With(null, parameters)))),
    ];

    private static readonly FrozenDictionary<string, Capability> ByName =
        All.ToFrozenDictionary(capability => capability.Name, StringComparer.Ordinal);

    /// <returns><see langword="null"/> when there is no such capability.</returns>
    public static Capability? Find(string name) => ByName.GetValueOrDefault(name);

    /// <summary>Names of what is offered under one of our names.</summary>
    public static IReadOnlyList<string> Of(string component) =>
        [.. All.Where(capability => capability.Component == component).Select(capability => capability.Name)];

    private static CapabilityParameter Required(string name, string description) =>
        new(name, "string", true, description);

    private static CapabilityParameter Optional(string name, string type, string description) =>
        new(name, type, false, description);

    private static async ValueTask<JsonElement> Told(ValueTask<Answer> answer) => (await answer).ToJson();

    /// <summary>A call about one execution, whose other parameters make its body.</summary>
    private static ValueTask<JsonElement> About(
        ApiRequest request, JsonElement parameters, ApiCall call, params string[] others)
    {
        var id = IdIn(request, parameters, Execution.Name, others);
        return Told(call(request.With(id, Without(parameters, Execution.Name))));
    }

    private static ValueTask<Client.ExecutionDetail> DetailAsync(ApiRequest request, JsonElement parameters)
    {
        var id = IdIn(request, parameters, Execution.Name, []);
        return ExecutionEndpoints.DetailAsync(request.With(id, Without(parameters, Execution.Name)));
    }

    /// <param name="request">The request.</param>
    /// <param name="parameters">What was given.</param>
    /// <param name="name">The parameter that holds an id.</param>
    /// <param name="others">What may be given beside it; <see langword="null"/> when others look at that.</param>
    /// <exception cref="ApiException">It is missing, or something else is there.</exception>
    private static string IdIn(ApiRequest request, JsonElement parameters, string name, string[]? others = null)
    {
        var limit = request.Services.BodyLimits.Largest;
        var document = RequestBody.Parse(
            System.Text.Encoding.UTF8.GetBytes(parameters.GetRawText()),
            DocumentFormat.Json,
            RequestBody.Limits(limit));
        string[] known = others is null
            ? [.. parameters.EnumerateObject().Select(member => member.Name)]
            : [name, .. others];
        var fields = new BodyFields(document, known);
        var id = fields.Text(name);
        if (fields.Value(name) is null)
        {
            fields.Report(FindingCodes.MissingField, "/" + name, $"Say {name}.");
        }

        fields.Check();
        return id!;
    }

    private static JsonElement Without(JsonElement parameters, string name) =>
        Core.Executions.JsonText.Write(writer =>
        {
            writer.WriteStartObject();
            foreach (var member in parameters.EnumerateObject().Where(member => member.Name != name))
            {
                member.WriteTo(writer);
            }

            writer.WriteEndObject();
        });
}
