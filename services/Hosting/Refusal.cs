using System.Globalization;
using System.Text.Json;
using Microsoft.AspNetCore.Http;

namespace Platform.Hosting;

/// <summary>
/// An answer that says no, as problem details (RFC 9457) with a stable <c>type</c>. A 404 carries nothing but the fixed text:
/// what is not there and what is not yours are the same bytes.
/// </summary>
/// <param name="status">HTTP status code, 400 to 599.</param>
/// <param name="type">Stable kind of problem, as <c>wrong-state</c>; by default the status's own.</param>
/// <param name="title">One sentence to read, in the asker's language; by default the status's own.</param>
/// <param name="members">Further members, as <c>state</c> or <c>errors</c>.</param>
/// <param name="retryAfterSeconds">Value of the <c>Retry-After</c> header, in seconds.</param>
public sealed class Refusal(int status, string? type = null, string? title = null, IReadOnlyDictionary<string, object>? members = null, int? retryAfterSeconds = null) : IResult, IStatusCodeHttpResult
{
    /// <summary>Prefix of every problem's <c>type</c>.</summary>
    public const string TypePrefix = "urn:platform:problem:";

    /// <inheritdoc />
    public int? StatusCode => status;

    /// <summary>The kind of problem without its prefix.</summary>
    public string Kind => type ?? DefaultType(status);

    /// <summary>Not there, or not theirs to know of.</summary>
    public static Refusal NotFound { get; } = new(404);

    /// <summary>The role or the side lacks the right.</summary>
    public static Refusal Forbidden { get; } = new(403);

    /// <summary>A part that is needed does not answer now; nothing was done.</summary>
    public static Refusal Unavailable(string type = "unavailable", int retryAfterSeconds = 5) => new(503, type, retryAfterSeconds: retryAfterSeconds);

    /// <summary>A part that is needed did not answer in time, when the request had gone out already: it may or may not have been done.</summary>
    public static Refusal Unanswered() => new(503, "unanswered", Texts.In(
        "A part that is needed did not answer in time. It may or may not have been done: repeat with the same Idempotency-Key.",
        "لم يستجب جزء لازم في الوقت المناسب. ربما نُفِّذ الطلب وربما لا: أعد المحاولة بمفتاح عدم التكرار نفسه.",
        "Un composant nécessaire n'a pas répondu à temps. La demande a pu être exécutée ou non : répétez-la avec la même clé d'idempotence."));

    /// <summary>One field is wrong.</summary>
    /// <param name="path">JSON path of the field, as <c>$.packages[0]</c>.</param>
    /// <param name="message">What is wrong with it, in the asker's language.</param>
    public static Refusal Field(string path, string message) => Fields(new Dictionary<string, string[]> { [path] = [message] });

    /// <summary>Fields are wrong, each named by its JSON path.</summary>
    public static Refusal Fields(IReadOnlyDictionary<string, string[]> errors) =>
        new(400, "invalid", members: new Dictionary<string, object> { ["errors"] = errors });

    /// <summary>The record's state does not allow the move.</summary>
    public static Refusal WrongState(string state) => new(409, "wrong-state", members: new Dictionary<string, object> { ["state"] = state });

    /// <inheritdoc />
    public async Task ExecuteAsync(HttpContext httpContext)
    {
        var response = httpContext.Response;
        if (response.HasStarted)
        {
            return;
        }

        response.StatusCode = status;
        response.ContentType = "application/problem+json";
        var seconds = retryAfterSeconds ?? (status is 429 or 503 ? 5 : null);
        if (seconds is { } wait)
        {
            response.Headers.RetryAfter = wait.ToString(CultureInfo.InvariantCulture);
        }

        if (HttpMethods.IsHead(httpContext.Request.Method))
        {
            return;
        }

        var body = new Dictionary<string, object>
        {
            ["type"] = TypePrefix + Kind,
            ["title"] = title ?? DefaultTitle(status),
            ["status"] = status,
        };
        if (status != 404)
        {
            foreach (var (name, value) in members ?? new Dictionary<string, object>())
            {
                body[name] = value;
            }

            if (System.Diagnostics.Activity.Current is { } activity)
            {
                body["traceId"] = activity.TraceId.ToString();
            }
        }

        await JsonSerializer.SerializeAsync(response.Body, body, PlatformHost.Json, httpContext.RequestAborted);
    }

    private static string DefaultType(int status) => status switch
    {
        400 => "invalid",
        401 => "unauthenticated",
        403 => "forbidden",
        404 => "not-found",
        405 => "method-not-allowed",
        409 => "conflict",
        412 => "stale",
        413 => "too-large",
        415 => "unsupported-media-type",
        422 => "key-reused",
        428 => "if-match-required",
        429 => "too-many-requests",
        503 => "unavailable",
        _ => status >= 500 ? "fault" : "refused",
    };

    private static string DefaultTitle(int status) => status switch
    {
        400 => Texts.In("Something in the request is wrong.", "يوجد خطأ في الطلب.", "La requête contient une erreur."),
        401 => Texts.In("Sign in first: the token is missing, wrong or too old.", "سجّل الدخول أولاً: الرمز مفقود أو غير صحيح أو قديم.", "Connectez-vous d'abord : le jeton manque, est incorrect ou trop ancien."),
        403 => Texts.In("Your role does not allow this.", "دورك لا يسمح بهذا.", "Votre rôle ne le permet pas."),
        404 => Texts.In("There is nothing here.", "لا يوجد شيء هنا.", "Il n'y a rien ici."),
        405 => Texts.In("This method is not offered here.", "هذه الطريقة غير متاحة هنا.", "Cette méthode n'est pas proposée ici."),
        409 => Texts.In("The current state does not allow this.", "الحالة الحالية لا تسمح بهذا.", "L'état actuel ne le permet pas."),
        412 => Texts.In("Someone changed it since you read it. Read it again.", "غيّره شخص آخر منذ قراءتك له. اقرأه مجدداً.", "Quelqu'un l'a modifié depuis votre lecture. Relisez-le."),
        413 => Texts.In("The request is too large.", "الطلب كبير جداً.", "La requête est trop volumineuse."),
        415 => Texts.In("Send JSON (application/json).", "أرسل JSON (application/json).", "Envoyez du JSON (application/json)."),
        422 => Texts.In("This Idempotency-Key was used with another body.", "استُخدم مفتاح عدم التكرار هذا مع محتوى آخر.", "Cette clé d'idempotence a servi avec un autre contenu."),
        428 => Texts.In("Send If-Match with the ETag you read.", "أرسل If-Match مع قيمة ETag التي قرأتها.", "Envoyez If-Match avec l'ETag lu."),
        429 => Texts.In("Too many requests. Wait and try again.", "طلبات كثيرة جداً. انتظر ثم حاول مجدداً.", "Trop de requêtes. Attendez puis réessayez."),
        503 => Texts.In("A part that is needed does not answer now. Nothing was done; try again.", "جزء لازم لا يستجيب الآن. لم يُنفَّذ شيء؛ حاول مجدداً.", "Un composant nécessaire ne répond pas. Rien n'a été fait ; réessayez."),
        _ => Texts.In("The request could not be served.", "تعذّر تنفيذ الطلب.", "La requête n'a pas pu être traitée."),
    };
}
