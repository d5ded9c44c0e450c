using System.Collections.Immutable;
using Harmonia.Core.Definitions;

namespace Harmonia.Core.Executions;

/// <summary>What came along a transition and has not become part of a visit yet.</summary>
/// <param name="From">The visit that it came from; <see langword="null"/> at the start.</param>
/// <param name="Branch">The way on which it came.</param>
/// <param name="Forks">The forks that it passed, each with the visit: what belongs together has the same.</param>
internal sealed record RouteToken(string? From, int Branch, ImmutableSortedDictionary<int, int> Forks)
{
    public static ImmutableSortedDictionary<int, int> NoForks => ImmutableSortedDictionary<int, int>.Empty;

    /// <summary>Whether nothing says that two tokens are of different rounds.</summary>
    public static bool Agree(ImmutableSortedDictionary<int, int> some, ImmutableSortedDictionary<int, int> others) =>
        some.All(fork => !others.TryGetValue(fork.Key, out var visit) || visit == fork.Value);

    /// <summary>Whether something says that two tokens are of the same round.</summary>
    public static bool Share(ImmutableSortedDictionary<int, int> some, ImmutableSortedDictionary<int, int> others) =>
        some.Any(fork => others.TryGetValue(fork.Key, out var visit) && visit == fork.Value);
}

/// <summary>Tokens that make the next visit of a task.</summary>
internal sealed record Entry(int Task, ImmutableArray<RouteToken> Tokens)
{
    public ImmutableArray<string> From => [.. Tokens.Select(token => token.From).OfType<string>().Distinct()];

    public ImmutableSortedDictionary<int, int> Forks
    {
        get
        {
            var forks = RouteToken.NoForks;
            foreach (var token in Tokens)
            {
                forks = forks.SetItems(token.Forks);
            }

            return forks;
        }
    }
}

/// <summary>Where the tokens are that are on their way between tasks. Only <see cref="ExecutionState"/> changes it.
/// </summary>
internal sealed class Tokens(TaskBody body)
{
    private readonly List<Entry> _entries = [];
    private readonly Dictionary<int, List<Round>> _rounds = [];
    private readonly Dictionary<int, List<RouteToken>> _held = [];
    private readonly SortedDictionary<int, List<RouteToken>> _collected = [];
    private readonly int[] _awaited = new int[body.Tasks.Length];
    private readonly int[] _visits = new int[body.Tasks.Length];
    private readonly TaskState?[] _ended = new TaskState?[body.Tasks.Length];

    /// <summary>How often a task was visited.</summary>
    public int Visits(int task) => _visits[task];

    /// <summary>The visit of a task that ended last.</summary>
    public TaskState? Ended(int task) => _ended[task];

    /// <summary>Whether a task can be visited now.</summary>
    public bool HasEntries => _entries.Count > 0 || _collected.Any(join => _awaited[join.Key] == 0);

    /// <summary>What is visited next.</summary>
    /// <param name="isQuiet">Whether no visit is left that could bring tokens: joins that wait for each other then
    /// wait no longer.</param>
    public Entry? Next(bool isQuiet)
    {
        if (_entries.Count > 0)
        {
            return _entries[0];
        }

        foreach (var (join, tokens) in _collected)
        {
            if (_awaited[join] == 0 || isQuiet)
            {
                return new Entry(join, [.. tokens]);
            }
        }

        return null;
    }

    /// <summary>A join that has never been passed, and to which nothing comes any more.</summary>
    public int? Stuck => _rounds
        .Where(join => join.Value.Count > 0 && _visits[join.Key] == 0)
        .Select(join => (int?)join.Key)
        .Min();

    public void Arrive(int task, RouteToken token)
    {
        var routing = Of(task);
        Count(task, 1, isVisit: false);
        switch (routing.Arrival)
        {
            case ArrivalMode.Each:
                _entries.Add(new Entry(task, [token]));
                break;
            case ArrivalMode.AllPossible:
                At(_collected, task).Add(token);
                break;
            default:
                Admit(task, routing, token);
                break;
        }
    }

