namespace Harmonia.Tidy.Tests.Code;

public class MemberScannerTests
{
    [Fact]
    public void Members_are_measured_from_header_to_end()
    {
        const string Source = """
            namespace A;

            public sealed record B(int C) : D
            {
                private int _e = 1;

                public int F
                {
                    get;
                    set => field = value > 0 ? value : throw new X();
                } = 4;

                [Obsolete("}")]
                public T G<T>(int h = 3)
                    where T : class
                {
                    if (h > 1)
                    {
                        I(new J { K = 1 });
                    }
                }

                public int L => M switch
                {
                    1 => 2,
                    _ => 3,
                };

                private sealed class N
                {
                    public void O() { }
                }
            }
            """;

        Assert.Equal(
            [
                (1, "namespace A;"),
                (5, "public int F"),
                (9, "[Obsolete(   )]"),
                (5, "public int L => M switch"),
                (1, "public void O() { }"),
            ],
            MemberScanner.Scan(Source).Select(member => (member.Lines, member.Header)));
    }

    [Fact]
    public void A_long_method_is_found_with_its_line()
    {
        var body = string.Join('\n', Enumerable.Repeat("        A(\"{\");", 70));
        var source = $"internal class B\n{{\n    public B()\n    {{\n{body}\n    }}\n}}\n";

        Assert.Equal(new Member(3, 73, "public B()"), Assert.Single(MemberScanner.Scan(source)));
    }

    [Fact]
    public void A_long_expression_is_found_whatever_braces_it_holds()
    {
        var arms = string.Join('\n', Enumerable.Repeat("        1 => new C { D = 2 },", 80));
        var source = $"class B\n{{\n    int E(int f) => f switch\n    {{\n{arms}\n    }};\n}}\n";

        Assert.Equal(83, Assert.Single(MemberScanner.Scan(source)).Lines);
    }

    [Fact]
    public void A_table_is_data()
    {
        var rows = string.Join('\n', Enumerable.Repeat("        { 1, 2 },", 80));

        var source = $"class B\n{{\n    static readonly C D = new()\n    {{\n{rows}\n    }};\n}}\n";

        Assert.Empty(MemberScanner.Scan(source));
    }

    [Fact]
    public void Members_of_an_extension_block_are_members()
    {
        const string Source = "static class D { extension(E b) { bool A => b; void C() { } } }";

        Assert.Equal(["bool A => b;", "void C() { }"], MemberScanner.Scan(Source).Select(member => member.Header));
    }
}
