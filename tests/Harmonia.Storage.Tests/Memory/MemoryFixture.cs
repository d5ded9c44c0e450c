using Harmonia.Engine.Ports;
using Harmonia.Storage.Memory;
using Harmonia.Storage.Tests.Exam;

namespace Harmonia.Storage.Tests.Memory;

internal static class MemoryFixture
{
    public static Task<StoreUnderTest> OpenAsync(ICommitListener listener, TimeProvider time)
    {
        var store = new MemoryStore(listener, time);
        return Task.FromResult(
            new StoreUnderTest(store.Executions, store.Workflows, () => ValueTask.CompletedTask)
            {
                Templates = store.Templates,
                Checkpoints = store.Checkpoints,
                Components = store.Components,
            });
    }
}
