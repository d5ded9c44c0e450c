using Harmonia.Core.Executions;
using Harmonia.Engine.Ports;

namespace Harmonia.Storage.Tests.Exam;

public abstract class WorkflowExam : StoreExam
{
    [Fact]
    public async Task A_workflow_is_found_by_id_and_by_exact_name()
    {
        var workflow = Workflow(1, "Orders") with { Description = "Ships them." };

        var added = await AddAsync(workflow with { Revision = 7 });

        Assert.Equal(workflow with { Ordinal = added!.Ordinal }, added);
        Assert.Equal(added, await Workflows.FindAsync(workflow.Id, Token));
        Assert.Equal(added, await Workflows.FindByNameAsync("Orders", Token));
        Assert.Null(await Workflows.FindByNameAsync("orders", Token));
        Assert.Null(await Workflows.FindAsync(Workflow(2, "x").Id, Token));
        Assert.Equal(
            Definition("hash-Orders").Json.ToArray(),
            (await Workflows.FindDefinitionAsync("hash-Orders", Token))!.Value.ToArray());
    }

    [Fact]
    public async Task Adding_the_same_again_answers_what_is_stored_and_changes_nothing()
    {
        var first = await AddAsync(Workflow(1, "orders"));

        var again = await AddAsync(Workflow(1, "orders") with { Version = "2.0", CreatedAt = Noon.AddDays(1) });

        Assert.Equal(first, again);
        Assert.Equal(1, (await Workflows.ListAsync(new WorkflowQuery(), Token)).Total);
    }

    [Fact]
    public async Task A_taken_name_and_a_taken_id_are_refused_and_nothing_is_written()
    {
        var first = await AddAsync(Workflow(1, "orders"));

        Assert.Null(await AddAsync(Workflow(2, "orders") with { DefinitionHash = "unwritten" }));
        Assert.Null(await AddAsync(Workflow(1, "orders") with { DefinitionHash = "unwritten" }));

        Assert.Equal(first, Assert.Single((await Workflows.ListAsync(new WorkflowQuery(), Token)).Items));
        Assert.Null(await Workflows.FindDefinitionAsync("unwritten", Token));
    }

    [Fact]
    public async Task Revisions_are_found_by_their_number_and_the_newest_by_its_label()
    {
        var id = Workflow(1, "orders").Id;
        await AddAsync(Workflow(1, "orders"));
        foreach (var (version, name) in new[] { ("1.1", "orders"), ("1.1", "orders2"), ("2.0", "orders2") })
        {
            await Workflows.ReviseAsync(
                Workflow(1, name) with { Version = version, UpdatedAt = Noon.AddDays(1) },
                Definition("hash-" + name),
                Token);
        }

        Assert.Equal("1.0", (await Workflows.FindRevisionAsync(id, 1, null, Token))!.Version);
        var labelled = await Workflows.FindRevisionAsync(id, null, "1.1", Token);
        Assert.Equal((3, "orders2", "hash-orders2"), (labelled!.Revision, labelled.Name, labelled.DefinitionHash));
        Assert.Equal(await Workflows.FindAsync(id, Token), await Workflows.FindRevisionAsync(id, null, null, Token));
        Assert.Null(await Workflows.FindRevisionAsync(id, 5, null, Token));
        Assert.Null(await Workflows.FindRevisionAsync(id, null, "9", Token));
        Assert.Null(await Workflows.FindRevisionAsync(Workflow(2, "x").Id, 1, null, Token));
    }

    [Fact]
    public async Task Of_racing_additions_of_one_name_exactly_one_wins()
    {
        var added = await Task.WhenAll(
            Enumerable.Range(1, 16).Select(i => Task.Run(() => AddAsync(Workflow(i, "orders")), Token)));

        Assert.Single(added, workflow => workflow is not null);
    }

    [Fact]
    public async Task A_revision_becomes_current_and_keeps_the_place_and_the_birthday()
    {
        var first = await AddAsync(Workflow(1, "orders"));
        var next = Workflow(1, "shipments") with
        {
            Version = "2.0",
            Description = "New.",
            CreatedAt = Noon.AddDays(1),
            UpdatedAt = Noon.AddDays(1),
        };

        Assert.Equal(ReviseOutcome.Stored, await ReviseAsync(next));

        var expected = next with { Revision = 2, Ordinal = first!.Ordinal, CreatedAt = Noon };
        Assert.Equal(expected, await Workflows.FindAsync(next.Id, Token));
        Assert.Null(await Workflows.FindByNameAsync("orders", Token));
        Assert.NotNull(await Workflows.FindDefinitionAsync("hash-orders", Token));
        Assert.NotNull(await Workflows.FindDefinitionAsync("hash-shipments", Token));
    }

    [Fact]
    public async Task Revising_asks_for_a_workflow_and_a_free_name()
    {
        await AddAsync(Workflow(1, "orders"));
        await AddAsync(Workflow(2, "invoices"));

        Assert.Equal(ReviseOutcome.NotFound, await ReviseAsync(Workflow(3, "payments")));
        Assert.Equal(ReviseOutcome.NameTaken, await ReviseAsync(Workflow(2, "orders")));
        Assert.Equal(ReviseOutcome.Stored, await ReviseAsync(Workflow(2, "invoices")));
        Assert.Null(await Workflows.FindDefinitionAsync("hash-payments", Token));
    }

