using System.Collections.Immutable;
using System.Text.Json;
using Harmonia.Core.Failures;

namespace Harmonia.Core.Definitions.Checking.Transitions;

/// <summary>Makes the routing of each task out of the ways that were read, and checks that tokens get there.</summary>
internal sealed class RoutingBuilder
{
    private readonly RouteDraft[] _routes;
    private readonly FindingList _findings;

    private RoutingBuilder(RouteDraft[] routes, FindingList findings) => (_routes, _findings) = (routes, findings);

    public static void Build(RouteDraft[] routes, FindingList findings)
    {
        if (routes.Length == 0)
        {
            return;
        }

        var builder = new RoutingBuilder(routes, findings);
        var hasStart = Array.Exists(routes, route => route.Type == "start");
        foreach (var route in routes)
        {
            var isStart = hasStart
                ? route.Type == "start"
                : route is { Sources.Count: 0, IsHandler: false };
            route.Task.Routing = builder.Of(route, isStart);
        }

        builder.CheckReach();
        builder.LookBack();
    }

    private Routing Of(RouteDraft route, bool isStart)
    {
        var fields = route.Fields;
        var isChoice = route.Type == "decision";
        if (isChoice && route.Out.Count is 0 or > DecisionSettings.MaxCases)
        {
            _findings.Error(
                FindingCodes.InvalidValue,
                fields.Pointer,
                $"A decision has 1 to {DecisionSettings.MaxCases} transitions, of which the first that holds is taken;"
                    + $" this one has {route.Out.Count}.");
        }

        var routing = new Routing
        {
            Out = [.. route.Out],
            Handler = route.Handler,
            IsStart = isStart,
            IsFork = route.Type == "fork",
            IsChoice = isChoice,
            Terminates = Flag(fields, "terminate"),
            IsLeaf = route.Type is not ("start" or "end" or "fork" or "join" or "decision" or "wait")
                && (route.Out.Count == 0 || route.Out.Exists(way => _routes[way.To].Type == "end")),
            MaxVisits = fields.Whole("max_visits", 1, Routing.MostVisits) ?? Routing.DefaultVisits,
        };
        return new ArrivalReader(route, _findings).Read(routing);
    }

    /// <summary>Whatever is written has a way to it from the start.</summary>
    private void CheckReach()
    {
        var starts = _routes.Where(route => route.Task.Routing!.IsStart).Select(route => route.Task.Index).ToArray();
        if (starts.Length == 0)
        {
            _findings.Error(
                FindingCodes.InvalidValue,
                "/steps",
                "Nothing says where to begin: every step has another one before it. Add one of type \"start\".");
            return;
        }

        var reached = Reach(starts, index =>
            _routes[index].Task.Routing!.Handler is { } handler
                ? [.. _routes[index].Next, handler]
                : _routes[index].Next);
        foreach (var route in _routes.Where(route => !reached.Contains(route.Task.Index) && !route.IsHandler))
        {
            _findings.Warn(
                FindingCodes.UnreachableTask,
                route.Task.Pointer,
                $"No transition leads to '{route.Task.Id}'. It can only run as an error handler.");
        }
    }

    /// <summary>Joins that look at what is on its way to them know where it can be.</summary>
    private void LookBack()
    {
        var awaited = new List<int>[_routes.Length];
        foreach (var join in _routes.Where(route =>
            route.Task.Routing is { Arrival: ArrivalMode.AllPossible } or { Rest: RestMode.Cancel }))
        {
            var index = join.Task.Index;
            var before = Reach([.. join.Sources], source => source == index ? [] : [.. _routes[source].Sources]);
            if (join.Task.Routing!.Arrival != ArrivalMode.AllPossible)
            {
                join.Task.Routing = join.Task.Routing with { Upstream = [.. before.Where(source => source != index)] };
                continue;
            }

            foreach (var source in before)
            {
                (awaited[source] ??= []).Add(index);
            }
        }

        foreach (var route in _routes.Where(route => awaited[route.Task.Index] is not null))
        {
            route.Task.Routing = route.Task.Routing! with { AwaitedBy = [.. awaited[route.Task.Index]] };
        }
    }

    private static SortedSet<int> Reach(IEnumerable<int> from, Func<int, ImmutableArray<int>> next)
    {
        var reached = new SortedSet<int>(from);
        var pending = new Queue<int>(reached);
        while (pending.TryDequeue(out var index))
        {
            foreach (var other in next(index))
            {
                if (reached.Add(other))
                {
                    pending.Enqueue(other);
                }
            }
        }

        return reached;
    }

    private static bool Flag(FieldReader fields, string name)
    {
        if (fields.Find(name) is { } value
            && value.ValueKind is not (JsonValueKind.True or JsonValueKind.False))
        {
            fields.WrongType(name, "true or false", value);
        }

        return fields.Find(name) is { ValueKind: JsonValueKind.True };
    }
}
