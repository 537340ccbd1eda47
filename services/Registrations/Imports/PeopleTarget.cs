using Platform.Access;
using Platform.Registrations.Matching;
using Platform.Registrations.People;

namespace Platform.Registrations.Imports;

/// <summary>Rows as people to register: each has agreed.</summary>
internal sealed class PeopleTarget(MatchKeys matching, KeyStore keys, TimeProvider clock) : ImportTarget
{
    /// <summary>The fields of POST /api/people that fit into one cell, and that the person has agreed.</summary>
    public static readonly IReadOnlyList<string> Names =
    [
        "agreed", "givenName", "familyName", "otherNames", "sex", "birthDate", "birthYear", "agePrecision", "nationality", "languages", "phone", "safeToCall", "preferredChannel", "safeTimes",
        "mayLeaveMessage", "areaCode", "setting", "arrivalDate", "note",
    ];

    private readonly PersonDetails.Rules rules = new(clock);

    public override string Action => ImportPeople.Action;

    public override string Policy => Policies.KeepCases;

    public override DataClass DataClass => DataClass.Identity;

    public override IReadOnlyList<string> Columns => Names;

    public override IReadOnlyList<string> Needed { get; } = ["agreed", "givenName", "sex", "areaCode", "setting"];

    public override Task<string?> PrepareAsync(Work work, CancellationToken ct) => Task.FromResult<string?>(null);

    public override void Check(Cells row)
    {
        if (row.YesNo("agreed") is not true)
        {
            row.Wrong("agreed", FileOpening.NotAgreed());
        }

        Check(row, rules, PersonOf(row));
    }

    public override async Task<string?> WriteAsync(Work work, IReadOnlyList<Cells> rows, CancellationToken ct)
    {
        var people = rows.Select(_ => Grantee.RandomId()).ToArray();
        var made = await keys.CreateAsync(people, ct);   // before them, as always: of an import that was undone they open nothing
        work.AuditRecords(people);
        work.OpenFiles(matching, [.. rows.Select((row, at) => new NewFile(people[at], made[at], PersonOf(row)))]);
        return null;
    }

    private static PersonDetails PersonOf(Cells row) => new(
        GivenName: row.Text("givenName"), FamilyName: row.Text("familyName"), OtherNames: row.Text("otherNames"), Transliterations: null, Sex: row.Text("sex"), BirthDate: row.Date("birthDate"),
        BirthYear: row.Number("birthYear"), AgePrecision: row.Text("agePrecision"), Nationality: row.Text("nationality"), Nationalities: null, Languages: row.List("languages"),
        Phone: row.Text("phone", isPhone: true), SafeToCall: row.YesNo("safeToCall"), PreferredChannel: row.Text("preferredChannel"), SafeTimes: row.Text("safeTimes"),
        MayLeaveMessage: row.YesNo("mayLeaveMessage"), AreaCode: row.Text("areaCode"), Setting: row.Text("setting"), ArrivalDate: row.Date("arrivalDate"), Note: row.Text("note"));
}
