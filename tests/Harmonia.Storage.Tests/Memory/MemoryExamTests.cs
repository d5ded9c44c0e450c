using Harmonia.Engine.Ports;
using Harmonia.Storage.Tests.Exam;

namespace Harmonia.Storage.Tests.Memory;

public sealed class MemoryAppendTests : AppendExam
{
    protected override Task<StoreUnderTest> OpenAsync(ICommitListener listener, TimeProvider time) =>
        MemoryFixture.OpenAsync(listener, time);
}

public sealed class MemoryRaceTests : RaceExam
{
    protected override Task<StoreUnderTest> OpenAsync(ICommitListener listener, TimeProvider time) =>
        MemoryFixture.OpenAsync(listener, time);
}

public sealed class MemoryReadTests : ReadExam
{
    protected override Task<StoreUnderTest> OpenAsync(ICommitListener listener, TimeProvider time) =>
        MemoryFixture.OpenAsync(listener, time);
}

public sealed class MemoryForgetTests : ForgetExam
{
    protected override Task<StoreUnderTest> OpenAsync(ICommitListener listener, TimeProvider time) =>
        MemoryFixture.OpenAsync(listener, time);
}

public sealed class MemoryListTests : ListExam
{
    protected override Task<StoreUnderTest> OpenAsync(ICommitListener listener, TimeProvider time) =>
        MemoryFixture.OpenAsync(listener, time);
}

public sealed class MemoryDueTests : DueExam
{
    protected override Task<StoreUnderTest> OpenAsync(ICommitListener listener, TimeProvider time) =>
        MemoryFixture.OpenAsync(listener, time);
}

public sealed class MemoryWorkflowTests : WorkflowExam
{
    protected override Task<StoreUnderTest> OpenAsync(ICommitListener listener, TimeProvider time) =>
        MemoryFixture.OpenAsync(listener, time);
}

public sealed class MemoryChildTests : ChildExam
{
    protected override Task<StoreUnderTest> OpenAsync(ICommitListener listener, TimeProvider time) =>
        MemoryFixture.OpenAsync(listener, time);
}

public sealed class MemoryTemplateTests : TemplateExam
{
    protected override Task<StoreUnderTest> OpenAsync(ICommitListener listener, TimeProvider time) =>
        MemoryFixture.OpenAsync(listener, time);
}

public sealed class MemoryCategoryTests : CategoryExam
{
    protected override Task<StoreUnderTest> OpenAsync(ICommitListener listener, TimeProvider time) =>
        MemoryFixture.OpenAsync(listener, time);
}

public sealed class MemoryCheckpointTests : CheckpointExam
{
    protected override Task<StoreUnderTest> OpenAsync(ICommitListener listener, TimeProvider time) =>
        MemoryFixture.OpenAsync(listener, time);
}

public sealed class MemoryWaitTests : WaitExam
{
    protected override Task<StoreUnderTest> OpenAsync(ICommitListener listener, TimeProvider time) =>
        MemoryFixture.OpenAsync(listener, time);
}

public sealed class MemoryComponentTests : ComponentExam
{
    protected override Task<StoreUnderTest> OpenAsync(ICommitListener listener, TimeProvider time) =>
        MemoryFixture.OpenAsync(listener, time);
}