    /// <summary>Takes the tokens of the next visit of a task.</summary>
    public Entry Enter(int task)
    {
        Entry entry;
        if (Of(task).Arrival == ArrivalMode.AllPossible)
        {
            entry = new Entry(task, [.. At(_collected, task)]);
            _collected.Remove(task);
        }
        else
        {
            var place = _entries.FindIndex(waiting => waiting.Task == task);
            entry = place < 0
                ? throw new InvalidDataException($"The history enters '{body.Tasks[task].Id}' without a reason.")
                : _entries[place];
            _entries.RemoveAt(place);
        }

        Count(task, -entry.Tokens.Length, isVisit: false);
        Count(task, 1, isVisit: true);
        _visits[task]++;
        if (Of(task).Rest == RestMode.Cancel)
        {
            Withdraw(Of(task).Upstream, entry.Forks);
        }

        return entry;
    }

    public void End(TaskState visit) => _ended[visit.Definition.Index] = visit;

    /// <summary>A visit is over, and its token is elsewhere or nowhere.</summary>
    public void Leave(int task) => Count(task, -1, isVisit: true);

    private void Admit(int task, Routing routing, RouteToken token)
    {
        var rounds = At(_rounds, task);
        if (routing.Rest == RestMode.Block && rounds.Count > 0 && rounds[0].Has(token))
        {
            At(_held, task).Add(token);
            return;
        }

        var round = rounds.Find(round => round.Takes(token));
        if (round is null)
        {
            rounds.Add(round = new Round(routing.Arrival, routing.Rest));
        }

        round.Add(token);
        if (round.IsPassed)
        {
            Count(task, -1, isVisit: false); // It is used up: the visit has been.
        }
        else if (round.Tokens.Count == routing.Needed)
        {
            round.IsPassed = true;
            _entries.Add(new Entry(task, [.. round.Tokens]));
        }

        if (round.Tokens.Count == routing.Arrivals || (round.IsPassed && routing.Rest == RestMode.Cancel))
        {
            rounds.Remove(round);
            Readmit(task, routing);
        }
    }

    private void Readmit(int task, Routing routing)
    {
        if (_held.Remove(task, out var held))
        {
            foreach (var token in held)
            {
                Admit(task, routing, token);
            }
        }
    }

    /// <summary>Removes what is on its way through these tasks and belongs to the same round.</summary>
    private void Withdraw(ImmutableArray<int> tasks, ImmutableSortedDictionary<int, int> forks)
    {
        foreach (var task in tasks)
        {
            var before = _entries.Where(entry => entry.Task == task && IsOf(entry.Forks)).ToArray();
            foreach (var entry in before)
            {
                _entries.Remove(entry);
                Count(task, -entry.Tokens.Length, isVisit: false);
            }

            Forget(task, _held.GetValueOrDefault(task));
            if (_collected.GetValueOrDefault(task) is { } collected)
            {
                Forget(task, collected);
                if (collected.Count == 0)
                {
                    _collected.Remove(task);
                }
            }

            foreach (var round in _rounds.GetValueOrDefault(task)?.Where(round => !round.IsPassed) ?? [])
            {
                Forget(task, round.Tokens);
            }

            _rounds.GetValueOrDefault(task)?.RemoveAll(round => round.Tokens.Count == 0);
        }

        bool IsOf(ImmutableSortedDictionary<int, int> others) => forks.IsEmpty || RouteToken.Share(forks, others);

        void Forget(int task, List<RouteToken>? tokens) =>
            Count(task, -(tokens?.RemoveAll(token => IsOf(token.Forks)) ?? 0), isVisit: false);
    }

    /// <summary>
    /// Tells the joins that wait for whatever can still come; what has come to one does not come again.
    /// </summary>
    private void Count(int task, int change, bool isVisit)
    {
        foreach (var join in Of(task).AwaitedBy)
        {
            if (isVisit || join != task)
            {
                _awaited[join] += change;
            }
        }
    }

    private Routing Of(int task) => body.Tasks[task].Routing!;

    private static List<T> At<T>(IDictionary<int, List<T>> lists, int task) =>
        lists.TryGetValue(task, out var list) ? list : lists[task] = [];

    /// <summary>Arrivals at a join that belong together.</summary>
    private sealed class Round(ArrivalMode mode, RestMode rest)
    {
        public List<RouteToken> Tokens { get; } = [];

        public bool IsPassed { get; set; }

        public bool Has(RouteToken token) => Tokens.Exists(other => other.Branch == token.Branch);

        public bool Takes(RouteToken token) => mode switch
        {
            ArrivalMode.Threads => true,
            ArrivalMode.Unmatched => !Has(token),
            _ => !Has(token) && (rest == RestMode.Block || Tokens.TrueForAll(
                other => RouteToken.Agree(other.Forks, token.Forks))),
        };

        public void Add(RouteToken token) => Tokens.Add(token);
    }
}
