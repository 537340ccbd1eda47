using SkiaSharp;

namespace Platform.Registrations.Attachments;

/// <summary>
/// A picture made anew from its points: no place, time or device that a camera wrote into it, nothing that is hidden behind or between, and no more
/// than a page or a screen shows.
/// </summary>
public static class Picture
{
    private const int LongestSide = 2000;           // points; a passport page is read at that
    private const int Quality = 85;
    private const long MostPoints = 60_000_000;     // what the cameras of good telephones make; a picture that unfolds to more is not opened

    /// <summary>As JPEG, upright; null where it cannot be opened as the picture it claims to be.</summary>
    public static byte[]? MadeAnew(byte[] file)
    {
        using var data = SKData.CreateCopy(file);
        using var codec = SKCodec.Create(data);
        if (codec is null || codec.Info.Width <= 0 || codec.Info.Height <= 0 || (long)codec.Info.Width * codec.Info.Height > MostPoints)
        {
            return null;
        }

        using var points = new SKBitmap(new SKImageInfo(codec.Info.Width, codec.Info.Height, SKColorType.Rgba8888, SKAlphaType.Premul));
        if (codec.GetPixels(points.Info, points.GetPixels()) is not SKCodecResult.Success)
        {
            return null;
        }

        var (turned, width, height) = Upright(codec.EncodedOrigin, points.Width, points.Height);
        var scale = Math.Min(1f, (float)LongestSide / Math.Max(width, height));
        using var surface = SKSurface.Create(new SKImageInfo(Math.Max(1, (int)(width * scale)), Math.Max(1, (int)(height * scale)), SKColorType.Rgba8888, SKAlphaType.Opaque));
        surface.Canvas.Clear(SKColors.White);
        surface.Canvas.Scale(scale);
        surface.Canvas.Concat(turned);
        using var image = SKImage.FromBitmap(points);
        surface.Canvas.DrawImage(image, 0, 0, new SKSamplingOptions(SKFilterMode.Linear, SKMipmapMode.Linear));
        using var drawn = surface.Snapshot();
        using var encoded = drawn.Encode(SKEncodedImageFormat.Jpeg, Quality);
        return encoded.ToArray();
    }

    /// <summary>How a camera held in another way is turned back, and the sides of what comes of it. Exif 2.3, orientation.</summary>
    private static (SKMatrix Turned, int Width, int Height) Upright(SKEncodedOrigin origin, int width, int height) => origin switch
    {
        SKEncodedOrigin.TopRight => (new SKMatrix(-1, 0, width, 0, 1, 0, 0, 0, 1), width, height),
        SKEncodedOrigin.BottomRight => (new SKMatrix(-1, 0, width, 0, -1, height, 0, 0, 1), width, height),
        SKEncodedOrigin.BottomLeft => (new SKMatrix(1, 0, 0, 0, -1, height, 0, 0, 1), width, height),
        SKEncodedOrigin.LeftTop => (new SKMatrix(0, 1, 0, 1, 0, 0, 0, 0, 1), height, width),
        SKEncodedOrigin.RightTop => (new SKMatrix(0, -1, height, 1, 0, 0, 0, 0, 1), height, width),
        SKEncodedOrigin.RightBottom => (new SKMatrix(0, -1, height, -1, 0, width, 0, 0, 1), height, width),
        SKEncodedOrigin.LeftBottom => (new SKMatrix(0, 1, 0, -1, 0, width, 0, 0, 1), height, width),
        _ => (SKMatrix.Identity, width, height),
    };
}
