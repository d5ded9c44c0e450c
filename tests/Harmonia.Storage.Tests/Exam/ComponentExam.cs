using System.Text;
using Harmonia.Engine.Ports;

namespace Harmonia.Storage.Tests.Exam;

public abstract class ComponentExam : StoreExam
{
    private static readonly SaveCondition Any = new SaveCondition.Any();
    private static readonly SaveCondition Absent = new SaveCondition.Absent();

    [Fact]
    public async Task A_component_is_given_back_as_it_was_saved()
    {
        var sent = Component("weather", """{"name":"weather","base_url":"http://10.0.0.7","text":"żółw"}""") with
        {
            Origin = ComponentOrigin.Worker,
        };

        var added = Assert.IsType<SaveComponentOutcome.Added>(await Components.SaveAsync(sent, Absent, Token));

        var found = await Components.FindAsync("weather", Token);
        Same(sent, added.Component);
        Same(sent, Assert.IsType<StoredComponent>(found));
    }

    [Fact]
    public async Task A_name_that_nobody_saved_is_not_found()
    {
        await Components.SaveAsync(Component("weather"), Any, Token);

        Assert.Null(await Components.FindAsync("Weather", Token));
        Assert.Null(await Components.FindAsync("weathe", Token));
        Assert.False(await Components.RemoveAsync("Weather", Token));
    }

    [Fact]
    public async Task A_replaced_component_keeps_the_time_at_which_it_was_first_saved()
    {
        await Components.SaveAsync(Component("weather"), Any, Token);
        var next = Component("weather", """{"v":2}""") with
        {
            Kind = "adapter",
            CreatedAt = Noon.AddHours(1),
            UpdatedAt = Noon.AddHours(1),
        };

        var replaced = Assert.IsType<SaveComponentOutcome.Replaced>(await Components.SaveAsync(next, Any, Token));

        var expected = next with { CreatedAt = Noon };
        Same(expected, replaced.Component);
        Same(expected, (await Components.FindAsync("weather", Token))!);
        Assert.Equal(1, (await Components.ListAsync(10, 0, Token)).Total);
    }

    [Fact]
    public async Task A_condition_that_does_not_hold_changes_nothing_and_tells_what_is_there()
    {
        var first = Component("weather");
        var second = Component("weather", """{"v":2}""");
        await Components.SaveAsync(first, Any, Token);

        var taken = Assert.IsType<SaveComponentOutcome.Refused>(await Components.SaveAsync(second, Absent, Token));
        var changed = Assert.IsType<SaveComponentOutcome.Refused>(
            await Components.SaveAsync(second, new SaveCondition.Unchanged("another"), Token));
        var missing = Assert.IsType<SaveComponentOutcome.Refused>(
            await Components.SaveAsync(Component("other"), new SaveCondition.Unchanged("any"), Token));

        Same(first, taken.Current!);
        Same(first, changed.Current!);
        Assert.Null(missing.Current);
        Same(first, (await Components.FindAsync("weather", Token))!);
        Assert.IsType<SaveComponentOutcome.Replaced>(
            await Components.SaveAsync(second, new SaveCondition.Unchanged(first.ContentHash), Token));
    }

    [Fact]
    public async Task Components_are_listed_by_name_a_page_at_a_time()
    {
        foreach (var name in (string[])["b", "a.b", "c", "a", "a-b"])
        {
            await Components.SaveAsync(Component(name), Any, Token);
        }

        var first = await Components.ListAsync(3, 0, Token);
        var rest = await Components.ListAsync(3, 3, Token);
        var none = await Components.ListAsync(3, 5, Token);

        Assert.Equal(["a", "a-b", "a.b"], first.Items.Select(item => item.Name));
        Assert.Equal(["b", "c"], rest.Items.Select(item => item.Name));
        Assert.Empty(none.Items);
        Assert.Equal([5, 5, 5], [first.Total, rest.Total, none.Total]);
    }

    [Fact]
    public async Task A_removed_component_is_gone_and_its_name_is_free()
    {
        await Components.SaveAsync(Component("weather"), Any, Token);

        Assert.True(await Components.RemoveAsync("weather", Token));

        Assert.False(await Components.RemoveAsync("weather", Token));
        Assert.Null(await Components.FindAsync("weather", Token));
        Assert.IsType<SaveComponentOutcome.Added>(await Components.SaveAsync(Component("weather"), Absent, Token));
    }

    [Fact]
    public async Task There_are_only_so_many_but_those_can_be_replaced()
    {
        var all = Enumerable.Range(0, StoredComponent.MaxComponents)
            .Select(number => Components.SaveAsync(Component($"c{number}"), Absent, Token).AsTask());
        Assert.All(await Task.WhenAll(all), outcome => Assert.IsType<SaveComponentOutcome.Added>(outcome));

        Assert.IsType<SaveComponentOutcome.Full>(await Components.SaveAsync(Component("one-too-many"), Any, Token));

        Assert.IsType<SaveComponentOutcome.Replaced>(
            await Components.SaveAsync(Component("c17", """{"v":2}"""), Any, Token));
        Assert.True(await Components.RemoveAsync("c17", Token));
        Assert.IsType<SaveComponentOutcome.Added>(await Components.SaveAsync(Component("one-too-many"), Any, Token));
    }

    [Fact]
    public async Task Of_many_who_want_the_same_name_one_gets_it()
    {
        var all = Enumerable.Range(0, 50).Select(
            number => Components.SaveAsync(Component("weather", $$"""{"v":{{number}}}"""), Absent, Token).AsTask());

        var outcomes = await Task.WhenAll(all);

        var winner = Assert.Single(outcomes.OfType<SaveComponentOutcome.Added>());
        Assert.Equal(49, outcomes.OfType<SaveComponentOutcome.Refused>().Count());
        Same(winner.Component, (await Components.FindAsync("weather", Token))!);
    }

    private static StoredComponent Component(string name, string declaration = "{}") => new()
    {
        Name = name,
        Kind = "http",
        Declaration = Encoding.UTF8.GetBytes(declaration),
        ContentHash = "hash of " + declaration,
        CreatedAt = Noon,
        UpdatedAt = Noon,
    };

    private static void Same(StoredComponent expected, StoredComponent actual)
    {
        Assert.Equal(expected with { Declaration = default }, actual with { Declaration = default });
        Assert.Equal(expected.Declaration.ToArray(), actual.Declaration.ToArray());
    }
}
