using System.Net;
using System.Net.Http.Headers;
using System.Text.Json;
using Microsoft.AspNetCore.Authentication;
using Platform.Hosting;

namespace Platform.Referrals.Referrals;

/// <summary>
/// The service that owns people and their consents, asked with the caller's own token: it decides what the caller may hand
/// over. That it does not answer is told apart from its no.
/// </summary>
public sealed partial class PersonAuthority(HttpClient http, IHttpContextAccessor context, ILogger<PersonAuthority> logger)
{
    /// <summary>What is asked for.</summary>
    public sealed record Ask(Guid PersonId, string Purpose, IReadOnlyList<string> Packages, Guid RecipientAgencyId, string AreaCode, Guid ReferralId, string Basis);

    /// <summary>What was handed over, and from which version of the person's file: 0 where it does not say, which is older than any.</summary>
    public sealed record HandedOver(
        Guid PersonId, int PersonVersion, int ConsentVersion, IReadOnlyList<Guid> ConsentIds, DateOnly? ConsentUntil, PersonIdentity? Identity, PersonContact? Contact,
        Outline Outline);

    /// <summary>Who it is about, as coarsely as an envelope may say it.</summary>
    public sealed record Outline(string Sex, string AgeBand, string Adm2);

    private sealed record Standing(bool? Stand);

    private sealed record Problem(string? Type, string? Title, Dictionary<string, string[]>? Errors);

    /// <summary>The packages; or the refusal to pass on: 404, 400 with the fields, 409, 503 where it does not answer.</summary>
    /// <param name="ask">What is asked for.</param>
    /// <param name="ct">Ends the call.</param>
    /// <param name="token">The caller's token where the call is not made in their request.</param>
    public async Task<(HandedOver? Packages, Refusal? Refusal)> HandOverAsync(Ask ask, CancellationToken ct, string? token = null)
    {
        try
        {
            using var answer = await SendAsync("internal/packages", ask, token, ct);
            if (answer.IsSuccessStatusCode && await ReadAsync<HandedOver>(answer, ct) is { } handed && IsAnswerTo(ask, handed))
            {
                return (handed, null);
            }

            return (null, await NoOfAsync(answer, ct) ?? Unavailable(answer));
        }
        catch (Exception outage) when (IsOutage(outage, ct))
        {
            Unanswered(logger, outage.GetType().Name, outage.Message);
            return (null, Refusal.Unavailable(Silent));
        }
    }

    /// <summary>Whether the consents still stand; null where it cannot be asked.</summary>
    public async Task<bool?> StandAsync(IReadOnlyList<Guid> consentIds, CancellationToken ct)
    {
        try
        {
            using var answer = await SendAsync("internal/consents/check", new { consentIds }, null, ct);
            if (answer.IsSuccessStatusCode && await ReadAsync<Standing>(answer, ct) is { Stand: { } stand })
            {
                return stand;
            }

            Unavailable(answer);
            return null;
        }
        catch (Exception outage) when (IsOutage(outage, ct))
        {
            Unanswered(logger, outage.GetType().Name, outage.Message);
            return null;
        }
    }

    /// <summary>The caller's own token.</summary>
    public async Task<string> CallersTokenAsync() =>
        context.HttpContext is { } request && await request.GetTokenAsync("access_token") is { } token ? token
            : throw new InvalidOperationException("The authority is asked in a caller's name.");

    private async Task<HttpResponseMessage> SendAsync<T>(string path, T body, string? token, CancellationToken ct)
    {
        using var message = new HttpRequestMessage(HttpMethod.Post, path) { Content = JsonContent.Create(body, options: PlatformHost.Json) };
        message.Headers.Authorization = new AuthenticationHeaderValue("Bearer", token ?? await CallersTokenAsync());
        message.Headers.AcceptLanguage.ParseAdd(System.Globalization.CultureInfo.CurrentUICulture.TwoLetterISOLanguageName);
        return await http.SendAsync(message, ct);
    }

    // its own no is a problem of its own; what any other part says that stands where it should be is none
    private static async Task<Refusal?> NoOfAsync(HttpResponseMessage answer, CancellationToken ct)
    {
        if (answer.Content.Headers.ContentType?.MediaType != "application/problem+json"
            || await ReadAsync<Problem>(answer, ct) is not { Type: { } type } problem || !type.StartsWith(Refusal.TypePrefix, StringComparison.Ordinal))
        {
            return null;
        }

        return answer.StatusCode switch
        {
            HttpStatusCode.NotFound => Refusal.NotFound,
            HttpStatusCode.Unauthorized => new Refusal(401),
            HttpStatusCode.Forbidden => Refusal.Forbidden,
            HttpStatusCode.Conflict => new Refusal(409, type[Refusal.TypePrefix.Length..], problem.Title),
            HttpStatusCode.BadRequest when problem.Errors is { Count: > 0 } errors => new Refusal(400, type[Refusal.TypePrefix.Length..], members: new Dictionary<string, object> { ["errors"] = Ours(errors) }),
            _ => null,
        };
    }

    // the fields of its question are ours by other names
    private static Dictionary<string, string[]> Ours(Dictionary<string, string[]> errors) =>
        errors.ToDictionary(error => error.Key.Replace("$.recipientAgencyId", "$.toAgencyId", StringComparison.Ordinal), error => error.Value);

    private static bool IsAnswerTo(Ask ask, HandedOver handed) =>
        handed.PersonId == ask.PersonId && handed is { ConsentIds: not null, Outline: { Sex: not null, AgeBand: not null, Adm2: not null } }
        && handed.ConsentIds.Count > 0 == (ask.Basis == "consent")
        && handed.Identity is not null == ask.Packages.Contains("identity") && handed.Contact is not null == ask.Packages.Contains("contact");

    // whatever the bytes are said to be
    private static async Task<T?> ReadAsync<T>(HttpResponseMessage answer, CancellationToken ct) =>
        JsonSerializer.Deserialize<T>(await answer.Content.ReadAsByteArrayAsync(ct), JsonSerializerOptions.Web);

    private Refusal Unavailable(HttpResponseMessage answer)
    {
        Unanswered(logger, "answer", $"{(int)answer.StatusCode} {answer.Content.Headers.ContentType?.MediaType}");
        return Refusal.Unavailable(Silent);
    }

    private const string Silent = "registrations-unavailable";

    [LoggerMessage(Level = LogLevel.Warning, Message = "Registrations did not answer ({Kind}: {Why})")]
    private static partial void Unanswered(ILogger logger, string kind, string why);

    private static bool IsOutage(Exception exception, CancellationToken ct) =>
        exception is HttpRequestException or JsonException || (exception is OperationCanceledException && !ct.IsCancellationRequested);
}
