using System.IO.Compression;
using System.Xml;
using Platform.Hosting;

namespace Platform.Registrations.Imports;

/// <summary>
/// An XLSX file as what it is, a zip of XML, opened by somebody who does not trust it: what it unfolds to is counted as it is read, whatever its own directory says, and no part of
/// it may name another place.
/// </summary>
internal sealed class XlsxPackage : IDisposable
{
    private const int MostParts = 2_000;
    private const long MostUnfolded = 128 * 1024 * 1024;
    private const long Unsuspicious = 1024 * 1024;
    private const int MostTimes = 250;   // spreadsheets of people unfold to ten or twenty times their size, a bomb to a thousand

    private readonly ZipArchive parts;
    private long left = MostUnfolded;

    public XlsxPackage(byte[] file)
    {
        parts = new ZipArchive(new MemoryStream(file, writable: false), ZipArchiveMode.Read);
        if (parts.Entries.Count > MostParts)
        {
            throw TooLarge();
        }
    }

    /// <summary>A part as XML, forward only; null where there is none of this name.</summary>
    public XmlReader? Open(string name) => parts.GetEntry(name) is { } part
        ? XmlReader.Create(new Counted(part.Open(), this, part.CompressedLength), new XmlReaderSettings
        {
            DtdProcessing = DtdProcessing.Prohibit,
            XmlResolver = null,
            IgnoreComments = true,
            IgnoreProcessingInstructions = true,
            CloseInput = true,
        })
        : null;

    /// <inheritdoc />
    public void Dispose() => parts.Dispose();

    internal static UnreadableException TooLarge() => new(Texts.In(
        "The file unfolds to more than a table of people can be.",
        "ينفتح الملف إلى أكثر مما يمكن أن يكون عليه جدول أشخاص.",
        "Le fichier se déploie en plus que ne peut être un tableau de personnes."));

    /// <summary>Counts what is really read.</summary>
    private sealed class Counted(Stream part, XlsxPackage package, long compressed) : Stream
    {
        private long read;

        public override bool CanRead => true;

        public override bool CanSeek => false;

        public override bool CanWrite => false;

        public override long Length => throw new NotSupportedException();

        public override long Position { get => read; set => throw new NotSupportedException(); }

        public override int Read(byte[] buffer, int offset, int count)
        {
            var taken = part.Read(buffer, offset, count);
            read += taken;
            package.left -= taken;
            return package.left < 0 || (read > Unsuspicious && read > MostTimes * compressed) ? throw TooLarge() : taken;
        }

        public override void Flush()
        {
        }

        public override long Seek(long offset, SeekOrigin origin) => throw new NotSupportedException();

        public override void SetLength(long value) => throw new NotSupportedException();

        public override void Write(byte[] buffer, int offset, int count) => throw new NotSupportedException();

        protected override void Dispose(bool disposing)
        {
            part.Dispose();
            base.Dispose(disposing);
        }
    }
}
