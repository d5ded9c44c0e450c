using System.Text.Encodings.Web;
using System.Text.Json;
using System.Text.Json.Serialization;

namespace Harmonia.Client;

/// <summary>How everything is written on the wire: snake_case, times in UTC with <c>Z</c>, no reflection.</summary>
[JsonSourceGenerationOptions(
    PropertyNamingPolicy = JsonKnownNamingPolicy.SnakeCaseLower,
    Converters = [typeof(UtcTimeConverter)],
    MaxDepth = MaxDepth)]
[JsonSerializable(typeof(ErrorAnswer))]
[JsonSerializable(typeof(WorkflowSaved))]
[JsonSerializable(typeof(WorkflowRevised))]
[JsonSerializable(typeof(WorkflowRemoved))]
[JsonSerializable(typeof(WorkflowDetail))]
[JsonSerializable(typeof(WorkflowList))]
[JsonSerializable(typeof(ValidationAnswer))]
[JsonSerializable(typeof(StartBody))]
[JsonSerializable(typeof(ExecutionStarted))]
[JsonSerializable(typeof(ExecutionDetail))]
[JsonSerializable(typeof(ExecutionList))]
[JsonSerializable(typeof(ExecutionHistory))]
[JsonSerializable(typeof(CancelBody))]
[JsonSerializable(typeof(ItemsBody))]
[JsonSerializable(typeof(ResolveBody))]
[JsonSerializable(typeof(CommandAnswer))]
[JsonSerializable(typeof(StateBody))]
[JsonSerializable(typeof(StateSaved))]
[JsonSerializable(typeof(StateAnswer))]
[JsonSerializable(typeof(JsonElement))]
[JsonSerializable(typeof(CheckpointBody))]
[JsonSerializable(typeof(CheckpointTaken))]
[JsonSerializable(typeof(CheckpointList))]
[JsonSerializable(typeof(CheckpointDetail))]
[JsonSerializable(typeof(CheckpointValidation))]
[JsonSerializable(typeof(ForkBody))]
[JsonSerializable(typeof(ExecutionRestored))]
[JsonSerializable(typeof(StateCheckpoint))]
[JsonSerializable(typeof(StateRestoreBody))]
[JsonSerializable(typeof(StateRestored))]
[JsonSerializable(typeof(EvaluationBody))]
[JsonSerializable(typeof(EvaluationAnswer))]
[JsonSerializable(typeof(HealthAnswer))]
[JsonSerializable(typeof(ReadyAnswer))]
[JsonSerializable(typeof(LiveEvent))]
[JsonSerializable(typeof(TemplateSaved))]
[JsonSerializable(typeof(TemplateImported))]
[JsonSerializable(typeof(TemplateRevised))]
[JsonSerializable(typeof(TemplateRemoved))]
[JsonSerializable(typeof(TemplateDetail))]
[JsonSerializable(typeof(TemplateList))]
[JsonSerializable(typeof(TemplateVersionList))]
[JsonSerializable(typeof(TemplateFile))]
[JsonSerializable(typeof(InstantiateBody))]
[JsonSerializable(typeof(TemplateInstantiated))]
[JsonSerializable(typeof(CategoryBody))]
[JsonSerializable(typeof(CategoryDetail))]
[JsonSerializable(typeof(CategoryList))]
[JsonSerializable(typeof(SignalBody))]
[JsonSerializable(typeof(SignalAnswer))]
[JsonSerializable(typeof(SignalList))]
[JsonSerializable(typeof(EventBody))]
[JsonSerializable(typeof(EventAnswer))]
[JsonSerializable(typeof(ApprovalList))]
[JsonSerializable(typeof(ExecutionApprovals))]
[JsonSerializable(typeof(AnswerBody))]
[JsonSerializable(typeof(AnswerTaken))]
[JsonSerializable(typeof(LinkBody))]
[JsonSerializable(typeof(LinkAnswer))]
[JsonSerializable(typeof(PollBody))]
[JsonSerializable(typeof(PollAttempts))]
[JsonSerializable(typeof(WorkerAttempt))]
[JsonSerializable(typeof(IReadOnlyList<AttemptReportResult>))]
[JsonSerializable(typeof(IReadOnlyDictionary<string, IReadOnlyList<string>>))]
[JsonSerializable(typeof(WorkerReportBody))]
[JsonSerializable(typeof(WorkerReportAnswer))]
[JsonSerializable(typeof(AttemptReportResult))]
[JsonSerializable(typeof(WorkerList))]
[JsonSerializable(typeof(WorkerDrained))]
[JsonSerializable(typeof(ComponentSaved))]
[JsonSerializable(typeof(ComponentRemoved))]
[JsonSerializable(typeof(ComponentList))]
[JsonSerializable(typeof(ComponentDetail))]
[JsonSerializable(typeof(ComponentActionList))]
[JsonSerializable(typeof(ComponentAction))]
[JsonSerializable(typeof(ActionAnswer))]
[JsonSerializable(typeof(ComponentTest))]
[JsonSerializable(typeof(AdapterCapabilities))]
[JsonSerializable(typeof(AdapterAnswer))]
[JsonSerializable(typeof(CapabilityError))]
[JsonSerializable(typeof(DiscoveryAnswer))]
[JsonSerializable(typeof(RegistryEntry))]
[JsonSerializable(typeof(IReadOnlyList<RegistryEntry>))]
[JsonSerializable(typeof(ShutdownAnswer))]
[JsonSerializable(typeof(ShutdownStatus))]
public sealed partial class HarmoniaJson : JsonSerializerContext
{
    /// <summary>
    /// Nesting of what is read and written; definitions and values may nest by 64, answers put them deeper.
    /// </summary>
    public const int MaxDepth = 256;

    /// <summary>The context to use: text other than ASCII stays readable.</summary>
    public static HarmoniaJson Wire => field ??= new HarmoniaJson(new JsonSerializerOptions(Default.Options)
    {
        // Answers are JSON, marked so and never sniffed: nothing in them can be taken for HTML.
        Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping,
    });
}
