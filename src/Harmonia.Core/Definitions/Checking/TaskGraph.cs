namespace Harmonia.Core.Definitions.Checking;

/// <summary>The dependencies of all tasks, grouped into strongly connected components by Tarjan's algorithm.</summary>
/// <remarks>Written without recursion: a chain of tasks may be as long as a workflow may be.</remarks>
internal sealed class TaskGraph
{
    private readonly IReadOnlyList<TaskDraft> _tasks;
    private readonly int[] _number;
    private readonly int[] _low;
    private readonly int[] _nextEdge;
    private readonly Stack<int> _path = new();
    private readonly Stack<int> _pending = new();
    private int _numbered;

    public TaskGraph(IReadOnlyList<TaskDraft> tasks)
    {
        _tasks = tasks;
        (_number, _low, _nextEdge) = (new int[tasks.Count], new int[tasks.Count], new int[tasks.Count]);
        Component = new int[tasks.Count];
        Array.Fill(Component, -1);
        for (var task = 0; task < tasks.Count; task++)
        {
            if (_number[task] == 0)
            {
                Explore(task);
            }
        }
    }

    /// <summary>The number of each task's component.</summary>
    public int[] Component { get; }

    /// <summary>
    /// The components, those that are waited for before those that wait; more than one task is a cycle.
    /// </summary>
    public List<int[]> Components { get; } = [];

    private void Explore(int start)
    {
        Enter(start);
        while (_path.TryPeek(out var task))
        {
            var edges = _tasks[task].Dependencies;
            if (_nextEdge[task] == edges.Count)
            {
                Leave();
                continue;
            }

            var next = edges[_nextEdge[task]++].Task;
            if (_number[next] == 0)
            {
                Enter(next);
            }
            else if (Component[next] < 0)
            {
                _low[task] = Math.Min(_low[task], _number[next]);
            }
        }
    }

    private void Enter(int task)
    {
        _number[task] = _low[task] = ++_numbered;
        _path.Push(task);
        _pending.Push(task);
    }

    private void Leave()
    {
        var task = _path.Pop();
        if (_path.TryPeek(out var parent))
        {
            _low[parent] = Math.Min(_low[parent], _low[task]);
        }

        if (_low[task] != _number[task])
        {
            return;
        }

        var members = new List<int>();
        int member;
        do
        {
            member = _pending.Pop();
            Component[member] = Components.Count;
            members.Add(member);
        }
        while (member != task);

        members.Sort();
        Components.Add([.. members]);
    }
}
