using System.Globalization;
using FluentValidation;
using OpenIddict.Abstractions;
using Platform.Access;
using Platform.Hosting;
using Platform.Identity.NotBefore;

namespace Platform.Identity.Clients;

/// <summary>
/// A system gets another secret, answered once; the one before goes on for some hours, or for none where it leaked; then its tokens end, too. Who rotates has just signed in:
/// a token that lay around is not enough.
/// </summary>
public static class RotateSecret
{
    private const int LongestInHours = 72;
    private static readonly TimeSpan Fresh = TimeSpan.FromMinutes(15);

    /// <summary>How it shall be done.</summary>
    /// <param name="OverlapHours">How long the secret before is good beside the new one: 0 to 72.</param>
    public sealed record Request(int? OverlapHours);

    private sealed class Rules : AbstractValidator<Request>
    {
        public Rules() => RuleFor(rotation => rotation.OverlapHours).NotNull().InclusiveBetween(0, LongestInHours);
    }

    public static void Map(IEndpointRouteBuilder routes) =>
        routes.MapPost("/api/clients/{clientId:guid}/secrets", HandleAsync).RequireAuthorization(Policies.AdministerAccess).Audited(DataClass.Organisational, everyRefusal: true)
            .Idempotent(ClientView.RebuildAsync).Produces<ClientView>();

    private static async Task<IResult> HandleAsync(Guid clientId, Body<Request> body, ScopedDatabase database, HttpContext http, TimeProvider time, CancellationToken ct)
    {
        await using var work = await database.BeginAsync(ct);
        if (await work.QuerySingleOrDefaultAsync<ClientView>($"{ClientView.SelectOne} for update", new { id = clientId }) is null)
        {
            return Refusal.NotFound;
        }

        if (!SignedInAfter(http, time.GetUtcNow() - Fresh))
        {
            return new Refusal(403, "sign-in-too-old", Texts.In(
                "Sign in again: this needs a sign-in of the last 15 minutes.",
                "سجّل الدخول مجدداً: يتطلب هذا تسجيل دخول خلال آخر 15 دقيقة.",
                "Connectez-vous à nouveau : il faut une connexion des 15 dernières minutes."));
        }

        if (body.Refuses(new Rules()) is { } refusal)
        {
            return refusal;
        }

        var secret = ClientSecrets.New();
        await work.QueryAsync<bool>(Rotate, new { clientId, kept = ClientSecrets.Kept(secret), overlap = TimeSpan.FromHours(body.Value.OverlapHours!.Value) });
        if (body.Value.OverlapHours == 0) await work.AnnounceNotBeforeAsync(clientId);   // the not-before trigger: what was asked for with a secret that leaked
        work.Answers(StatusCodes.Status200OK, clientId);
        return Results.Ok((await work.CommitAsync<ClientView>(ClientView.SelectOne, new { id = clientId }))! with { Secret = secret });
    }

    private static bool SignedInAfter(HttpContext http, DateTimeOffset instant) =>
        long.TryParse(http.User.FindFirst(OpenIddictConstants.Claims.AuthenticationTime)?.Value, CultureInfo.InvariantCulture, out var at) && DateTimeOffset.FromUnixTimeSeconds(at) > instant;

    private const string Rotate = """
        update clients set previous_secret = client_secret, previous_secret_until = clock_timestamp() + @overlap, client_secret = @kept, concurrency_token = gen_random_uuid()::text
         where id = @clientId returning true
        """;
}
