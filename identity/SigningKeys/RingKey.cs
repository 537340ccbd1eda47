using System.Security.Cryptography;
using Microsoft.IdentityModel.Tokens;

namespace Platform.Identity.SigningKeys;

/// <summary>A stored key, opened and ready to work.</summary>
public sealed record RingKey(string KeyId, string Use, string State, SecurityKey Key)
{
    public const string Signing = "signing", Encryption = "encryption";

    /// <summary>What a sealed key is bound to: a row copied under another id or use does not open.</summary>
    public static string Purpose(string use, string keyId) => $"{use}:{keyId}";

    public static RingKey Open(string keyId, string use, string state, byte[] form, string password)
    {
        var secret = Sealed.Open(password, Purpose(use, keyId), form);
        if (use == Encryption) return new(keyId, use, state, new SymmetricSecurityKey(secret) { KeyId = keyId });

        var rsa = RSA.Create();
        rsa.ImportPkcs8PrivateKey(secret, out _);
        return new(keyId, use, state, new RsaSecurityKey(rsa) { KeyId = keyId });
    }
}
