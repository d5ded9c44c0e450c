using System.Text.Json;
using Harmonia.Core.Failures;

namespace Harmonia.Components.BuiltIn;

/// <summary>What every action of <c>builtin</c> gets: its configuration, and the outputs of what ran before.</summary>
internal sealed class BuiltInInput
{
    /// <summary>Every output of the component carries it, and none hands it on.</summary>
    public const string ExecutorMark = "executor";

    private const int MaxRecords = 100_000;
    private const int MaxMembers = 1_000;

    private static readonly JsonElement NoConfig = JsonValue.EmptyObject;

    /// <summary>Where a list of records is looked for, in this order.</summary>
    private static readonly string[] RecordNames = ["data", "records", "items", "results", "rows", "body"];

    private readonly OrderedDictionary<string, JsonElement> _merged = new(StringComparer.Ordinal);

    private BuiltInInput(string? type, JsonElement config) => (Type, Config) = (type, config);

    /// <summary>The author's word for the work, if it is one that only passes on.</summary>
    public string? Type { get; }

    public JsonElement Config { get; }

    /// <summary>The ids of what ran before.</summary>
    public List<string> Predecessors { get; } = [];

    /// <summary>The members of all outputs together; of two with one name the later task's counts.</summary>
    public IReadOnlyDictionary<string, JsonElement> Merged => _merged;

    public static BuiltInInput Read(JsonElement element, ICollection<Finding> findings)
    {
        var fields = new ObjectReader(element, "", findings);
        var config = fields.Value("config") ?? NoConfig;
        if (config.ValueKind is not JsonValueKind.Object)
        {
            fields.Report(
                FindingCodes.WrongType, "config", $"An object is expected here, not {ObjectReader.Kind(config)}.");
            config = NoConfig;
        }

        var input = new BuiltInInput(fields.Text("type"), config);
        foreach (var output in fields.Members("previous"))
        {
            input.Merge(output.Name, output.Value);
        }

        fields.RefuseUnknown();
        if (input._merged.Count > MaxMembers)
        {
            fields.Report(
                FindingCodes.TooLarge,
                "previous",
                $"What came before has {input._merged.Count} members together; at most {MaxMembers} are read.");
        }

        return input;
    }

    /// <summary>
    /// The records to work on: <c>config.data</c>, or the first list under one of the usual names in what came
    /// before.
    /// </summary>
    /// <returns>No records, with a finding, when there are none to be found.</returns>
    public IReadOnlyList<JsonElement> Records(ICollection<Finding> findings)
    {
        var list = Config.TryGetProperty("data", out var own) && own.ValueKind is JsonValueKind.Array
            ? own
            : Find(_merged) ?? _merged.Values.Cast<JsonElement?>().FirstOrDefault(IsList);
        if (list is not { } records)
        {
            findings.Add(new Finding(
                FindingCodes.MissingField,
                "/config/data",
                "There is no list of records: give one here, or let a task before answer one as "
                    + $"{string.Join(", ", RecordNames)}."));
            return [];
        }

        if (records.GetArrayLength() > MaxRecords)
        {
            findings.Add(new Finding(
                FindingCodes.TooLarge,
                "/config/data",
                $"There are {records.GetArrayLength()} records; at most {MaxRecords} are worked on at once."));
            return [];
        }

        return [.. records.EnumerateArray()];
    }

    private static JsonElement? Find(OrderedDictionary<string, JsonElement> members)
    {
        foreach (var name in RecordNames)
        {
            if (!members.TryGetValue(name, out var value))
            {
                continue;
            }

            if (value.ValueKind is JsonValueKind.Array)
            {
                return value;
            }

            if (value.ValueKind is JsonValueKind.Object && FindWithin(value) is { } inner)
            {
                return inner;
            }
        }

        return null;
    }

    private static JsonElement? FindWithin(JsonElement value) => RecordNames
        .Select(name => value.TryGetProperty(name, out var inner) ? inner : (JsonElement?)null)
        .FirstOrDefault(IsList);

    private static bool IsList(JsonElement? value) => value is { ValueKind: JsonValueKind.Array };

    private void Merge(string id, JsonElement output)
    {
        Predecessors.Add(id);
        if (output.ValueKind is not JsonValueKind.Object)
        {
            if (output.ValueKind is not JsonValueKind.Null)
            {
                _merged[id] = output;
            }

            return;
        }

        foreach (var member in output.EnumerateObject().Where(member => member.Name is not ExecutorMark))
        {
            _merged[member.Name] = member.Value;
        }
    }
}
