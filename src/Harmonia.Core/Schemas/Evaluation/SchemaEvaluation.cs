using System.Collections.Immutable;
using System.Runtime.CompilerServices;
using System.Text.Json;
using Harmonia.Core.Failures;
using Harmonia.Core.Schemas.Compilation;
using Harmonia.Core.Schemas.Keywords;

namespace Harmonia.Core.Schemas.Evaluation;

/// <summary>The state of checking one value: where we are, what was found, and what it has cost.</summary>
internal sealed class SchemaEvaluation(bool collecting)
{
    private readonly List<Segment> _path = [];
    private readonly List<SchemaResource> _scope = [];
    private ImmutableArray<SchemaViolation>.Builder? _violations;
    private int _depth;
    private int _spent;
    private bool _stopped;
    private bool _limited;

    /// <summary>Whether violations are wanted; false in branches that may fail without harm.</summary>
    public bool Collecting { get; private set; } = collecting;

    public ImmutableArray<SchemaViolation> Violations => _violations?.ToImmutable() ?? [];

    public bool Evaluate(SchemaNode root, JsonElement value)
    {
        if (value.ValueKind == JsonValueKind.Undefined)
        {
            Stop("There is no value.", root.Pointer);
            return false;
        }

        try
        {
            return root.Matches(value, this, parts: null) && !_limited;
        }
        catch (InvalidOperationException)
        {
            // System.Text.Json parses escapes such as "\ud800" alone, and throws only when the text is read.
            Stop("The value has text with half of a surrogate pair, which is not Unicode.", root.Pointer);
            return false;
        }
        catch (InsufficientExecutionStackException)
        {
            Stop("The value is nested too deeply to be compared.", root.Pointer);
            return false;
        }
    }

    /// <returns>False when a limit is reached, or enough violations are found: the evaluation is over.</returns>
    public bool TryEnter(SchemaNode node, out bool scoped)
    {
        scoped = false;
        if (_stopped || !Spend(1, node.Pointer))
        {
            return false;
        }

        if (_depth >= JsonSchema.MaxEvaluationDepth || !RuntimeHelpers.TryEnsureSufficientExecutionStack())
        {
            Stop($"Schemas are applied inside each other more than {JsonSchema.MaxEvaluationDepth} levels deep; "
                + "a schema that refers to itself for the same value never ends.", node.Pointer);
            return false;
        }

        _depth++;
        if (_scope.Count == 0 || !ReferenceEquals(_scope[^1], node.Resource))
        {
            _scope.Add(node.Resource);
            scoped = true;
        }

        return true;
    }

    public void Leave(bool scoped)
    {
        _depth--;
        if (scoped)
        {
            _scope.RemoveAt(_scope.Count - 1);
        }
    }

    /// <returns>False when the work is used up.</returns>
    public bool Spend(int work, string schemaPointer)
    {
        if (work <= JsonSchema.MaxEvaluations - _spent)
        {
            _spent += work;
            return true;
        }

        Stop($"Checking the value takes more than {JsonSchema.MaxEvaluations} evaluations.", schemaPointer);
        return false;
    }

    /// <summary>The outermost dynamic anchor of this name in the dynamic scope.</summary>
    public SchemaNode? FindDynamic(string anchor)
    {
        foreach (var resource in _scope)
        {
            if (resource.DynamicAnchors.TryGetValue(anchor, out var location))
            {
                return location.Node;
            }
        }

        return null;
    }

    public bool MatchesMember(SchemaNode node, string name, JsonElement member)
    {
        _path.Add(new Segment(name, 0));
        var matches = node.Matches(member, this, parts: null);
        _path.RemoveAt(_path.Count - 1);
        return matches;
    }

    public bool MatchesItem(SchemaNode node, int index, JsonElement item)
    {
        _path.Add(new Segment(null, index));
        var matches = node.Matches(item, this, parts: null);
        _path.RemoveAt(_path.Count - 1);
        return matches;
    }

    /// <summary>Tries a schema whose failure is no violation by itself.</summary>
    public bool Tries(SchemaNode node, JsonElement value, EvaluatedParts? parts)
    {
        var collecting = Collecting;
        Collecting = false;
        var matches = node.Matches(value, this, parts);
        Collecting = collecting;
        return matches;
    }

    /// <summary>Says that the value is not as the keyword expects.</summary>
    /// <returns>Always false, so that a keyword can return it.</returns>
    public bool Fail(Keyword keyword, JsonElement value, string expectation)
    {
        if (Collecting && !_stopped)
        {
            Report(keyword.Name, keyword.Pointer, $"{expectation}, found {ValueText.Shorten(value)}.");
        }

        return false;
    }

    public bool FailMember(Keyword keyword, string name, JsonElement member)
    {
        if (Collecting)
        {
            _path.Add(new Segment(name, 0));
            Fail(keyword, member, $"The property \"{ValueText.Shorten(name)}\" is not allowed");
            _path.RemoveAt(_path.Count - 1);
        }

        return false;
    }

    public bool FailItem(Keyword keyword, int index, JsonElement item)
    {
        if (Collecting)
        {
            _path.Add(new Segment(null, index));
            Fail(keyword, item, $"The item {index} is not allowed");
            _path.RemoveAt(_path.Count - 1);
        }

        return false;
    }

    private void Stop(string message, string schemaPointer)
    {
        if (_limited)
        {
            return;
        }

        _limited = true;
        if (_violations?.Count == JsonSchema.MaxViolations)
        {
            _violations.RemoveAt(JsonSchema.MaxViolations - 1);
        }

        Report(JsonSchema.LimitKeyword, schemaPointer, message);
        _stopped = true;
    }

    private void Report(string keyword, string schemaPointer, string message)
    {
        var pointer = _path.Aggregate("", (parent, segment) => segment.Name is null
            ? JsonPointer.Append(parent, segment.Index)
            : JsonPointer.Append(parent, segment.Name));
        _violations ??= ImmutableArray.CreateBuilder<SchemaViolation>();
        _violations.Add(new SchemaViolation(pointer, keyword, schemaPointer, message));
        _stopped |= _violations.Count >= JsonSchema.MaxViolations;
    }

    private readonly record struct Segment(string? Name, int Index);
}
