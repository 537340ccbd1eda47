using System.Security.Cryptography;
using System.Text.Json;
using Platform.Hosting;

namespace Platform.Access;

/// <summary>A record's key: seals and opens what belongs to that record, under the name of what it is.</summary>
public sealed class RecordKey(Guid record, byte[] key)
{
    /// <summary>Seals a value as JSON.</summary>
    /// <param name="what">What it is, as <c>identity</c>: a sealed value opens only under its own name and record.</param>
    /// <param name="value">The value.</param>
    public byte[] Seal<T>(string what, T value) => KeyStore.Encrypt(key, JsonSerializer.SerializeToUtf8Bytes(value, PlatformHost.Json), Context(what));

    /// <summary>Opens what <see cref="Seal{T}" /> sealed.</summary>
    public T Open<T>(string what, byte[] sealedBytes) =>
        JsonSerializer.Deserialize<T>(KeyStore.Decrypt(key, sealedBytes, Context(what)), PlatformHost.Json) ?? throw new CryptographicException($"{what} opened to nothing.");

    /// <summary>Seals bytes as they are.</summary>
    /// <param name="what">What they are.</param>
    /// <param name="bytes">The bytes.</param>
    public byte[] SealBytes(string what, ReadOnlySpan<byte> bytes) => KeyStore.Encrypt(key, bytes, Context(what));

    /// <summary>Opens what <see cref="SealBytes" /> sealed.</summary>
    public byte[] OpenBytes(string what, byte[] sealedBytes) => KeyStore.Decrypt(key, sealedBytes, Context(what));

    private byte[] Context(string what) => [.. record.ToByteArray(), .. System.Text.Encoding.UTF8.GetBytes(what)];
}
