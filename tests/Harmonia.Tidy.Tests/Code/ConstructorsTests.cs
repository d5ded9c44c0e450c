namespace Harmonia.Tidy.Tests.Code;

public class ConstructorsTests
{
    [Theory]
    [InlineData("class A(B b, C c);", "A", 2)]
    [InlineData("class A<T>(Func<B, Task<C, D>> b);", "A", 1)]
    [InlineData("class A([X(1, 2)] B b, (C, D) c = default);", "A", 2)]
    [InlineData("class A { public A(B b, C c) { } }", "A", 2)]
    [InlineData("class A { private A() { } }", "A", 0)]
    public void Parameters_are_counted(string source, string name, int count) =>
        Assert.Equal((name, count), Assert.Single(Constructors.Of(source)));

    [Theory]
    [InlineData("record A(B b, C c);")]
    [InlineData("record class A(B b, C c);")]
    [InlineData("class A { void B(C c) { } private D E(F f) => new(f); }")]
    public void Records_and_methods_do_not_count(string source) => Assert.Empty(Constructors.Of(source));
}
