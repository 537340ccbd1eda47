using System.Globalization;
using Npgsql;
using Platform.Registrations.Tests.Transfers;

namespace Platform.Registrations.Tests.SubjectRequests;

/// <summary>A person of Sabha asks about their data.</summary>
public abstract class Asking : BetweenTeams
{
    protected const string PersonalWords = "My name is written wrongly (invented).";

    protected Partner Officer { get; private set; } = null!;

    protected override async Task PrepareAsync()
    {
        await base.PrepareAsync();
        Officer = await Platform.SignInAsync("protection-officer@iom-libya.demo");
    }

    /// <summary>Taken down by Sabha's system, of a new person unless one is given.</summary>
    protected async Task<(Guid Request, Guid Person)> AskedAsync(string kind, Guid? of = null, Action<JsonObject>? change = null)
    {
        var person = of ?? await Sabha.RegisterAsync();
        return ((await AskAsync(Sabha, person, kind, change)).Expect(201).Json.Id("requestId"), person);
    }

    protected static Task<Answer> AskAsync(Partner by, Guid person, string kind, Action<JsonObject>? change = null) =>
        by.PostAsync($"/api/people/{person}/requests", Partner.SubjectRequest(kind, change));

    protected static Task<Answer> SeeAsync(Partner by, Guid request) => by.GetAsync($"/api/requests/{request}");

    protected static Task<Answer> StepAsync(Partner by, Guid request, string move, object? body = null) => by.PostAsync($"/api/requests/{request}/{move}", body ?? new { });

    protected static Task<Answer> ProposeAsync(Partner by, Guid request) => StepAsync(by, request, "refusal", new { reasonCode = "unfounded", answer = "It is as the passport has it (invented)." });

    protected static Task<Answer> ConfirmAsync(Partner by, Guid request, bool confirmed = true) => StepAsync(by, request, "refusal/confirmation", new { confirmed });

    protected static DateOnly Day(Answer answer, string field) => DateOnly.Parse(answer.Json.Text(field)!, CultureInfo.InvariantCulture);

    protected async Task<T> ScalarAsync<T>(string service, string sql, params object[] values)
    {
        await using var database = await Platform.OpenDatabaseAsync(service);
        await using var command = new NpgsqlCommand(sql, database);
        foreach (var value in values)
        {
            command.Parameters.AddWithValue(value);
        }

        return (T)(await command.ExecuteScalarAsync())!;
    }
}
