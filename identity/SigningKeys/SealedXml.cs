using System.Text;
using System.Xml.Linq;
using Microsoft.AspNetCore.DataProtection.XmlEncryption;

namespace Platform.Identity.SigningKeys;

/// <summary>Seals the keys of cookies and antiforgery tokens as they go into the database: who reads the table signs nobody in.</summary>
public sealed class SealXml(IServiceProvider services) : IXmlEncryptor
{
    internal const string Purpose = "data-protection";

    public EncryptedXmlInfo Encrypt(XElement plaintextElement)
    {
        // asked for only now: migrate makes users without ever sealing a key, and without the password
        var password = services.GetRequiredService<SigningKeySettings>().Password;
        var form = Sealed.Seal(password, Purpose, Encoding.UTF8.GetBytes(plaintextElement.ToString(SaveOptions.DisableFormatting)));
        return new EncryptedXmlInfo(new XElement("sealed", Convert.ToBase64String(form)), typeof(OpenXml));
    }
}

/// <summary>The way back. DataProtection makes it by the type name stored beside the key, so it is not to be renamed.</summary>
public sealed class OpenXml(IServiceProvider services) : IXmlDecryptor
{
    public XElement Decrypt(XElement encryptedElement)
    {
        var password = services.GetRequiredService<SigningKeySettings>().Password;
        return XElement.Parse(Encoding.UTF8.GetString(Sealed.Open(password, SealXml.Purpose, Convert.FromBase64String(encryptedElement.Value))));
    }
}
