using System.Security.Cryptography;
using System.Text;
using Microsoft.IdentityModel.Tokens;
using Npgsql;
using Platform.Identity.SigningKeys;

namespace Platform.Surface.Tests;

/// <summary>Signs what identity would not, with the platform's own key as its database keeps it: a token that is wrong in one thing only.</summary>
internal sealed class Signer
{
    private static readonly Lazy<Task<Signer>> One = new(MakeAsync);

    private readonly RsaSecurityKey key;

    private Signer(RsaSecurityKey key) => this.key = key;

    public static Task<Signer> SharedAsync() => One.Value;

    /// <summary>A caller's token with other claims, or another head, signed as identity signs.</summary>
    public string Sign(string token, Action<JsonObject>? claims = null, Action<JsonObject>? head = null, RSA? with = null)
    {
        var rsa = with ?? key.Rsa;
        return Sign(token, claims, head, signed => rsa.SignData(signed, HashAlgorithmName.SHA256, RSASignaturePadding.Pkcs1));
    }

    /// <summary>The token as it is, signed by the platform's own key as identity never signs.</summary>
    public string SignOtherwise(string token, string algorithm, HashAlgorithmName hash, RSASignaturePadding padding) =>
        Sign(token, null, head => head["alg"] = algorithm, signed => key.Rsa.SignData(signed, hash, padding));

    /// <summary>Signed in any way.</summary>
    public static string Sign(string token, Action<JsonObject>? claims, Action<JsonObject>? head, Func<byte[], byte[]> sign)
    {
        var parts = token.Split('.')[..2].Zip([head, claims], (part, change) =>
        {
            var json = JsonNode.Parse(Base64UrlEncoder.Decode(part))!.AsObject();
            change?.Invoke(json);
            return Base64UrlEncoder.Encode(json.ToJsonString());
        });
        var signed = string.Join('.', parts);
        return $"{signed}.{Base64UrlEncoder.Encode(sign(Encoding.ASCII.GetBytes(signed)))}";
    }

    /// <summary>What everybody knows of the key, as a forger who hopes that it is taken for a secret.</summary>
    public byte[] PublicKey => Encoding.ASCII.GetBytes(key.Rsa.ExportSubjectPublicKeyInfoPem());

    private static async Task<Signer> MakeAsync()
    {
        var platform = (await Stage.SharedAsync()).Platform;
        await using var database = await platform.OpenDatabaseAsync("identity");
        await using var command = new NpgsqlCommand("select key_id, use, state, sealed from signing_key_states where use = 'signing' and state = 'signing'", database);
        await using var reader = await command.ExecuteReaderAsync();
        await reader.ReadAsync();
        return new Signer((RsaSecurityKey)RingKey.Open(reader.GetString(0), reader.GetString(1), reader.GetString(2), reader.GetFieldValue<byte[]>(3), platform.SigningKeyPassword).Key);
    }
}
