using System.Text.Json;
using Harmonia.Core.Failures;

namespace Harmonia.Core.Definitions.Checking.Transitions;

/// <summary>Reads <c>join</c> where transitions lead: what tokens do that arrive at a task.</summary>
internal sealed class ArrivalReader(RouteDraft route, FindingList findings)
{
    private static readonly FieldNames JoinFields = FieldNames.Only("mode", "count", "threads", "rest");
    private static readonly string[] Modes = ["all", "any", "each", "unmatched", "all_possible"];
    private static readonly string[] Rests = ["consume", "block", "cancel"];

    public Routing Read(Routing routing)
    {
        var fields = route.Fields;
        fields.RefuseBoth("join", "join_type");
        var name = fields.Find("join") is null ? "join_type" : "join";
        return fields.Find(name) switch
        {
            null => Of(routing, route.Type == "join" ? "all" : "each", fields.Pointer),
            { ValueKind: JsonValueKind.String } word => Of(routing, word.GetString()!, fields.At(name)),
            { ValueKind: JsonValueKind.Object } rule => Of(routing, new FieldReader(rule, fields.At(name), findings)),
            { } other => Refuse(routing, fields, name, other),
        };
    }

    private static Routing Refuse(Routing routing, FieldReader fields, string name, JsonElement value)
    {
        fields.WrongType(name, "a word, or an object with 'mode', 'count' or 'threads'", value);
        return routing;
    }

    private Routing Of(Routing routing, FieldReader rule)
    {
        rule.AcceptOnly(JoinFields);
        rule.RefuseBoth("mode", "count");
        rule.RefuseBoth("threads", "count");
        rule.RefuseBoth("mode", "threads");
        routing = routing with { Rest = ReadRest(rule) };
        if (rule.Whole("threads", 1, Transition.MostThreads) is { } threads)
        {
            return routing with { Arrival = ArrivalMode.Threads, Needed = threads, Arrivals = threads };
        }

        var branches = Math.Max(1, route.Sources.Count);
        return rule.Whole("count", 1, branches) is { } count
            ? routing with { Arrival = ArrivalMode.Rounds, Needed = count, Arrivals = branches }
            : Of(routing, rule.Text("mode") ?? "all", rule.At("mode"));
    }

    private Routing Of(Routing routing, string mode, string pointer)
    {
        var branches = Math.Max(1, route.Sources.Count);
        switch (mode)
        {
            case "all":
                return routing with { Arrival = ArrivalMode.Rounds, Needed = branches, Arrivals = branches };
            case "any":
                return routing with { Arrival = ArrivalMode.Rounds, Needed = 1, Arrivals = branches };
            case "unmatched":
                return routing with { Arrival = ArrivalMode.Unmatched, Needed = branches, Arrivals = branches };
            case "all_possible":
                return routing with { Arrival = ArrivalMode.AllPossible };
            case "each":
                return routing with { Arrival = ArrivalMode.Each };
            default:
                findings.Error(
                    FindingCodes.InvalidValue,
                    pointer,
                    $"There is no join \"{Shown.Text(mode)}\". Use one of {string.Join(", ", Modes)}.",
                    () => NearestName.Find(mode, Modes));
                return routing;
        }
    }

    private RestMode ReadRest(FieldReader rule)
    {
        switch (rule.Text("rest"))
        {
            case null or "consume":
                return RestMode.Consume;
            case "block":
                return RestMode.Block;
            case "cancel":
                return RestMode.Cancel;
            default:
                findings.Error(
                    FindingCodes.InvalidValue,
                    rule.At("rest"),
                    $"'rest' must be one of {string.Join(", ", Rests)}.");
                return RestMode.Consume;
        }
    }
}
