using Platform.Access;
using Platform.Hosting;
using Platform.Registrations.Visits;

namespace Platform.Registrations.Imports;

/// <summary>Rows as those who were met at a visit: each by a number that no other of the visit has.</summary>
internal sealed class RosterTarget(Guid visitId, KeyStore keys) : ImportTarget
{
    /// <summary>The fields of an entry.</summary>
    public static readonly IReadOnlyList<string> Names = ["number", "sex", "ageBand", "nationality", "needs"];

    private readonly AddToRoster.EntryRules rules = new();
    private HashSet<int> taken = [];
    private int before;

    public override string Action => ImportRoster.Action;

    public override string Policy => Policies.KeepVisits;

    public override DataClass DataClass => DataClass.Site;

    public override IReadOnlyList<string> Columns => Names;

    public override IReadOnlyList<string> Needed { get; } = ["number", "sex", "ageBand"];

    public override async Task<string?> PrepareAsync(Work work, CancellationToken ct)
    {
        if (await VisitView.Found.LockAsync(work, visitId) is not { } found)
        {
            return "not-there";
        }

        taken = [.. await work.QueryAsync<int>(AddToRoster.Numbers, new { visitId })];
        before = taken.Count;
        return found.State == "closed" ? "visit-closed" : null;
    }

    public override void Check(Cells row)
    {
        var entry = EntryOf(row);
        Check(row, rules, entry);
        if (entry.Number is { } number && !taken.Add(number))
        {
            row.Wrong("number", Texts.In("There is one of this number already.", "يوجد واحد بهذا الرقم.", "Ce numéro est déjà pris."));
        }
    }

    public override string? TooMany(int rows) => before + rows > AddToRoster.MostOfAVisit ? "visit-full" : null;

    public override async Task<string?> WriteAsync(Work work, IReadOnlyList<Cells> rows, CancellationToken ct)
    {
        if (rows.Any(row => !taken.Add(row.Number("number")!.Value)))
        {
            return "number-taken";   // since they were checked
        }

        work.AuditRecords([visitId]);
        AddToRoster.Add(work, visitId, [.. rows.Select(EntryOf)], await keys.GetAsync(visitId, ct) ?? throw new InvalidOperationException("The visit's key is gone."));
        return taken.Count > AddToRoster.MostOfAVisit ? "visit-full" : null;
    }

    private static AddToRoster.Entry EntryOf(Cells row) => new(row.Number("number"), row.Text("sex"), row.Text("ageBand"), row.Text("nationality"), row.List("needs"));
}
