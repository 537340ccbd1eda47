using System.Text;
using System.Text.RegularExpressions;

namespace Platform.Registrations.Attachments;

/// <summary>What a file is by its content, whatever its sender calls it.</summary>
public static partial class FileType
{
    /// <summary>A picture as it is kept.</summary>
    public const string Jpeg = "image/jpeg";

    /// <summary>A document as it is kept.</summary>
    public const string Pdf = "application/pdf";

    /// <summary>Whether it begins as a picture that can be made anew: JPEG, PNG or WebP.</summary>
    public static bool IsPicture(ReadOnlySpan<byte> file) =>
        file.StartsWith((ReadOnlySpan<byte>)[0xFF, 0xD8, 0xFF]) || file.StartsWith((ReadOnlySpan<byte>)[0x89, 0x50, 0x4E, 0x47, 0x0D, 0x0A, 0x1A, 0x0A])
        || (file.Length > 12 && file.StartsWith("RIFF"u8) && file[8..].StartsWith("WEBP"u8));

    /// <summary>Whether it is a PDF from its first byte to its end, and a still one.</summary>
    public static bool IsStillPdf(ReadOnlySpan<byte> file) =>
        (file.StartsWith("%PDF-1."u8) || file.StartsWith("%PDF-2."u8)) && file[Math.Max(0, file.Length - 1024)..].IndexOf("%%EOF"u8) >= 0 && !Active().IsMatch(Encoding.Latin1.GetString(file));

    // what makes a document do something by itself, or carry another file; a short name only where it is the whole of it
    [GeneratedRegex("/(?:JavaScript|Launch|EmbeddedFile|RichMedia|(?:JS|XFA)(?![A-Za-z0-9]))", RegexOptions.CultureInvariant)]
    private static partial Regex Active();
}
