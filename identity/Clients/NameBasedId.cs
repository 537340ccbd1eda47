using System.Diagnostics.CodeAnalysis;
using System.Security.Cryptography;
using System.Text;

namespace Platform.Identity.Clients;

/// <summary>An id that follows from a name (UUIDv5, RFC 9562, in the DNS namespace): the same in every installation and every test.</summary>
public static class NameBasedId
{
    private static readonly Guid Dns = new("6ba7b810-9dad-11d1-80b4-00c04fd430c8");

    [SuppressMessage("Security", "CA5350", Justification = "UUIDv5 is defined over SHA-1; nothing secret is in it.")]
    public static Guid For(string name)
    {
        var hash = SHA1.HashData([.. Dns.ToByteArray(bigEndian: true), .. Encoding.UTF8.GetBytes(name)]).AsSpan(0, 16);
        hash[6] = (byte)((hash[6] & 0x0F) | 0x50);
        hash[8] = (byte)((hash[8] & 0x3F) | 0x80);
        return new Guid(hash, bigEndian: true);
    }
}
