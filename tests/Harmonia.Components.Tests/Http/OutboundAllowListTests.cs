using System.Net;
using Harmonia.Components.Http;

namespace Harmonia.Components.Tests.Http;

public sealed class OutboundAllowListTests
{
    [Theory]
    [InlineData("10.0.0.0/8", "10.1.2.3", 80, true)]
    [InlineData("10.0.0.0/8", "11.1.2.3", 80, false)]
    [InlineData("10.0.0.0/8:8080", "10.1.2.3", 8080, true)]
    [InlineData("10.0.0.0/8:8080", "10.1.2.3", 80, false)]
    [InlineData("127.0.0.1", "127.0.0.1", 1, true)]
    [InlineData("127.0.0.1", "::ffff:127.0.0.1", 1, true)]
    [InlineData("::ffff:127.0.0.1", "127.0.0.1", 1, true)]
    [InlineData("127.0.0.1:9", "127.0.0.1", 10, false)]
    [InlineData("127.0.0.1", "127.0.0.2", 1, false)]
    [InlineData("::1", "::1", 443, true)]
    [InlineData("[::1]", "::1", 443, true)]
    [InlineData("[::1]:443", "::1", 443, true)]
    [InlineData("[::1]:443", "::1", 444, false)]
    [InlineData("fd00::/8", "fd12::1", 1, true)]
    [InlineData("[fd00::/8]:5", "fd12::1", 5, true)]
    [InlineData("[fd00::/8]:5", "fd12::1", 6, false)]
    [InlineData("0.0.0.0/0", "169.254.169.254", 80, true)]
    [InlineData("0.0.0.0/0", "::1", 80, false)]
    [InlineData("localhost", "127.0.0.1", 80, false)]
    public void A_network_allows_the_addresses_in_it(string entry, string address, int port, bool allowed) =>
        Assert.Equal(allowed, OutboundAllowList.Parse(entry).AllowsAddress(IPAddress.Parse(address), port));

    [Theory]
    [InlineData("localhost", "localhost", 80, true)]
    [InlineData("LocalHost.", "LOCALHOST", 80, true)]
    [InlineData("localhost", "localhost.", 80, true)]
    [InlineData("localhost:81", "localhost", 80, false)]
    [InlineData("localhost:80", "localhost", 80, true)]
    [InlineData("example.org", "a.example.org", 80, false)]
    [InlineData("*.example.org", "a.example.org", 80, true)]
    [InlineData("*.example.org", "a.b.Example.org.", 80, true)]
    [InlineData("*.example.org", "example.org", 80, false)]
    [InlineData("*.example.org", ".example.org", 80, false)]
    [InlineData("*.example.org", "badexample.org", 80, false)]
    [InlineData("*.example.org:1", "a.example.org", 2, false)]
    public void A_name_allows_the_host_of_that_name(string entry, string host, int port, bool allowed) =>
        Assert.Equal(allowed, OutboundAllowList.Parse(entry).AllowsHost(host, port));

    [Fact]
    public void Entries_stand_between_commas_or_spaces()
    {
        var list = OutboundAllowList.Parse(" localhost:80, 10.0.0.0/8\n*.local ");

        Assert.True(list.AllowsHost("localhost", 80));
        Assert.True(list.AllowsHost("a.local", 80));
        Assert.True(list.AllowsAddress(IPAddress.Parse("10.0.0.1"), 80));
    }

    [Theory]
    [InlineData(null)]
    [InlineData("")]
    [InlineData(" , ")]
    public void Nothing_allows_nothing(string? entries) =>
        Assert.False(OutboundAllowList.Parse(entries).AllowsHost("localhost", 80));

    [Theory]
    [InlineData("10.0.0.1/8", "prefix")]
    [InlineData("10.0.0.0/33", "CIDR")]
    [InlineData("::ffff:10.0.0.0/104", "IPv4 network")]
    [InlineData("localhost:0", "port")]
    [InlineData("localhost:65536", "port")]
    [InlineData("localhost:http", "port")]
    [InlineData("localhost:", "port")]
    [InlineData("[::1", "bracket")]
    [InlineData("[::1]80", "bracket")]
    [InlineData("[localhost]:80", "IPv6")]
    [InlineData("*", "wildcard")]
    [InlineData("*.", "wildcard")]
    [InlineData("", "characters")]
    [InlineData("a.*.org", "wildcard")]
    [InlineData("http://localhost", "port")]
    [InlineData("user@localhost", "not a host name")]
    [InlineData("a..b", "not a host name")]
    [InlineData("127.1", "in full")]
    [InlineData("2130706433", "in full")]
    [InlineData("0x7f000001", "in full")]
    public void A_wrong_entry_says_what_is_wrong(string entry, string why)
    {
        var exception = Assert.Throws<FormatException>(() => OutboundAllowList.Parse([entry]));

        Assert.Contains($"\"{entry}\"", exception.Message, StringComparison.Ordinal);
        Assert.Contains(why, exception.Message, StringComparison.Ordinal);
    }
}
