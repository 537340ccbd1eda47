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

    private sealed record Standing(bool Stand);

    private sealed record Problem(string? Type, Dictionary<string, string[]>? Errors);

    /// <summary>The packages; or the refusal to pass on: 404, 400 with the fields, 503 where it does not answer.</summary>
    /// <param name="ask">What is asked for.</param>
    /// <param name="ct">Ends the call.</param>
    /// <param name="token">The caller's token where the call is not made in their request.</param>
    public async Task<(HandedOver? Packages, Refusal? Refusal)> HandOverAsync(Ask ask, CancellationToken ct, string? token = null)
    {
        try
        {
            using var answer = await SendAsync("internal/packages", ask, token, ct);
            return answer.StatusCode switch
            {
                HttpStatusCode.OK => (await answer.Content.ReadFromJsonAsync<HandedOver>(JsonSerializerOptions.Web, ct), null),
                HttpStatusCode.NotFound => (null, Refusal.NotFound),
                HttpStatusCode.Unauthorized => (null, new Refusal(401)),
                HttpStatusCode.Forbidden => (null, Refusal.Forbidden),
                HttpStatusCode.BadRequest => (null, await FieldsOfAsync(answer, ct)),
                _ => (null, Refusal.Unavailable("registrations-unavailable")),
            };
        }
        catch (Exception outage) when (IsOutage(outage, ct))
        {
            Unanswered(logger, outage.GetType().Name, outage.Message);
            return (null, Refusal.Unavailable("registrations-unavailable"));
        }
    }

    /// <summary>Whether the consents still stand; null where it cannot be asked.</summary>
    public async Task<bool?> StandAsync(IReadOnlyList<Guid> consentIds, CancellationToken ct)
    {
        try
        {
            using var answer = await SendAsync("internal/consents/check", new { consentIds }, null, ct);
            return answer.IsSuccessStatusCode ? (await answer.Content.ReadFromJsonAsync<Standing>(JsonSerializerOptions.Web, ct))!.Stand : null;
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

    // the fields of its question are ours by other names
    private static async Task<Refusal> FieldsOfAsync(HttpResponseMessage answer, CancellationToken ct)
    {
        var problem = await answer.Content.ReadFromJsonAsync<Problem>(JsonSerializerOptions.Web, ct);
        var errors = (problem?.Errors ?? []).ToDictionary(error => error.Key.Replace("$.recipientAgencyId", "$.toAgencyId", StringComparison.Ordinal), error => error.Value);
        return new Refusal(400, problem?.Type?.Replace(Refusal.TypePrefix, "", StringComparison.Ordinal), members: new Dictionary<string, object> { ["errors"] = errors });
    }

    [LoggerMessage(Level = LogLevel.Warning, Message = "Registrations did not answer ({Kind}: {Why})")]
    private static partial void Unanswered(ILogger logger, string kind, string why);

    private static bool IsOutage(Exception exception, CancellationToken ct) =>
        exception is HttpRequestException or JsonException || (exception is OperationCanceledException && !ct.IsCancellationRequested);
}
