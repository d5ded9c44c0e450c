using System.Text.Json;
using Harmonia.Core.Executions;
using Harmonia.Engine.Ports;

namespace Harmonia.Components.Tekton.Calling;

/// <summary>
/// The output of a task in the one form that all of the family's have: what the component itself said, and beside that
/// <c>status</c>, <c>success</c>, <c>result</c>, <c>results</c> and <c>data</c>.
/// </summary>
internal sealed class FamilyOutput
{
    private static readonly JsonElement True = JsonElement.Parse("true");
    private static readonly JsonElement False = JsonElement.Parse("false");

    private readonly Dictionary<string, JsonElement> _members = new(StringComparer.Ordinal);

    private FamilyOutput()
    {
    }

    /// <summary>Begins with what a component said; its members in camel case are there in snake case, too.</summary>
    public static FamilyOutput Of(JsonElement native)
    {
        var output = new FamilyOutput();
        if (native.ValueKind is not JsonValueKind.Object)
        {
            return output.Set("result", native);
        }

        foreach (var member in native.EnumerateObject())
        {
            output.Set(member.Name, member.Value);
        }

        foreach (var member in native.EnumerateObject())
        {
            output.Add(Casing.ToSnake(member.Name), member.Value);
        }

        return output;
    }

    /// <summary>Begins with nothing.</summary>
    public static FamilyOutput New() => new();

    public FamilyOutput Set(string name, JsonElement value)
    {
        _members[name] = value;
        return this;
    }

    public FamilyOutput Set(string name, string? value) => Set(name, JsonText.Of(value));

    public FamilyOutput Set(string name, long value) => Set(name, JsonText.Of(value));

    public FamilyOutput Set(string name, bool value) => Set(name, value ? True : False);

    /// <summary>The same unless there is such a member, or nothing to add.</summary>
    public FamilyOutput Add(string name, JsonElement? value)
    {
        if (value is { ValueKind: not JsonValueKind.Undefined } given)
        {
            _members.TryAdd(name, given);
        }

        return this;
    }

    /// <summary>
    /// Says that a component that cannot do what it was asked answered as if it could: nothing of it is a result.
    /// </summary>
    public FamilyOutput AsPlaceholder(string reason) => Set("placeholder", true)
        .Set("placeholder_reason", reason)
        .Set("status", "placeholder")
        .Set("success", false)
        .Set("result", JsonText.Null);

    /// <summary>Says that Harmonia itself did, less well, what no component could do.</summary>
    public FamilyOutput AsDegraded(string reason) => Set("degraded", true)
        .Set("degraded_reason", reason)
        .Set("generated_by", "harmonia");

    public JsonElement Build(JsonElement? result = null)
    {
        Add("status", JsonText.Of("success"));
        Add("success", True);
        if (result is { ValueKind: not JsonValueKind.Undefined } main)
        {
            Add("result", main);
        }

        Add("result", _members.TryGetValue("data", out var data) ? data : JsonText.Null);
        Add("results", _members["result"]);
        Add("data", _members["result"]);
        return JsonValue.Object(writer =>
        {
            foreach (var (name, value) in _members)
            {
                writer.WritePropertyName(name);
                value.WriteTo(writer);
            }
        });
    }

    public TaskOutcome Complete(JsonElement? result = null) => new TaskOutcome.Completed(Build(result));
}
