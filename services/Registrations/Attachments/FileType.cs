using System.Text;

namespace Platform.Registrations.Attachments;

/// <summary>What a file is by its content, whatever its sender calls it.</summary>
public static class FileType
{
    /// <summary>A picture as it is kept.</summary>
    public const string Jpeg = "image/jpeg";

    /// <summary>A document as it is kept.</summary>
    public const string Pdf = "application/pdf";

    // what makes a document do something by itself, or carry another file
    private static readonly byte[][] Active = [.. ((string[])["/JavaScript", "/JS", "/Launch", "/EmbeddedFile", "/RichMedia", "/XFA"]).Select(Encoding.ASCII.GetBytes)];

    /// <summary>Whether it begins as a picture that can be made anew: JPEG, PNG or WebP.</summary>
    public static bool IsPicture(ReadOnlySpan<byte> file) =>
        file.StartsWith((ReadOnlySpan<byte>)[0xFF, 0xD8, 0xFF]) || file.StartsWith((ReadOnlySpan<byte>)[0x89, 0x50, 0x4E, 0x47, 0x0D, 0x0A, 0x1A, 0x0A])
        || (file.Length > 12 && file.StartsWith("RIFF"u8) && file[8..].StartsWith("WEBP"u8));

    /// <summary>Whether it is a PDF from its first byte to its end, and a still one.</summary>
    public static bool IsStillPdf(ReadOnlySpan<byte> file)
    {
        if (!file.StartsWith("%PDF-1."u8) && !file.StartsWith("%PDF-2."u8))
        {
            return false;
        }

        if (file[Math.Max(0, file.Length - 1024)..].IndexOf("%%EOF"u8) < 0)
        {
            return false;
        }

        foreach (var word in Active)
        {
            for (var rest = file; rest.IndexOf(word) is >= 0 and var at; rest = rest[(at + word.Length)..])
            {
                // "/JS" is a name of its own, "/JSomething" another
                if (at + word.Length == rest.Length || !char.IsAsciiLetterOrDigit((char)rest[at + word.Length]) || word.Length > 4)
                {
                    return false;
                }
            }
        }

        return true;
    }
}
