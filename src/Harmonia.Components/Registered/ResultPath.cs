using System.Buffers;
using System.Collections.Immutable;
using System.Globalization;
using System.Text.Json;

namespace Harmonia.Components.Registered;

/// <summary>A path into an answer: the part of JSONPath that declarations need.</summary>
/// <remarks><c>$</c>, <c>.name</c>, <c>["name"]</c>, <c>['name']</c>, <c>[n]</c> and <c>[*]</c>.</remarks>
public sealed class ResultPath
{
    private const int MaxLength = 1024;
    private const int MaxSteps = 64;

    private static readonly SearchValues<char> NotInNames = SearchValues.Create(" \t\"'*]");

    private readonly ImmutableArray<Step> _steps;

    private ResultPath(string text, ImmutableArray<Step> steps) => (Text, _steps) = (text, steps);

    /// <summary>As it was declared.</summary>
    public string Text { get; }

    /// <returns><see langword="null"/> when it is no such path; then <paramref name="problem"/> says why.</returns>
    public static ResultPath? Parse(string text, out string? problem)
    {
        problem = null;
        if (text is not ['$', ..] || text.Length > MaxLength)
        {
            problem = $"A path begins with $ and has at most {MaxLength} characters.";
            return null;
        }

        var steps = ImmutableArray.CreateBuilder<Step>();
        for (var rest = text.AsSpan(1); !rest.IsEmpty;)
        {
            var length = ReadStep(rest, out var step);
            if (length is 0 || steps.Count == MaxSteps)
            {
                var at = text.Length - rest.Length;
                problem = $"At character {at} .name, [\"name\"], [n] or [*] is expected, at most {MaxSteps} of them.";
                return null;
            }

            steps.Add(step!);
            rest = rest[length..];
        }

        return new ResultPath(text, steps.ToImmutable());
    }

    /// <returns>
    /// The value there, or the list of all values when the path holds <c>[*]</c>; <see langword="null"/> when there is
    /// nothing.
    /// </returns>
    public JsonElement? Select(JsonElement answer)
    {
        List<JsonElement> found = [answer];
        foreach (var step in _steps)
        {
            found = [.. found.SelectMany(step.Of)];
        }

        return _steps.Any(step => step is Step.Every) ? ListOf(found) : found is [var one] ? one : null;
    }

    public override string ToString() => Text;

    private static int ReadStep(ReadOnlySpan<char> rest, out Step? step)
    {
        step = null;
        if (rest[0] is '.')
        {
            var end = rest[1..].IndexOfAny('.', '[');
            var name = end < 0 ? rest[1..] : rest.Slice(1, end);
            step = new Step.Member(name.ToString());
            return name.IsEmpty || name.ContainsAny(NotInNames) ? 0 : name.Length + 1;
        }

        if (rest is not ['[', _, ..])
        {
            return 0;
        }

        return rest[1] is '"' or '\'' ? ReadQuoted(rest, out step) : ReadIndex(rest, out step);
    }

    private static int ReadQuoted(ReadOnlySpan<char> rest, out Step? step)
    {
        step = null;
        var end = rest[2..].IndexOf(rest[1]);
        if (end < 0 || rest.Length < end + 4 || rest[end + 3] is not ']')
        {
            return 0;
        }

        step = new Step.Member(rest.Slice(2, end).ToString());
        return end + 4;
    }

    private static int ReadIndex(ReadOnlySpan<char> rest, out Step? step)
    {
        step = null;
        var end = rest.IndexOf(']');
        if (end < 2)
        {
            return 0;
        }

        var inside = rest[1..end];
        if (inside is "*")
        {
            step = new Step.Every();
        }
        else if (int.TryParse(inside, NumberStyles.None, CultureInfo.InvariantCulture, out var index))
        {
            step = new Step.Item(index);
        }

        return step is null ? 0 : end + 1;
    }

    private static JsonElement ListOf(List<JsonElement> items)
    {
        var buffer = new ArrayBufferWriter<byte>();
        using (var writer = new Utf8JsonWriter(buffer))
        {
            writer.WriteStartArray();
            items.ForEach(item => item.WriteTo(writer));
            writer.WriteEndArray();
        }

        return JsonElement.Parse(buffer.WrittenSpan, new JsonDocumentOptions { MaxDepth = ForeignJson.MaxDepth + 1 });
    }

    private abstract record Step
    {
        public abstract IEnumerable<JsonElement> Of(JsonElement value);

        public sealed record Member(string Name) : Step
        {
            public override IEnumerable<JsonElement> Of(JsonElement value) =>
                value.ValueKind is JsonValueKind.Object && value.TryGetProperty(Name, out var member) ? [member] : [];
        }

        public sealed record Item(int Index) : Step
        {
            public override IEnumerable<JsonElement> Of(JsonElement value) =>
                value.ValueKind is JsonValueKind.Array && Index < value.GetArrayLength() ? [value[Index]] : [];
        }

        public sealed record Every : Step
        {
            public override IEnumerable<JsonElement> Of(JsonElement value) => value.ValueKind switch
            {
                JsonValueKind.Array => value.EnumerateArray(),
                JsonValueKind.Object => value.EnumerateObject().Select(member => member.Value),
                _ => [],
            };
        }
    }
}
