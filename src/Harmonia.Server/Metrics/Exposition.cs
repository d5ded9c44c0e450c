using System.Globalization;
using System.Text;

namespace Harmonia.Server.Metrics;

/// <summary>Writes the text format of Prometheus, version 0.0.4.</summary>
internal sealed class Exposition
{
    public const string ContentType = "text/plain; version=0.0.4; charset=utf-8";

    private readonly StringBuilder _text = new();

    public override string ToString() => _text.ToString();

    public void Write(Metric metric)
    {
        WriteHead(metric.Definition);
        foreach (var (labels, series) in metric.Series)
        {
            if (metric.Definition.Kind == MetricKind.Histogram)
            {
                WriteHistogram(metric.Definition, labels, series);
            }
            else
            {
                WriteSample(metric.Definition, "", labels, null, series.Value);
            }
        }
    }

    /// <summary>Writes a figure that is read rather than counted, with its only label's value before each.</summary>
    public void Write(MetricDefinition definition, IEnumerable<(string Label, double Value)> values)
    {
        WriteHead(definition);
        foreach (var (label, value) in values)
        {
            WriteSample(definition, "", [label], null, value);
        }
    }

    public void Write(MetricDefinition definition, double value)
    {
        WriteHead(definition);
        WriteSample(definition, "", [], null, value);
    }

    private void WriteHead(MetricDefinition definition)
    {
        var kind = definition.Kind switch
        {
            MetricKind.Counter => "counter",
            MetricKind.Gauge => "gauge",
            _ => "histogram",
        };
        _text.Append("# HELP ").Append(definition.Name).Append(' ');
        WriteEscaped(definition.Help, isLabel: false);
        _text.Append("\n# TYPE ").Append(definition.Name).Append(' ').Append(kind).Append('\n');
    }

    private void WriteHistogram(MetricDefinition definition, string[] labels, Series series)
    {
        var counts = series.CumulativeBuckets();
        for (var index = 0; index < Buckets.Bounds.Length; index++)
        {
            WriteSample(definition, "_bucket", labels, Number(Buckets.Bounds[index]), counts[index]);
        }

        WriteSample(definition, "_bucket", labels, "+Inf", counts[^1]);
        WriteSample(definition, "_sum", labels, null, series.Value);
        WriteSample(definition, "_count", labels, null, counts[^1]);
    }

    private void WriteSample(
        MetricDefinition definition, string suffix, string[] labels, string? bucket, double value)
    {
        _text.Append(definition.Name).Append(suffix);
        var separator = '{';
        for (var index = 0; index < labels.Length; index++)
        {
            WriteLabel(ref separator, definition.Labels[index].Label, labels[index]);
        }

        if (bucket is not null)
        {
            WriteLabel(ref separator, "le", bucket);
        }

        if (separator == ',')
        {
            _text.Append('}');
        }

        _text.Append(' ').Append(Number(value)).Append('\n');
    }

    private void WriteLabel(ref char separator, string name, string value)
    {
        _text.Append(separator).Append(name).Append("=\"");
        WriteEscaped(value, isLabel: true);
        _text.Append('"');
        separator = ',';
    }

    private void WriteEscaped(string text, bool isLabel)
    {
        foreach (var character in text)
        {
            _ = character switch
            {
                '\\' => _text.Append("\\\\"),
                '\n' => _text.Append("\\n"),
                '"' when isLabel => _text.Append("\\\""),
                _ => _text.Append(character),
            };
        }
    }

    private static string Number(double value) => value.ToString("R", CultureInfo.InvariantCulture);
}
