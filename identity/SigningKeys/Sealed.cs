using System.Security.Cryptography;
using System.Text;

namespace Platform.Identity.SigningKeys;

/// <summary>
/// Secrets at rest: AES-256-GCM under a key derived from a password, bound to what the secret is for.
/// Form: version (1 byte), salt (16), nonce (12), tag (16), the rest.
/// </summary>
public static class Sealed
{
    private const byte Version = 1;
    private const int Salt = 16, Nonce = 12, Tag = 16;

    /// <summary>OWASP's figure for PBKDF2-HMAC-SHA256 (2023): about 0.1 s, paid once per key and start.</summary>
    private const int Rounds = 600_000;

    public static byte[] Seal(string password, string purpose, ReadOnlySpan<byte> secret)
    {
        var form = new byte[1 + Salt + Nonce + Tag + secret.Length];
        form[0] = Version;
        RandomNumberGenerator.Fill(form.AsSpan(1, Salt + Nonce));

        using var aes = Key(password, form.AsSpan(1, Salt));
        aes.Encrypt(form.AsSpan(1 + Salt, Nonce), secret, form.AsSpan(1 + Salt + Nonce + Tag),
            form.AsSpan(1 + Salt + Nonce, Tag), Encoding.UTF8.GetBytes(purpose));
        return form;
    }

    public static byte[] Open(string password, string purpose, ReadOnlySpan<byte> form)
    {
        if (form.Length <= 1 + Salt + Nonce + Tag || form[0] != Version)
            throw new CryptographicException($"The sealed secret for {purpose} has an unknown form.");

        var secret = new byte[form.Length - 1 - Salt - Nonce - Tag];
        using var aes = Key(password, form.Slice(1, Salt));
        try
        {
            aes.Decrypt(form.Slice(1 + Salt, Nonce), form[(1 + Salt + Nonce + Tag)..], form.Slice(1 + Salt + Nonce, Tag),
                secret, Encoding.UTF8.GetBytes(purpose));
        }
        catch (AuthenticationTagMismatchException mismatch)
        {
            throw new CryptographicException($"The sealed secret for {purpose} cannot be opened: is Identity:SigningKeyPassword the one it was sealed with?", mismatch);
        }

        return secret;
    }

    private static AesGcm Key(string password, ReadOnlySpan<byte> salt) =>
        new(Rfc2898DeriveBytes.Pbkdf2(password, salt, Rounds, HashAlgorithmName.SHA256, 32), Tag);
}
