using System.Text.RegularExpressions;
using Harmonia.Server.Metrics;
using Harmonia.Server.Tests.Realtime;

namespace Harmonia.Server.Tests.Metrics;

public partial class MetricsTests
{
    [Fact]
    public async Task Figures_rise_with_what_happens()
    {
        await using var host = await LiveHost.StartAsync();
        var before = await ReadAsync(host);
        await host.CompleteAsync(LiveHost.Quick);
        using var answered = await host.Client.GetAsync("/answered");
        var after = await ReadAsync(host);

        // Other tests count in the same process, so there may be more.
        double Rise(string name, params (string, string)[] labels) =>
            after.Value(name, labels) - before.Value(name, labels);
        Assert.InRange(Rise("harmonia_events_total", ("type", "task_completed")), 3, double.MaxValue);
        Assert.InRange(Rise("harmonia_append_duration_seconds_count"), 1, double.MaxValue);
        Assert.InRange(
            Rise("harmonia_call_duration_seconds_count", ("component", "test"), ("outcome", "completed")),
            3,
            double.MaxValue);
        Assert.InRange(
            Rise(
                "http_server_request_duration_seconds_count",
                ("method", "GET"),
                ("route", "/answered"),
                ("status", "200")),
            1,
            double.MaxValue);
        Assert.InRange(after.Value("process_resident_memory_bytes"), 1, double.MaxValue);
        Assert.InRange(after.Value("process_cpu_seconds_total"), 0.001, double.MaxValue);
        Assert.InRange(after.Value("process_start_time_seconds"), 1, double.MaxValue);
    }

    [Fact]
    public async Task Executions_are_counted_by_status()
    {
        await using var host = await LiveHost.StartAsync();
        await host.CompleteAsync(LiveHost.Quick);
        await host.CompleteAsync(LiveHost.Quick);
        await host.StartAsync(LiveHost.Waiting);
        var figures = await ReadAsync(host);

        Assert.Equal(2, figures.Value("harmonia_executions", ("status", "completed")));
        Assert.Equal(1, figures.Value("harmonia_executions", ("status", "running")));
        Assert.Equal(0, figures.Value("harmonia_executions", ("status", "failed")));
        Assert.Equal(5, figures.Samples.Count(sample => sample.Name == "harmonia_executions"));
    }

    [Fact]
    public async Task The_text_is_of_the_documented_format()
    {
        await using var host = await LiveHost.StartAsync();
        await host.CompleteAsync(LiveHost.Quick);
        using var response = await host.Client.GetAsync("/metrics");
        var figures = ExpositionReader.Read(await response.Content.ReadAsStringAsync());

        Assert.Equal("text/plain; version=0.0.4; charset=utf-8", response.Content.Headers.ContentType?.ToString());
        Assert.Equal(figures.Types.Keys, figures.Helps.Keys);
        Assert.All(figures.Samples, sample => Assert.Contains(Family(figures, sample.Name), figures.Types.Keys));
        foreach (var buckets in figures.Samples
            .Where(sample => sample.Name.EndsWith("_bucket", StringComparison.Ordinal))
            .GroupBy(sample => string.Join(
                ',', sample.Labels.Where(label => label.Key != "le").Prepend(new("", sample.Name)))))
        {
            var counts = buckets.Select(sample => sample.Value).ToList();
            Assert.Equal(counts.Order(), counts);
            Assert.Equal("+Inf", buckets.Last().Labels["le"]);
        }
    }

    [Fact]
    public async Task The_page_about_metrics_has_every_figure_and_no_other()
    {
        await using var host = await LiveHost.StartAsync();
        var figures = await ReadAsync(host);
        var documented = Row().Matches(await File.ReadAllTextAsync(Path.Combine(Root(), "docs", "metrics.md")))
            .Select(match => $"{match.Groups[1].Value} {match.Groups[2].Value}");

        Assert.Equal(
            figures.Types.Select(pair => $"{pair.Key} {pair.Value}").Order(StringComparer.Ordinal),
            documented.Order(StringComparer.Ordinal));
    }

    [Fact]
    public void Labels_are_escaped_and_values_beyond_the_limit_are_summed_up()
    {
        const int Most = 1_000;
        var overflows = 0;
        var metric = new Metric(
            new MetricDefinition("test_total", MetricKind.Counter, "A \\ line\nbreak.") { Labels = [("label", "tag")] },
            () => overflows++);
        metric.Record(2.5, [new("tag", "a\"b\\c\nd"), new("other", 1)]);
        for (var number = 1; number < Most + 3; number++)
        {
            metric.Record(1, [new("tag", number)]);
        }

        metric.Record(double.NaN, [new("tag", 1)]);
        var text = new Exposition();
        text.Write(metric);
        var figures = ExpositionReader.Read(text.ToString());

        Assert.Equal(2.5, figures.Value("test_total", ("label", "a\"b\\c\nd")));
        Assert.Equal(3, figures.Value("test_total", ("label", "other")));
        Assert.Equal(1, figures.Value("test_total", ("label", "1")));
        Assert.Equal(3, overflows);
        Assert.Equal("A \\\\ line\\nbreak.", figures.Helps["test_total"]);
    }

    private static async Task<ExpositionReader> ReadAsync(LiveHost host) =>
        ExpositionReader.Read(await host.Client.GetStringAsync("/metrics"));

    private static string Family(ExpositionReader figures, string sample) => figures.Types.ContainsKey(sample)
        ? sample
        : Suffix().Replace(sample, "");

    private static string Root()
    {
        var folder = AppContext.BaseDirectory;
        while (!File.Exists(Path.Combine(folder, "Harmonia.slnx")))
        {
            folder = Path.GetDirectoryName(folder) ?? throw new DirectoryNotFoundException("No Harmonia.slnx above.");
        }

        return folder;
    }

    [GeneratedRegex(@"^\| `(\w+)` \| (\w+) \|", RegexOptions.Multiline)]
    private static partial Regex Row();

    [GeneratedRegex("_(bucket|sum|count)$")]
    private static partial Regex Suffix();
}
