using Harmonia.Engine.Ports;
using Harmonia.Storage.Tests.Exam;

namespace Harmonia.Storage.Tests.Sqlite;

public sealed class SqliteAppendTests : AppendExam
{
    protected override Task<StoreUnderTest> OpenAsync(ICommitListener listener, TimeProvider time) =>
        SqliteFixture.OpenAsync(listener, time);
}

public sealed class SqliteRaceTests : RaceExam
{
    protected override Task<StoreUnderTest> OpenAsync(ICommitListener listener, TimeProvider time) =>
        SqliteFixture.OpenAsync(listener, time);
}

public sealed class SqliteReadTests : ReadExam
{
    protected override Task<StoreUnderTest> OpenAsync(ICommitListener listener, TimeProvider time) =>
        SqliteFixture.OpenAsync(listener, time);
}

public sealed class SqliteForgetTests : ForgetExam
{
    protected override Task<StoreUnderTest> OpenAsync(ICommitListener listener, TimeProvider time) =>
        SqliteFixture.OpenAsync(listener, time);
}

public sealed class SqliteListTests : ListExam
{
    protected override Task<StoreUnderTest> OpenAsync(ICommitListener listener, TimeProvider time) =>
        SqliteFixture.OpenAsync(listener, time);
}

public sealed class SqliteDueTests : DueExam
{
    protected override Task<StoreUnderTest> OpenAsync(ICommitListener listener, TimeProvider time) =>
        SqliteFixture.OpenAsync(listener, time);
}

public sealed class SqliteWorkflowTests : WorkflowExam
{
    protected override Task<StoreUnderTest> OpenAsync(ICommitListener listener, TimeProvider time) =>
        SqliteFixture.OpenAsync(listener, time);
}

public sealed class SqliteChildTests : ChildExam
{
    protected override Task<StoreUnderTest> OpenAsync(ICommitListener listener, TimeProvider time) =>
        SqliteFixture.OpenAsync(listener, time);
}

public sealed class SqliteTemplateTests : TemplateExam
{
    protected override Task<StoreUnderTest> OpenAsync(ICommitListener listener, TimeProvider time) =>
        SqliteFixture.OpenAsync(listener, time);
}

public sealed class SqliteCategoryTests : CategoryExam
{
    protected override Task<StoreUnderTest> OpenAsync(ICommitListener listener, TimeProvider time) =>
        SqliteFixture.OpenAsync(listener, time);
}

public sealed class SqliteCheckpointTests : CheckpointExam
{
    protected override Task<StoreUnderTest> OpenAsync(ICommitListener listener, TimeProvider time) =>
        SqliteFixture.OpenAsync(listener, time);
}

public sealed class SqliteWaitTests : WaitExam
{
    protected override Task<StoreUnderTest> OpenAsync(ICommitListener listener, TimeProvider time) =>
        SqliteFixture.OpenAsync(listener, time);
}

public sealed class SqliteComponentTests : ComponentExam
{
    protected override Task<StoreUnderTest> OpenAsync(ICommitListener listener, TimeProvider time) =>
        SqliteFixture.OpenAsync(listener, time);
}
