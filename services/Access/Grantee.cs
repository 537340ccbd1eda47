using System.Buffers.Binary;
using System.Security.Cryptography;
using System.Text;

namespace Platform.Access;

/// <summary>
/// What a grant names. A caller is a handful of grantees at once: themselves, their agency, their teams, and for each of
/// their roles the desk of that role in the agency and in the team.
/// </summary>
public static class Grantee
{
    private static readonly Guid Desks = new("0d3c0a52-52a5-5c5e-9d0f-6f3b0f1c7a11");

    /// <summary>Everybody who holds <paramref name="role" /> in the agency or team <paramref name="unit" />.</summary>
    public static Guid Desk(Guid unit, string role) => NameBased(Desks, $"{unit:D}/{role}");

    /// <summary>The coordinators who work in an area: an adm3, adm2 or adm1 P-code, or <c>*</c>.</summary>
    public static Guid Coordinators(string area) => NameBased(Desks, $"coordinator/{area}");

    /// <summary>A name-based id (RFC 9562, version 5): the same name gives the same id on every machine.</summary>
    public static Guid NameBased(Guid space, string name)
    {
        var text = Encoding.UTF8.GetBytes(name);
        Span<byte> bytes = stackalloc byte[16 + text.Length];
        space.TryWriteBytes(bytes, bigEndian: true, out _);
        text.CopyTo(bytes[16..]);
        Span<byte> hash = stackalloc byte[20];
#pragma warning disable CA5350 // version 5 is defined with SHA-1; nothing rests on its strength
        SHA1.HashData(bytes, hash);
#pragma warning restore CA5350
        hash[6] = (byte)((hash[6] & 0x0F) | 0x50);
        hash[8] = (byte)((hash[8] & 0x3F) | 0x80);
        return new Guid(hash[..16], bigEndian: true);
    }

    /// <summary>A random id (version 4) for people, cases and consents, so that an id tells no time.</summary>
    public static Guid RandomId()
    {
        Span<byte> bytes = stackalloc byte[16];
        RandomNumberGenerator.Fill(bytes);
        bytes[6] = (byte)((bytes[6] & 0x0F) | 0x40);
        bytes[8] = (byte)((bytes[8] & 0x3F) | 0x80);
        return new Guid(bytes, bigEndian: true);
    }

    /// <summary>A 64-bit number that stands for an id where PostgreSQL wants one, as for advisory locks.</summary>
    public static long Number(Guid id)
    {
        Span<byte> bytes = stackalloc byte[16];
        id.TryWriteBytes(bytes, bigEndian: true, out _);
        return BinaryPrimitives.ReadInt64BigEndian(bytes[8..]);
    }
}
