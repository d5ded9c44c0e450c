using System.Text.Json;
using Harmonia.Core.Definitions;

namespace Harmonia.Core.Executions.Deciding;

/// <summary>How branches are chosen, and how they are brought together again.</summary>
internal static class DecisionRules
{
    /// <summary>Asks the cases in their order, and chooses the first that holds, or all, or the default.</summary>
    public static void Decide(Draft draft, TaskState task)
    {
        var settings = task.Definition.Decision!;
        var chosen = 0UL;
        for (var branch = 0; branch < settings.Cases.Length && (settings.All || chosen == 0); branch++)
        {
            if (!settings.Cases[branch].When.TryTest(
                draft.Scope(task), draft.State.Settings.Evaluation, out var holds, out var error))
            {
                draft.Fail(task, EndRules.Failure($"case {branch}", error), final: true);
                return;
            }

            chosen |= holds ? 1UL << branch : 0;
        }

        chosen = chosen == 0 ? 1UL << settings.Cases.Length : chosen;
        AttemptRules.Accept(draft, task, Output(settings, chosen), chosen);
    }

    /// <summary>
    /// The outputs of what a join waited for, by id and, for a <c>parallel</c> task, by branch; of tasks that have
    /// none, nothing.
    /// </summary>
    public static JsonElement Gather(ExecutionState state, TaskState task) => JsonText.Write(writer =>
    {
        var definition = task.Definition;
        writer.WriteStartObject();
        foreach (var (name, ids) in definition.Branches)
        {
            writer.WriteStartObject(name);
            WriteOutputs(writer, ids.Select(id => task.Frame.Find(id)!));
            writer.WriteEndObject();
        }

        if (definition.Branches.IsEmpty)
        {
            var sources = definition.Routing is null
                ? definition.DependsOn.Select(dependency => task.Frame.Tasks[dependency.Task])
                : task.Origins.Select(path => state.Find(path)!).DistinctBy(source => source.Definition.Index);
            WriteOutputs(writer, sources);
        }

        writer.WriteEndObject();
    });

    private static void WriteOutputs(Utf8JsonWriter writer, IEnumerable<TaskState> sources)
    {
        foreach (var source in sources)
        {
            if (source.Output is { } output)
            {
                writer.WritePropertyName(source.Definition.Id);
                output.WriteTo(writer);
            }
        }
    }

    /// <summary><c>{"cases": [places], "chosen": [task ids]}</c>; no case at all for the default.</summary>
    private static JsonElement Output(DecisionSettings settings, ulong chosen) => JsonText.Write(writer =>
    {
        var branches = Enumerable.Range(0, settings.Cases.Length).Where(branch => (chosen & (1UL << branch)) != 0);
        var tasks = branches.Any() ? branches.SelectMany(branch => settings.Cases[branch].Then) : settings.Default;
        writer.WriteStartObject();
        writer.WriteStartArray("cases");
        foreach (var branch in branches)
        {
            writer.WriteNumberValue(branch);
        }

        writer.WriteEndArray();
        writer.WriteStartArray("chosen");
        foreach (var id in tasks.Distinct())
        {
            writer.WriteStringValue(id);
        }

        writer.WriteEndArray();
        writer.WriteEndObject();
    });
}
