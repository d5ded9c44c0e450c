namespace Harmonia.Components.Tests.Evil;

/// <summary>Each case of docs/components/evil.md, against the component http and against a registered one.</summary>
public sealed class EvilCaseTests
{
    public static TheoryData<string> Names => [.. EvilCases.All.Select(evil => evil.Name)];

    [Fact]
    public void There_are_many_and_each_has_a_name_of_its_own()
    {
        Assert.InRange(EvilCases.All.Count, 60, 200);
        Assert.Equal(EvilCases.All.Count, EvilCases.All.Select(evil => evil.Name).Distinct().Count());
    }

    [Theory]
    [MemberData(nameof(Names))]
    public Task The_component_http_makes_of_it_what_is_documented(string name) =>
        EvilRun.CheckAsync(Find(name), registered: false);

    [Theory]
    [MemberData(nameof(Names))]
    public Task A_registered_component_makes_of_it_what_is_documented(string name) =>
        EvilRun.CheckAsync(Find(name), registered: true);

    private static EvilCase Find(string name) => EvilCases.All.Single(evil => evil.Name == name);
}
