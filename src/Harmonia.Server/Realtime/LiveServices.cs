using Harmonia.Engine;
using Harmonia.Engine.Feeds;
using Harmonia.Engine.Ports;

namespace Harmonia.Server.Realtime;

/// <summary>What all live streams of one server share.</summary>
internal sealed class LiveServices(WorkflowEngine engine, IExecutionStore store, TimeProvider time, LiveOptions options)
{
    public IExecutionStore Store => store;

    public Feed Feed => engine.Feed;

    public TimeProvider Time => time;

    public LiveOptions Options => options;

    public ExecutionFacts Facts { get; } = new(store, engine.Definitions);

    public SubscriberSlots Slots { get; } = new(options.MaxSubscribers);
}
