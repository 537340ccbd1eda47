using FluentValidation;
using Platform.Access;
using Platform.Contracts.Codes;
using Platform.Hosting;

namespace Platform.Registrations.People;

/// <summary>
/// Asked before anybody calls or writes to a person, a system that sends reminders included: the number for this one way, or why not. Nothing here sends; who sends asks here each time, as
/// what was safe yesterday may not be today.
/// </summary>
public static class ReachPerson
{
    /// <summary>How they would be reached.</summary>
    /// <param name="Channel">Code of contact-channel.csv.</param>
    /// <param name="LeavesMessage">Whether a call that nobody answers would leave a message; what is written is always one.</param>
    public sealed record Request(string? Channel, bool? LeavesMessage);

    /// <summary>How it is done without risk.</summary>
    /// <param name="Channel">The way that was asked for.</param>
    /// <param name="Phone">The number, where it needs one.</param>
    /// <param name="SafeTimes">When, in words of whoever asked them.</param>
    /// <param name="PreferredChannel">What they would like best.</param>
    /// <param name="MayLeaveMessage">Whether a message may be left that others could hear or read.</param>
    /// <param name="Languages">ISO 639-3.</param>
    public sealed record Answer(string Channel, string? Phone, string? SafeTimes, string? PreferredChannel, bool MayLeaveMessage, IReadOnlyList<string> Languages);

    private sealed record Sealed(byte[] Identity, byte[] Contact, Guid? MergedInto);

    private sealed class Rules : AbstractValidator<Request>
    {
        public Rules() => RuleFor(request => request.Channel).NotEmpty().CodeOf(CodeList.ContactChannels.Contains);
    }

    /// <summary>Maps the route.</summary>
    public static void Map(IEndpointRouteBuilder routes) =>
        routes.MapPost("/people/{personId:guid}/reach", HandleAsync).RequireAuthorization(Policies.KeepCases).Audited(DataClass.Identity)
            .WithMetadata(new NeedsIdempotencyKey()).Produces<Answer>();

    private static async Task<IResult> HandleAsync(Guid personId, Body<Request> body, ScopedDatabase database, KeyStore keys, CancellationToken ct)
    {
        await using var work = await database.BeginAsync(ct);
        if (await work.QuerySingleOrDefaultAsync<Sealed>(Select, new { personId }) is not { } file || await keys.GetAsync(personId, ct) is not { } key)
        {
            return Refusal.NotFound;
        }

        if (file.MergedInto is { } kept)
        {
            return PersonView.Merged(kept);
        }

        if (body.Refuses(new Rules()) is { } refusal)
        {
            return refusal;
        }

        var (contact, channel) = (key.Open<Contact>(Contact.Package, file.Contact), body.Value.Channel!);
        if (contact.Forbids(channel, body.Value.LeavesMessage ?? false) is { } why)
        {
            return new Refusal(409, "contact-unsafe", Message(why), members: new Dictionary<string, object> { ["reason"] = why });
        }

        await work.CommitAsync();
        return Results.Ok(new Answer(
            channel, channel is "in-person" or "through-other" ? null : contact.Phone, contact.SafeTimes, contact.PreferredChannel, contact.MayLeaveMessage,
            key.Open<Identity>(Identity.Package, file.Identity).Languages));
    }

    private static string Message(string why) => why switch
    {
        "no-number" => Texts.In("There is no number.", "لا يوجد رقم.", "Il n’y a pas de numéro."),
        "call-unsafe" => Texts.In("A call could put the person at risk.", "قد تعرّض المكالمة الشخص للخطر.", "Un appel pourrait mettre la personne en danger."),
        "message-unsafe" => Texts.In("A message that others could read or hear could put the person at risk.", "قد تعرّض رسالة يمكن لغيره قراءتها أو سماعها الشخص للخطر.", "Un message que d’autres pourraient lire ou entendre pourrait mettre la personne en danger."),
        _ => Texts.In("The person has not asked to be reached through somebody else.", "لم يطلب الشخص التواصل معه عبر شخص آخر.", "La personne n’a pas demandé à être jointe par quelqu’un d’autre."),
    };

    private const string Select = """
        select i.sealed as identity, c.sealed as contact, p.merged_into
          from people p
          join person_identities i on i.person_id = p.person_id
          join person_contacts c on c.person_id = p.person_id
         where p.person_id = @personId
        """;
}
