using System.Text;

namespace Platform.Contracts.Codes;

/// <summary>
/// Reads the comma-separated files of this folder: UTF-8, a header, quotes doubled inside quotes, as many fields in every
/// line as in the header. It is strict, because a shifted column in a code list would go unnoticed for a long time.
/// </summary>
internal static class CsvLines
{
    private static readonly UTF8Encoding Strict = new(encoderShouldEmitUTF8Identifier: false, throwOnInvalidBytes: true);

    internal static IReadOnlyList<string[]> Read(Stream stream, string name)
    {
        using var reader = new StreamReader(stream, Strict);
        var text = reader.ReadToEnd();

        var lines = new List<string[]>();
        var fields = new List<string>();
        var position = 0;
        while (position < text.Length)
        {
            fields.Add(text[position] == '"' ? Quoted(text, ref position, name) : Plain(text, ref position, name));

            if (position < text.Length && text[position] == ',')
            {
                position++;
                if (position < text.Length && text[position] != '\n') continue;
                fields.Add("");                                         // a comma at the end of the line: one more, empty field
            }

            if (position < text.Length && text[position++] != '\n') throw Wrong(name, lines.Count, "something stands behind a closing quote");
            lines.Add([.. fields]);
            fields.Clear();
            if (lines[^1].Length != lines[0].Length) throw Wrong(name, lines.Count - 1, $"{lines[^1].Length} fields instead of {lines[0].Length}");
        }

        return lines.Count > 0 ? lines : throw Wrong(name, 0, "the file is empty");
    }

    private static string Plain(string text, ref int position, string name)
    {
        var start = position;
        while (position < text.Length && text[position] is not (',' or '\n'))
        {
            if (text[position] is '"' or '\r') throw new FormatException($"{name}: a stray quote or carriage return at character {position}.");
            position++;
        }

        return text[start..position];
    }

    private static string Quoted(string text, ref int position, string name)
    {
        var value = new StringBuilder();
        for (position++; position < text.Length; position++)
        {
            if (text[position] != '"')
            {
                value.Append(text[position]);
            }
            else if (position + 1 < text.Length && text[position + 1] == '"')
            {
                value.Append('"');
                position++;
            }
            else
            {
                position++;
                return value.ToString();
            }
        }

        throw new FormatException($"{name}: a quote is opened and never closed.");
    }

    private static FormatException Wrong(string name, int line, string what) => new($"{name}, line {line + 1}: {what}.");
}
