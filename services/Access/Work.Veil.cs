namespace Platform.Access;

/// <content>Answers of which nothing may tell whom they were about.</content>
public sealed partial class Work
{
    private bool isVeiled;

    /// <summary>
    /// As <see cref="Answers" />, where nothing may lead from the path to the record: which it was is kept under a veil that only the very same request lifts, and
    /// until when, to the day.
    /// </summary>
    public void AnswersVeiled(int status, Guid record) => (answered, isVeiled) = ((status, Unveil(record)), true);

    /// <summary>The record under the veil; and what is kept of a record.</summary>
    public Guid Unveil(Guid veiled)
    {
        var veil = (request.Key ?? throw new InvalidOperationException("The veil is the request's, which takes a key.")).Veil();
        return new Guid(veiled.ToByteArray().Zip(veil, (one, other) => (byte)(one ^ other)).ToArray());
    }
}
