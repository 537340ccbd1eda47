using System.Buffers.Binary;
using System.Security.Cryptography;

namespace Platform.Identity.Tests.SignIn;

/// <summary>An authenticator app: RFC 6238 with the parameters every app uses: SHA-1, 30 s, six digits.</summary>
internal static class Totp
{
    /// <summary>The code that the app shows now for a Base32 secret, with or without gaps.</summary>
    public static string Code(string secret)
    {
        var step = new byte[8];
        BinaryPrimitives.WriteInt64BigEndian(step, DateTimeOffset.UtcNow.ToUnixTimeSeconds() / 30);
#pragma warning disable CA5350 // the algorithm of the apps
        var hash = HMACSHA1.HashData(FromBase32(secret.Replace(" ", "", StringComparison.Ordinal)), step);
#pragma warning restore CA5350
        var offset = hash[^1] & 0xF;
        return ((BinaryPrimitives.ReadInt32BigEndian(hash.AsSpan(offset)) & 0x7FFFFFFF) % 1_000_000).ToString("D6", null);
    }

    private static byte[] FromBase32(string text)
    {
        var bits = string.Concat(text.Select(c => Convert.ToString("ABCDEFGHIJKLMNOPQRSTUVWXYZ234567".IndexOf(c, StringComparison.Ordinal), 2).PadLeft(5, '0')));
        return [.. Enumerable.Range(0, bits.Length / 8).Select(i => Convert.ToByte(bits.Substring(i * 8, 8), 2))];
    }
}