    [Theory]
    [InlineData(ExecutionStatus.Pending)]
    [InlineData(ExecutionStatus.Running)]
    [InlineData(ExecutionStatus.Paused)]
    public async Task A_workflow_with_active_executions_is_not_removed(ExecutionStatus status)
    {
        var workflow = await AddAsync(Workflow(1, "orders"));
        var id = await StartAsync(head => head with { WorkflowId = workflow!.Id, Status = status });

        Assert.Equal(RemoveOutcome.HasActiveExecutions, await Workflows.RemoveAsync(workflow!.Id, Token));

        var ended = Head(id) with { WorkflowId = workflow.Id, Status = ExecutionStatus.Canceled };
        await Executions.AppendAsync(new Append(id, 1, [Fact(2)]) { Head = ended }, Token);
        Assert.Equal(RemoveOutcome.Removed, await Workflows.RemoveAsync(workflow.Id, Token));
    }

    [Fact]
    public async Task A_removed_workflow_frees_its_name_and_id_and_leaves_its_definition()
    {
        await AddAsync(Workflow(1, "orders"));
        await ReviseAsync(Workflow(1, "orders"));

        Assert.Equal(RemoveOutcome.Removed, await Workflows.RemoveAsync(Workflow(1, "").Id, Token));

        Assert.Equal(RemoveOutcome.NotFound, await Workflows.RemoveAsync(Workflow(1, "").Id, Token));
        Assert.Null(await Workflows.FindByNameAsync("orders", Token));
        Assert.NotNull(await Workflows.FindDefinitionAsync("hash-orders", Token));
        Assert.Equal(1, (await AddAsync(Workflow(1, "orders")))!.Revision);
        Assert.Equal(ReviseOutcome.Stored, await ReviseAsync(Workflow(1, "orders")));
    }

    [Fact]
    public async Task Workflows_are_listed_newest_first_with_filters()
    {
        await AddAsync(Workflow(1, "orders") with { Description = "Ships." });
        await AddAsync(Workflow(2, "invoices") with { Version = "2.0" });
        await AddAsync(Workflow(3, "Order mail") with { CreatedAt = Noon.AddDays(1) });

        var page = await Workflows.ListAsync(new WorkflowQuery { Limit = 1, Offset = 1 }, Token);
        Assert.Equal("invoices", Assert.Single(page.Items).Name);
        Assert.Equal(3, page.Total);

        Assert.Equal(["Order mail", "orders"], await NamesAsync("name", FilterOperator.StartsWith, "ORDER"));
        Assert.Equal(["invoices"], await NamesAsync("version", FilterOperator.Eq, "2.0"));
        Assert.Equal(["orders"], await NamesAsync("description", FilterOperator.Contains, "ship"));
        Assert.Equal(["Order mail"], await NamesAsync("created_at", FilterOperator.Gt, "2026-11-22T12:00:00Z"));
        Assert.Equal(["orders"], await NamesAsync("id", FilterOperator.Eq, Workflow(1, "").Id.ToString()));
        await Assert.ThrowsAsync<ArgumentException>(() => NamesAsync("status", FilterOperator.Eq, "x"));
    }

    [Fact]
    public async Task Every_declared_field_can_be_filtered()
    {
        foreach (var field in FieldFilter.WorkflowFields)
        {
            await NamesAsync(field, FilterOperator.Eq, "2026-11-22T12:00:00Z");
        }
    }

    [Fact]
    public async Task What_the_author_wrote_is_kept_beside_the_definition_of_each_revision()
    {
        var first = Workflow(1, "orders") with { OriginalHash = "original" };
        var written = Definition(first.DefinitionHash) with { Original = Definition("original") };

        var added = await Workflows.AddAsync(first, written, Token);

        Assert.Equal("original", added!.OriginalHash);
        Assert.Equal(added, await Workflows.FindByNameAsync("orders", Token));
        Assert.Equal(
            Definition("original").Json.ToArray(),
            (await Workflows.FindDefinitionAsync("original", Token))!.Value.ToArray());

        var next = first with { OriginalHash = "another" };
        var rewritten = written with { Original = Definition("another") };
        Assert.Equal(ReviseOutcome.Stored, await Workflows.ReviseAsync(next, rewritten, Token));
        Assert.Equal("another", (await Workflows.FindAsync(first.Id, Token))!.OriginalHash);
        Assert.NotNull(await Workflows.FindDefinitionAsync("another", Token));
        Assert.NotNull(await Workflows.FindDefinitionAsync("original", Token));

        Assert.Equal(ReviseOutcome.Stored, await ReviseAsync(Workflow(1, "orders")));
        Assert.Null((await Workflows.FindAsync(first.Id, Token))!.OriginalHash);
        Assert.Null(Assert.Single((await Workflows.ListAsync(new WorkflowQuery(), Token)).Items).OriginalHash);
    }

    [Fact]
    public async Task An_original_that_the_workflow_does_not_name_is_refused() =>
        await Assert.ThrowsAsync<ArgumentException>(async () => await Workflows.AddAsync(
            Workflow(1, "orders"), Definition("hash-orders") with { Original = Definition("original") }, Token));

    private async Task<StoredWorkflow?> AddAsync(StoredWorkflow workflow) =>
        await Workflows.AddAsync(workflow, Definition(workflow.DefinitionHash), Token);

    private async Task<ReviseOutcome> ReviseAsync(StoredWorkflow workflow) =>
        await Workflows.ReviseAsync(workflow, Definition(workflow.DefinitionHash), Token);

    private async Task<IEnumerable<string>> NamesAsync(string field, FilterOperator comparison, string value)
    {
        var query = new WorkflowQuery { Filters = [new FieldFilter(field, comparison, [value])] };
        return (await Workflows.ListAsync(query, Token)).Items.Select(workflow => workflow.Name);
    }
}
