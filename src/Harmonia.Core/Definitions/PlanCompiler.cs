using System.Collections.Immutable;
using System.Text;
using System.Text.Json;
using Harmonia.Core.Definitions.Checking;
using Harmonia.Core.Executions;
using Harmonia.Core.Failures;

namespace Harmonia.Core.Definitions;

/// <summary>Checks and compiles plans: tasks that are made while an execution runs.</summary>
internal static class PlanCompiler
{
    private const int MaxFindings = 20;

    /// <summary>What a plan may say beside its tasks.</summary>
    private static readonly FieldNames Fields =
        FieldNames.Only("id", "name", "description", "version", "metadata", "tags", "tasks", "result");

    /// <summary>Reads what somebody planned, and holds it against the policy of the task.</summary>
    /// <param name="task">The dynamic task.</param>
    /// <param name="written">A list or a map of tasks, a whole definition, or one of these as a text of JSON.</param>
    /// <param name="input">The shape of the execution's input.</param>
    /// <param name="findings">Takes what is wrong; warnings are of no interest.</param>
    /// <returns>The plan as an object with <c>tasks</c>, or <see langword="null"/> when it is refused.</returns>
    public static JsonElement? Check(
        TaskState task, JsonElement written, Schemas.JsonSchema? input, out ImmutableArray<Finding> findings)
    {
        var found = new FindingList(MaxFindings);
        var plan = Normalize(written, found);
        if (plan is { } source)
        {
            var policy = task.Definition.Policy!;
            var (outer, owner) = Surroundings.Of(task);
            var limits = DefinitionLimits.Default with
            {
                MaxTasks = policy.MaxTasks,
                MaxNesting = Math.Min(DefinitionLimits.Default.MaxNesting, outer.Depth + policy.MaxDepth),
                MaxFindings = MaxFindings,
            };
            if (Read(source, owner, outer, limits, found) is { } body)
            {
                new PlanChecker(policy, found).Check(body);
                new ReferenceChecker(input, found) { HidesEnvironment = true }.CheckWithin(body);
            }
        }

        findings = [.. found.Where(finding => finding.IsError)];
        return findings.IsEmpty ? plan : null;
    }

    /// <summary>Compiles a plan that was checked before.</summary>
    /// <exception cref="InvalidDataException">It was not.</exception>
    public static TaskBody Recompile(JsonElement plan, TaskDefinition task)
    {
        var findings = new FindingList(MaxFindings);
        var limits = DefinitionLimits.Default with { MaxTasks = int.MaxValue };
        var owner = new TaskDraft(0, "", "", plan);
        var body = Read(plan, owner, new BodyDraft(null, null, []), limits, findings);
        return body is null || findings.HasErrors
            ? throw new InvalidDataException("A stored plan does not compile.")
            : DefinitionBuilder.Build(body, task.Window);
    }

    private static BodyDraft? Read(
        JsonElement plan, TaskDraft owner, BodyDraft outer, DefinitionLimits limits, FindingList findings)
    {
        var fields = new FieldReader(plan, "", findings);
        fields.AcceptOnly(Fields);
        var components = new ComponentChecker(WorkflowCompiler.NothingIsKnown, findings);
        var bodies = new BodyReader(TaskDefaults.None, limits, components, findings);
        var body = bodies.ReadTasks(fields, owner, outer);
        if (body is not null)
        {
            body.Result = bodies.ReadResult(fields);
        }

        return body;
    }

    private static JsonElement? Normalize(JsonElement written, FindingList findings)
    {
        if (JsonText.Size(written) > DocumentLimits.Default.MaxBytes)
        {
            findings.Error(
                FindingCodes.TooLarge, "", $"A plan has at most {DocumentLimits.Default.MaxBytes} bytes.");
            return null;
        }

        // Read as a document of a stranger: duplicate keys and depth are looked at too.
        var text = written.ValueKind == JsonValueKind.String ? written.GetString()! : written.GetRawText();
        var source = SourceDocument.Read(
            Encoding.UTF8.GetBytes(text), DocumentFormat.Json, DocumentLimits.Default, findings)?.Root;
        switch (source?.ValueKind)
        {
            case null:
                return null;
            case JsonValueKind.Array:
                return Wrapped(source.Value);
            case JsonValueKind.Object:
                return source.Value.TryGetProperty("tasks", out _) ? source : Wrapped(source.Value);
            default:
                findings.Error(
                    FindingCodes.WrongType,
                    "",
                    $"A plan is a list or a map of tasks, or an object with tasks, not {Shown.Value(source.Value)}.");
                return null;
        }
    }

    private static JsonElement Wrapped(JsonElement tasks) => JsonText.Write(writer =>
    {
        writer.WriteStartObject();
        writer.WritePropertyName("tasks");
        tasks.WriteTo(writer);
        writer.WriteEndObject();
    });
}
