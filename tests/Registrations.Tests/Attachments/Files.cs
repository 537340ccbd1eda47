using System.Text;
using SkiaSharp;

namespace Platform.Registrations.Tests.Attachments;

/// <summary>Files as a telephone or an attacker makes them. All invented.</summary>
internal static class Files
{
    /// <summary>What stands where a camera writes the place.</summary>
    public const string Place = "GPS 32.88 13.19 (invented)";

    public static byte[] Drawn(SKEncodedImageFormat format, int width = 40, int height = 20)
    {
        using var surface = SKSurface.Create(new SKImageInfo(width, height));
        surface.Canvas.Clear(SKColors.SeaGreen);
        using var image = surface.Snapshot();
        using var data = image.Encode(format, 90);
        return data.ToArray();
    }

    /// <summary>A JPEG with a comment and an Exif block in it, which says that it was held turned.</summary>
    public static byte[] Photo()
    {
        var drawn = Drawn(SKEncodedImageFormat.Jpeg);
        // TIFF, big-endian, one field: 0x0112 orientation, short, 6 = turn right
        byte[] exif = [.. "Exif\0\0MM\0*\0\0\0\u0008"u8, 0, 1, 0x01, 0x12, 0, 3, 0, 0, 0, 1, 0, 6, 0, 0, 0, 0, 0, 0];
        return [.. drawn[..2], .. Segment(0xE1, exif), .. Segment(0xFE, Encoding.ASCII.GetBytes(Place)), .. drawn[2..]];
    }

    /// <summary>A picture that is a script as well: a page behind its last point.</summary>
    public static byte[] Polyglot() => [.. Photo(), .. "<script>alert(document.cookie)</script>"u8];

    /// <summary>A PNG of a few bytes that says it is of more than two thousand million points.</summary>
    public static byte[] Bomb()
    {
        var png = Drawn(SKEncodedImageFormat.Png);
        byte[] header = [.. "IHDR"u8, 0, 0, 0xC3, 0x50, 0, 0, 0xC3, 0x50, .. png[24..29]];
        var check = Crc(header);
        return [.. png[..12], .. header, (byte)(check >> 24), (byte)(check >> 16), (byte)(check >> 8), (byte)check, .. png[33..]];
    }

    public static byte[] Pdf(string more = "") => Encoding.ASCII.GetBytes($"%PDF-1.4\n1 0 obj\n<< /Type /Catalog {more} >>\nendobj\ntrailer << /Root 1 0 R >>\n%%EOF\n");

    // as PNG has it
    private static uint Crc(byte[] bytes)
    {
        var crc = uint.MaxValue;
        foreach (var one in bytes)
        {
            crc ^= one;
            for (var bit = 0; bit < 8; bit++) crc = (crc >> 1) ^ ((crc & 1) * 0xEDB88320);
        }

        return ~crc;
    }

    private static byte[] Segment(byte marker, byte[] content) => [0xFF, marker, (byte)((content.Length + 2) >> 8), (byte)(content.Length + 2), .. content];
}
