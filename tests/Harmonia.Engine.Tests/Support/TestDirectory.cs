using System.Collections.Concurrent;
using Harmonia.Engine.Ports;

namespace Harmonia.Engine.Tests.Support;

/// <summary>Components that the test brings and takes away.</summary>
internal sealed class TestDirectory : IComponentDirectory
{
    private readonly ConcurrentDictionary<string, ITaskExecutor> _executors = new(StringComparer.Ordinal);

    public event Action<string>? Changed;

    public IReadOnlyCollection<string> Components => [.. _executors.Keys];

    public ITaskExecutor? Find(string component) => _executors.GetValueOrDefault(component);

    public void Put(ITaskExecutor executor)
    {
        _executors[executor.Component] = executor;
        Say(executor.Component);
    }

    public void Remove(string component)
    {
        _executors.TryRemove(component, out _);
        Say(component);
    }

    public void Say(string component) => Changed?.Invoke(component);
}
