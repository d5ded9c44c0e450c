using System.Text.Json;
using System.Text.Json.Nodes;
using System.Text.RegularExpressions;
using Harmonia.Tekton.Doubles.Serving;

namespace Harmonia.Tekton.Doubles.Hermes;

/// <summary>The key-value, cache and document services. Documents cannot be deleted over HTTP.</summary>
internal sealed class HermesDatabase
{
    private const string Root = "/api/database";
    private const int UsualLimit = 10;
    private const int MaxItems = 10_000;

    private readonly Lock _lock = new();
    private readonly Dictionary<string, JsonNode?> _values = new(StringComparer.Ordinal);
    private readonly Dictionary<string, List<JsonObject>> _documents = new(StringComparer.Ordinal);

    public void Map(Router router)
    {
        foreach (var store in (string[])["kv", "cache"])
        {
            var pattern = $"{Root}/{store}/{{namespace}}/{{key}}";
            router.Put(pattern, call => Set(store, call));
            router.Get(pattern, call => Answer.Ok(new JsonObject { ["value"] = Value(Key(store, call)) }));
            router.Delete(pattern, call => Remove(store, call));
        }

        var documents = $"{Root}/document/{{namespace}}/{{collection}}";
        router.Post(documents, Insert);
        router.Put(documents, Update);
        router.Post($"{documents}/find", Find);
    }

    private static string Key(string store, Call call) =>
        $"{store}/{call["namespace"]}/{Uri.UnescapeDataString(call["key"])}";

    private static string Collection(Call call) => $"{call["namespace"]}/{call["collection"]}";

    private JsonNode? Value(string key)
    {
        lock (_lock)
        {
            return _values.GetValueOrDefault(key)?.DeepClone();
        }
    }

    private Answer Set(string store, Call call)
    {
        var fields = call.Read(
            Field.Required("value", Kind.Any), Field.Optional("ttl", Kind.Whole), Field.Optional("backend"));
        lock (_lock)
        {
            Bound(_values.Count);
            _values[Key(store, call)] = fields["value"];
        }

        return Success();
    }

    /// <summary>A body must be there, though nothing in it is looked at.</summary>
    private Answer Remove(string store, Call call)
    {
        call.Body();
        lock (_lock)
        {
            _values.Remove(Key(store, call));
        }

        return Success();
    }

    private Answer Insert(Call call)
    {
        var fields = call.Read(Field.Required("document", Kind.Object), Field.Optional("backend"));
        var id = Guid.NewGuid().ToString();
        lock (_lock)
        {
            var documents = Documents(call);
            Bound(documents.Count);
            documents.Add(fields.Object("document"));
        }

        return Answer.Ok(new JsonObject { ["success"] = true, ["document_id"] = id });
    }

    private Answer Find(Call call)
    {
        var fields = call.Read(
            Field.Required("query", Kind.Object), Field.Optional("limit", Kind.Whole), Field.Optional("backend"));
        var query = fields.Object("query");
        lock (_lock)
        {
            var found = Documents(call).Where(one => Matches(one, query)).Take((int)fields.Number("limit", UsualLimit));
            return Answer.Ok(new JsonObject { ["documents"] = JsonText.Copies(found) });
        }
    }

    private Answer Update(Call call)
    {
        var fields = call.Read(
            Field.Required("query", Kind.Object), Field.Required("update", Kind.Object), Field.Optional("backend"));
        var (query, update) = (fields.Object("query"), fields.Object("update"));
        lock (_lock)
        {
            var found = Documents(call).FindAll(one => Matches(one, query));
            foreach (var document in found)
            {
                foreach (var (name, value) in update)
                {
                    document[name] = value?.DeepClone();
                }
            }

            return Answer.Ok(new JsonObject { ["success"] = true, ["count"] = found.Count });
        }
    }

    private List<JsonObject> Documents(Call call)
    {
        var collection = Collection(call);
        return _documents.TryGetValue(collection, out var known) ? known : _documents[collection] = [];
    }

    private static bool Matches(JsonObject document, JsonObject query) => query.All(
        condition => condition.Value is JsonObject operators && operators.All(one => one.Key.StartsWith('$'))
            ? operators.All(one => Holds(one.Key, document[condition.Key], one.Value))
            : JsonNode.DeepEquals(document[condition.Key], condition.Value));

    private static bool Holds(string word, JsonNode? value, JsonNode? operand) => word switch
    {
        "$ne" => !JsonNode.DeepEquals(value, operand),
        "$in" => operand is JsonArray items && items.Any(item => JsonNode.DeepEquals(item, value)),
        "$regex" => value is not null && Regex.IsMatch(
            value.ToString(), operand?.ToString() ?? "", RegexOptions.None, TimeSpan.FromSeconds(1)),
        "$gt" => Compare(value, operand) > 0,
        "$gte" => Compare(value, operand) >= 0,
        "$lt" => Compare(value, operand) < 0,
        "$lte" => Compare(value, operand) <= 0,
        _ => false,
    };

    private static int? Compare(JsonNode? left, JsonNode? right) => (left?.GetValueKind(), right?.GetValueKind()) switch
    {
        (JsonValueKind.Number, JsonValueKind.Number) => left!.GetValue<double>().CompareTo(right!.GetValue<double>()),
        (JsonValueKind.String, JsonValueKind.String) => string.CompareOrdinal(left!.ToString(), right!.ToString()),
        _ => null,
    };

    private static void Bound(int count)
    {
        if (count >= MaxItems)
        {
            throw RefusedException.Because(500, "The double is full");
        }
    }

    private static Answer Success() => Answer.Ok(new JsonObject { ["success"] = true });
}
