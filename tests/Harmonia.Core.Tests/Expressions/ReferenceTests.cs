using Harmonia.Core.Expressions;

namespace Harmonia.Core.Tests.Expressions;

public sealed class ReferenceTests
{
    [Theory]
    [InlineData("tasks.a.output.x", "tasks.a.output.x")]
    [InlineData("tasks[\"a\"].output", "tasks.a.output")]
    [InlineData("tasks[input.id].output", "tasks input.id")]
    [InlineData("tasks.a.items[0].x", "tasks.a.items")]
    [InlineData("input.items.map(x => x.y + state.z)", "input.items state.z")]
    [InlineData("a?.b.c", "a.b.c?")]
    [InlineData("a.b ?? c.d", "a.b? c.d")]
    [InlineData("exists(a.b) && a.c", "a.b? a.c")]
    [InlineData("a.b.default(c)", "a.b? c?")]
    [InlineData("coalesce(a, (b ? c.d : e))", "a? b c.d? e?")]
    [InlineData("(a + b) ?? c", "a b c")]
    [InlineData("\"x ${a.b}\"", "a.b")]
    [InlineData("now() > DateTime.now()", "")]
    public void References_are_the_constant_starts_of_paths(string text, string references)
    {
        Assert.True(Expression.TryCompile(text, out var expression, out _));
        var written = expression.References.Select(r => string.Join('.', r.Segments) + (r.Optional ? "?" : ""));
        Assert.Equal(references, string.Join(' ', written));
    }

    [Fact]
    public void A_lazy_object_is_asked_only_for_what_a_path_names()
    {
        var tasks = new LazyObject(("a", ScopeValue.Of(System.Text.Json.JsonElement.Parse("""{"output":5}"""))));
        Assert.Equal("5", Run.Value("tasks.a.output", new JsonScope("{}", ("tasks", tasks))));
        Assert.Equal(1, tasks.Asked);
    }

    [Theory]
    [InlineData("tasks", """{"a":{"output":5},"b":1}""")]
    [InlineData("keys(tasks)", """["a","b"]""")]
    [InlineData("tasks.length", "2")]
    [InlineData("'a' in tasks", "true")]
    [InlineData("tasks == {a: {output: 5}, b: 1}", "true")]
    [InlineData("tasks.c ?? 0", "0")]
    public void A_lazy_object_used_whole_becomes_JSON(string text, string value)
    {
        var tasks = new LazyObject(
            ("a", ScopeValue.Of(System.Text.Json.JsonElement.Parse("""{"output":5}"""))),
            ("b", ScopeValue.Of(System.Text.Json.JsonElement.Parse("1"))));
        Assert.Equal(value, Run.Value(text, new JsonScope("{}", ("tasks", tasks))));
    }
}
