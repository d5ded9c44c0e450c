using System.Text.Json;
using Harmonia.Core.Definitions;
using Harmonia.Core.Executions;
using Harmonia.Core.Tests.Schemas;
using Harmonia.Simulation.Checks;

namespace Harmonia.Core.Tests.Executions;

/// <summary>What earlier releases stored is still read, and still means the same (tests/histories).</summary>
public class GoldenHistoryTests
{
    private static readonly string Root = Path.Combine(RepositoryFolder.Find(), "tests", "histories");

    public static TheoryData<string> Histories() => [.. Directory
        .EnumerateFiles(Root, "events.jsonl", SearchOption.AllDirectories)
        .Select(file => Path.GetRelativePath(Root, Path.GetDirectoryName(file)!))
        .Order(StringComparer.Ordinal)];

    [Theory]
    [MemberData(nameof(Histories))]
    public void A_stored_history_still_leads_to_the_same_state(string history)
    {
        var folder = Path.Combine(Root, history);
        var definition = WorkflowCompiler.Recompile(Json(File.ReadAllText(Path.Combine(folder, "definition.json"))));
        var events = File.ReadLines(Path.Combine(folder, "events.jsonl"))
            .Select(line => JsonSerializer.Deserialize(line, StorageJson.Default.ExecutionEvent)!)
            .ToArray();

        var state = ExecutionState.Fold(Scenario.Id, definition, ExecutionSettings.Default, events);

        RequireAll(Json(File.ReadAllText(Path.Combine(folder, "final.json"))), Json(StateDump.Text(state)), "");
        Assert.Equal(events.Length, state.Version);
    }

    [Fact]
    public void There_are_histories_of_the_first_release_and_of_the_whole_language()
    {
        Assert.True(Histories().Count(row => row.Data.StartsWith("0.1", StringComparison.Ordinal)) >= 3);
        Assert.True(Histories().Count(row => row.Data.StartsWith("0.2", StringComparison.Ordinal)) >= 12);
    }

    /// <summary>Everything that is expected is there; more may be there.</summary>
    private static void RequireAll(JsonElement expected, JsonElement actual, string path)
    {
        Assert.True(expected.ValueKind == actual.ValueKind, $"{path} is {actual.ValueKind}, not {expected.ValueKind}.");
        switch (expected.ValueKind)
        {
            case JsonValueKind.Object:
                foreach (var member in expected.EnumerateObject())
                {
                    Assert.True(actual.TryGetProperty(member.Name, out var value), $"{path}/{member.Name} is gone.");
                    RequireAll(member.Value, value, $"{path}/{member.Name}");
                }

                break;
            case JsonValueKind.Array:
                Assert.Equal(expected.GetArrayLength(), actual.GetArrayLength());
                for (var index = 0; index < expected.GetArrayLength(); index++)
                {
                    RequireAll(expected[index], actual[index], $"{path}/{index}");
                }

                break;
            default:
                Assert.True(JsonElement.DeepEquals(expected, actual), $"{path} is {actual}, not {expected}.");
                break;
        }
    }

    private static JsonElement Json(string text) => JsonElement.Parse(text);
}
